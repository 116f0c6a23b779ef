import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../../../src/kernel/index.js';
import { DeadlineExceededError, Deadlines } from '../../../../src/kernel/timing/index.js';

const never = (): Promise<never> => new Promise<never>(() => undefined);

describe('deadlines of one length', () => {
  it('hand on what the work becomes', async () => {
    const deadlines = new Deadlines(1000, systemClock);
    await expect(deadlines.within(Promise.resolve('done'))).resolves.toBe('done');
    await expect(deadlines.within(Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });

  it('give up each work that is not done, and no other', async () => {
    const deadlines = new Deadlines(30, systemClock);
    const all: Promise<unknown>[] = [];
    for (let i = 0; i < 6; i++) {
      all.push(deadlines.within(i % 2 === 0 ? never() : sleep(5, i)));
      await sleep(5);
    }
    const settled = await Promise.allSettled(all);
    expect(settled.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as Error).name))).toEqual([
      'DeadlineExceededError',
      1,
      'DeadlineExceededError',
      3,
      'DeadlineExceededError',
      5,
    ]);
    await expect(deadlines.within(never())).rejects.toThrow(DeadlineExceededError);
  });

  it('take what came in time also where the process was too busy to look', async () => {
    const deadlines = new Deadlines(20, systemClock);
    const arrived = deadlines.within(
      new Promise<string>((resolve) => {
        setTimeout(() => {
          // The deadline passes while this turn lasts; the answer is read in the next.
          const end = performance.now() + 40;
          while (performance.now() < end);
          setImmediate(() => resolve('in time'));
        }, 5);
      }),
    );
    await expect(arrived).resolves.toBe('in time');
  });

  it('keep no process alive once nothing waits', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
    const before = timers();
    const deadlines = new Deadlines(60_000, systemClock);
    const waiting = deadlines.within(sleep(5));
    expect(timers()).toBeGreaterThan(before);
    await waiting;
    expect(timers()).toBe(before);
  });
});
