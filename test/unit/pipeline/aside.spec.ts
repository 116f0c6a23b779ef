import { StoreUnavailableError } from '../../../src/kernel/index.js';
import { Aside } from '../../../src/pipeline/aside.js';
import { RecordingLog } from '../../support/log.js';

/** Work that ends when it is told to. */
function gate(): { work: () => Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const end = new Promise<void>((resolve) => (open = resolve));
  return { work: () => end, open };
}

describe('work aside', () => {
  it('is waited for by nobody, until so much is under way that answers wait again', async () => {
    const aside = new Aside('Counting', new RecordingLog());
    const { work, open } = gate();
    const waits = Array.from({ length: 1002 }, () => aside.run(work));
    expect(waits.map((wait) => wait !== undefined)).toEqual(waits.map((_, i) => i >= 1000));
    open();
    for (const wait of waits) await wait;
    await aside.settled();
    expect(aside.run(() => Promise.resolve())).toBeUndefined();
  });

  it('is settled when also what began meanwhile has ended', async () => {
    const aside = new Aside('Counting', new RecordingLog());
    const [first, second] = [gate(), gate()];
    const ended: string[] = [];
    void aside.run(() => first.work().then(() => void ended.push('first')));
    const settled = aside.settled().then(() => void ended.push('settled'));
    void aside.run(() => second.work().then(() => void ended.push('second')));
    first.open();
    await first.work();
    second.open();
    await settled;
    expect(ended).toEqual(['first', 'second', 'settled']);
  });

  it('tells once that it fails, and how often, when it works again', async () => {
    const log = new RecordingLog();
    const aside = new Aside('Counting', log);
    for (let i = 0; i < 3; i++) void aside.run(() => Promise.reject(new Error('broken')));
    await aside.settled();
    for (let i = 0; i < 2; i++) void aside.run(() => Promise.resolve());
    await aside.settled();
    expect(log.matching(/Counting/)).toEqual([
      expect.stringContaining('Counting fails: Error: broken'),
      expect.stringContaining('Counting works again; it failed 3 times'),
    ]);
  });

  it('leaves it to the store to tell that it does not answer', async () => {
    const log = new RecordingLog();
    const aside = new Aside('Counting', log);
    void aside.run(() => Promise.reject(new StoreUnavailableError('counter')));
    await aside.settled();
    expect(log.lines).toEqual([]);
  });
});
