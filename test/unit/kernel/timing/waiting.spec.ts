import { jest } from '@jest/globals';
import fc from 'fast-check';
import {
  Alarm,
  backoffDelay,
  DeadlineExceededError,
  Loop,
  pause,
  withDeadline,
} from '../../../../src/kernel/timing/index.js';

describe('backoffDelay', () => {
  it('stays between half and all of the doubled base, never above the maximum', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        const ceiling = Math.min(60_000, 1000 * 2 ** Math.min(attempt, 30));
        const delay = backoffDelay({ base: 1000, max: 60_000 }, attempt, () => random);
        expect(delay).toBeGreaterThanOrEqual(ceiling / 2);
        expect(delay).toBeLessThanOrEqual(ceiling);
      }),
    );
  });
});

describe('with fake timers', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('an alarm rings once, at its time, also where that is farther away than a timer can reach', () => {
    const ring = jest.fn();
    const alarm = new Alarm();
    const month = 30 * 24 * 3600 * 1000;
    alarm.set(month, ring);
    jest.advanceTimersByTime(month - 1);
    expect(ring).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(ring).toHaveBeenCalledTimes(1);
  });

  it('an alarm that is set again or cleared does not ring for the first setting', () => {
    const first = jest.fn();
    const second = jest.fn();
    const alarm = new Alarm();
    alarm.set(100, first);
    alarm.set(200, second);
    jest.advanceTimersByTime(1000);
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    alarm.set(100, first);
    alarm.clear();
    jest.advanceTimersByTime(1000);
    expect(first).not.toHaveBeenCalled();
  });

  it('a loop runs again after each run, also after one that threw, and never twice at once', async () => {
    let running = 0;
    let runs = 0;
    const errors: unknown[] = [];
    const loop = new Loop({
      interval: () => 100,
      run: async () => {
        expect(++running).toBe(1);
        await pause(50);
        running -= 1;
        if (++runs === 2) throw new Error('once');
      },
      onError: (error) => errors.push(error),
    });
    loop.start();
    await jest.advanceTimersByTimeAsync(100 + 3 * 150);
    expect(runs).toBe(3);
    expect(errors).toHaveLength(1);
    const joined = [loop.runNow(), loop.runNow()];
    await jest.advanceTimersByTimeAsync(60);
    await Promise.all(joined);
    expect(runs).toBe(4);
    await loop.stop();
    await jest.advanceTimersByTimeAsync(1000);
    expect(runs).toBe(4);
  });

  it('a pause ends early where its signal is aborted', async () => {
    const abort = new AbortController();
    let over = false;
    void pause(10_000, abort.signal).then(() => (over = true));
    await jest.advanceTimersByTimeAsync(10);
    expect(over).toBe(false);
    abort.abort();
    await jest.advanceTimersByTimeAsync(0);
    expect(over).toBe(true);
  });

  it('a deadline gives the result of work that is in time and an error for work that is not', async () => {
    await expect(withDeadline(Promise.resolve(7), 10)).resolves.toBe(7);
    const late = withDeadline(new Promise(() => undefined), 10);
    const expectation = expect(late).rejects.toBeInstanceOf(DeadlineExceededError);
    await jest.advanceTimersByTimeAsync(10);
    await jest.advanceTimersByTimeAsync(1); // the turn of the event loop that reads what has come in
    await expectation;
    await expect(withDeadline(Promise.reject(new Error('own')), 10)).rejects.toThrow('own');
  });
});
