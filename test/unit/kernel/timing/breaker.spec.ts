import { Breaker, type BreakerState } from '../../../../src/kernel/timing/index.js';
import { HandClock } from '../../../support/clock.js';

function setUp(): { breaker: Breaker; clock: HandClock; changes: BreakerState[] } {
  const clock = new HandClock();
  const changes: BreakerState[] = [];
  const breaker = new Breaker({ threshold: 3, cooldown: 1000, clock, onChange: (state) => changes.push(state) });
  return { breaker, clock, changes };
}

describe('Breaker', () => {
  it('lets calls pass until the threshold of failures in a row', () => {
    const { breaker } = setUp();
    breaker.fail();
    breaker.fail();
    expect(breaker.tryPass()).toBe(true);
    breaker.fail();
    expect(breaker.tryPass()).toBe(false);
  });

  it('counts failures in a row only', () => {
    const { breaker } = setUp();
    for (let i = 0; i < 10; i++) {
      breaker.fail();
      breaker.fail();
      breaker.succeed();
    }
    expect(breaker.state).toBe('closed');
  });

  it('lets exactly one probe pass after the pause', () => {
    const { breaker, clock } = setUp();
    breaker.open();
    clock.advance(999);
    expect(breaker.tryPass()).toBe(false);
    expect(breaker.retryIn).toBe(1);
    clock.advance(1);
    expect([breaker.tryPass(), breaker.tryPass(), breaker.tryPass()]).toEqual([true, false, false]);
  });

  it('closes when the probe succeeds and opens for a full pause when it fails', () => {
    const { breaker, clock, changes } = setUp();
    breaker.open();
    clock.advance(1000);
    breaker.tryPass();
    breaker.fail();
    expect(breaker.retryIn).toBe(1000);
    clock.advance(1000);
    breaker.tryPass();
    breaker.succeed();
    expect(breaker.tryPass()).toBe(true);
    expect(changes).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
  });

  it('gives a probe back that decided nothing', () => {
    const { breaker, clock } = setUp();
    breaker.open();
    clock.advance(1000);
    breaker.tryPass();
    breaker.release();
    expect(breaker.tryPass()).toBe(true);
  });
});
