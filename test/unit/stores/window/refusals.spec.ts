import { type Admission } from '../../../../src/stores/window/port.js';
import { Refusals } from '../../../../src/stores/window/refusals.js';
import { HandClock } from '../../../support/clock.js';

const rules = [
  { name: 'a', limit: 5, window: 60 },
  { name: 'b', limit: 9, window: 60 },
];

function refusal(retryIn: number): Admission {
  return {
    admitted: false,
    retryIn,
    refusedBy: 0,
    states: [
      { remaining: 0, resetIn: retryIn },
      { remaining: 4, resetIn: 300 },
    ],
  };
}

describe('refusals that are remembered', () => {
  it('hold until the time that was named, and count it down', () => {
    const clock = new HandClock();
    const refusals = new Refusals(clock);
    refusals.add('192.0.2.1', rules, 1, refusal(500));
    clock.advance(499);
    expect(refusals.find('192.0.2.1', [...rules], 1)).toEqual({
      admitted: false,
      retryIn: 1,
      refusedBy: 0,
      states: [
        { remaining: 0, resetIn: 1 },
        { remaining: 4, resetIn: 0 },
      ],
    });
    clock.advance(1);
    expect(refusals.find('192.0.2.1', rules, 1)).toBeUndefined();
  });

  it('hold for a second at most', () => {
    const clock = new HandClock();
    const refusals = new Refusals(clock);
    refusals.add('192.0.2.1', rules, 1, refusal(60_000));
    clock.advance(999);
    expect(refusals.find('192.0.2.1', rules, 1)?.retryIn).toBe(59_001);
    clock.advance(1);
    expect(refusals.find('192.0.2.1', rules, 1)).toBeUndefined();
  });

  it('hold for that client, those rules and that cost alone, and not after a reset', () => {
    const refusals = new Refusals(new HandClock());
    refusals.add('192.0.2.1', rules, 1, refusal(500));
    expect(refusals.find('192.0.2.2', rules, 1)).toBeUndefined();
    expect(refusals.find('192.0.2.1', rules, 2)).toBeUndefined();
    expect(refusals.find('192.0.2.1', rules.slice(0, 1), 1)).toBeUndefined();
    expect(
      refusals.find(
        '192.0.2.1',
        rules.map((rule) => ({ ...rule })),
        1,
      ),
    ).toBeUndefined();
    refusals.remove('192.0.2.1');
    expect(refusals.find('192.0.2.1', rules, 1)).toBeUndefined();
    refusals.remove('192.0.2.1');
  });

  it('of two clients end with a reset of the one that was refused, and hold for both together alone', () => {
    const refusals = new Refusals(new HandClock());
    const beside = { client: '192.0.2.1', rules: rules.slice(1) };
    const own = rules.slice(0, 1);
    refusals.add('key:a', own, 1, { ...refusal(500), refusedBy: 1 }, beside);
    expect(refusals.find('key:a', own, 1, { ...beside })).toMatchObject({ refusedBy: 1, retryIn: 500 });
    expect(refusals.find('key:a', own, 1)).toBeUndefined();
    expect(refusals.find('key:b', own, 1, beside)).toBeUndefined();
    expect(refusals.find('key:a', own, 1, { ...beside, client: '192.0.2.2' })).toBeUndefined();
    refusals.remove('key:a');
    expect(refusals.find('key:a', own, 1, beside)).toBeDefined();
    refusals.remove('192.0.2.1');
    expect(refusals.find('key:a', own, 1, beside)).toBeUndefined();
    refusals.add('key:a', own, 1, refusal(500), beside);
    refusals.remove('key:a');
    expect(refusals.find('key:a', own, 1, beside)).toBeUndefined();
  });
});
