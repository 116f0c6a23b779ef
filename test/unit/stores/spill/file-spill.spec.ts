import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Log, systemClock } from '../../../../src/kernel/index.js';
import { readFrames, readMarks } from '../../../../src/stores/spill/file/frames.js';
import { FileSpill, type Handle, type Recalled } from '../../../../src/stores/spill/index.js';

let directory: string;
let lines: string[];
let opened: FileSpill[];
const keep = (line: string): void => void lines.push(line);
const log: Log = { debug: keep, info: keep, warn: keep, error: keep };

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nestjs-guard-spill-'));
  lines = [];
  opened = [];
});
afterEach(async () => {
  for (const spill of opened) await spill.close();
  rmSync(directory, { recursive: true, force: true });
});

async function start(options: { maxBytes?: number; maxAge?: number } = {}): Promise<FileSpill> {
  const spill = new FileSpill(
    { directory, maxBytes: 1e8, maxAge: 1e9, takeOverAfter: 30_000, ...options },
    systemClock,
    log,
  );
  opened.push(spill);
  await spill.open();
  return spill;
}
/** What is left when a process is killed: its files, and no sign of life. */
async function abandon(spill: FileSpill): Promise<void> {
  await spill.settled();
  for (const name of readdirSync(directory)) if (name.endsWith('.lock')) utimesSync(join(directory, name), 0, 0);
}
async function all(spill: FileSpill): Promise<Recalled[]> {
  const found: Recalled[] = [];
  for (let some = await spill.recall(); some?.length; some = await spill.recall()) found.push(...some);
  return found;
}
const texts = (found: Recalled[]): string[] => found.map(({ text }) => text);
const owners = (): string[] => readdirSync(directory).filter((name) => !name.endsWith('.lock'));
const folders = (): string[] =>
  owners().flatMap((name) => readdirSync(join(directory, name)).map((f) => join(directory, name, f)));
const files = (): string[] => folders().flatMap((name) => readdirSync(name).map((f) => join(name, f)));

/** The texts that a process would find now. */
const onDisk = (): string[] =>
  files()
    .filter((name) => name.endsWith('.log'))
    .flatMap((name) => {
      const marksOf = name.replace(/log$/, 'gone');
      const gone = readMarks(existsSync(marksOf) ? readFileSync(marksOf) : Buffer.alloc(0));
      return readFrames(readFileSync(name)).records.filter((_, number) => !gone.has(number));
    })
    .map(({ text }) => text);

describe('a spill of files', () => {
  it('gives what was deposited back to who deposited it, in order, and never what is held', async () => {
    const spill = await start();
    spill.append('held');
    for (const text of ['a', 'b', 'ü']) expect(spill.deposit(text)).toBe(true);
    const found = await all(spill);
    expect(found.map(({ text, own }) => [text, own])).toEqual([
      ['a', true],
      ['b', true],
      ['ü', true],
    ]);
    spill.deposit('c');
    expect(texts(await all(spill))).toEqual(['c']);
  });

  it('hands on what was not removed, after an end and after a kill', async () => {
    for (const end of [(spill: FileSpill) => spill.close(), abandon]) {
      const first = await start();
      const handles = ['a', 'b', 'c'].map((text) => first.append(text) as Handle);
      await first.settled();
      first.remove(handles[1] as Handle);
      await end(first);
      const second = await start();
      const found = await all(second);
      expect(found.map(({ text, own }) => [text, own])).toEqual([
        ['a', false],
        ['c', false],
      ]);
      for (const { handle } of found) second.remove(handle);
      await second.close();
      const third = await start();
      expect(await all(third)).toEqual([]);
      await third.close();
    }
    expect(readdirSync(directory)).toEqual([]);
  });

  it('does not read what one that lives keeps', async () => {
    const first = await start();
    first.append('mine');
    first.deposit('mine too');
    await first.settled();
    expect(await all(await start())).toEqual([]);
    expect(texts(await all(first))).toEqual(['mine too']);
  });

  it('lets exactly one of many take over from the dead', async () => {
    const dead = await start();
    for (let i = 0; i < 100; i++) dead.append(`${i}`);
    await abandon(dead);
    const takers = await Promise.all(Array.from({ length: 5 }, () => start()));
    const found = (await Promise.all(takers.map(all))).flat();
    expect(new Set(texts(found)).size).toBe(100);
    expect(found).toHaveLength(100);
  });

  it('hands on what it took over and did not finish', async () => {
    const first = await start();
    for (const text of ['a', 'b']) first.append(text);
    await first.close();
    const second = await start();
    const [a] = await all(second);
    second.remove((a as Recalled).handle);
    await second.close();
    expect(texts(await all(await start()))).toEqual(['b']);
  });

  it('takes over from a process that is gone without waiting for the silence', async () => {
    const first = await start();
    first.append('a');
    await first.settled();
    const lock = readdirSync(directory).find((name) => name.endsWith('.lock')) as string;
    const told = JSON.parse(readFileSync(join(directory, lock), 'utf8'));
    writeFileSync(join(directory, lock), JSON.stringify({ ...told, pid: 2 ** 22 + 1 }));
    expect(texts(await all(await start()))).toEqual(['a']);
  });

  it('hands on the oldest first, whoever of the dead left it', async () => {
    const both = [await start(), await start(), await start()];
    for (const [i, spill] of both.entries()) {
      spill.append(`${i}`);
      await spill.settled();
    }
    for (const name of files()) utimesSync(name, 0, 1_000 - Number(readFileSync(name, 'latin1').at(-1)));
    for (const spill of both) await spill.close();
    expect(texts(await all(await start()))).toEqual(['2', '1', '0']);
  });

  it('passes over marks whose records are gone, as a kill in the middle of a deletion leaves them', async () => {
    const first = await start();
    first.append('a');
    await first.close();
    writeFileSync((files()[0] as string).replace('0000000000.log', '0000000007.gone'), '');
    expect(files().some((name) => name.endsWith('t0000000007.gone'))).toBe(true);
    const empty = join(directory, '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11', '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c12');
    mkdirSync(empty, { recursive: true });
    writeFileSync(join(empty, '0000000000.gone'), '');
    const second = await start();
    for (const { handle } of await all(second)) second.remove(handle);
    await second.close();
    expect(lines).toEqual([]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('cuts a torn tail and goes on', async () => {
    const first = await start();
    first.append('a');
    await first.close();
    appendFileSync(files()[0] as string, Buffer.from([9, 0, 0, 0, 1, 2, 3]));
    expect(texts(await all(await start()))).toEqual(['a']);
    expect(lines.filter((line) => line.includes('7 bytes'))).toHaveLength(1);
  });

  it('starts a new file at a mebibyte and deletes each when all of it was removed', async () => {
    const spill = await start();
    const handles = Array.from({ length: 40 }, () => spill.append('x'.repeat(100_000)) as Handle);
    await spill.settled();
    expect(files()).toHaveLength(4);
    for (const handle of handles.slice(0, 25)) spill.remove(handle);
    await spill.settled();
    expect(files().filter((name) => name.endsWith('.log'))).toHaveLength(2);
    expect(spill.health().bytes).toBeLessThan(2_300_000);
  });

  it('writes what came while it was writing, also where the next text goes to another file', async () => {
    const spill = await start();
    spill.append('a');
    await new Promise((resolve) => setImmediate(resolve));
    spill.append('b');
    spill.deposit('c');
    await spill.close();
    expect(lines).toEqual([]);
    expect(texts(await all(await start()))).toEqual(['a', 'b', 'c']);
  });

  it('takes no more than its bound', async () => {
    const spill = await start({ maxBytes: 1_000 });
    const taken = Array.from({ length: 20 }, () => spill.append('x'.repeat(100))).filter(Boolean);
    expect(taken.length).toBe(9);
  });

  it('hands out what is too old as expired', async () => {
    const first = await start();
    first.append('old');
    await first.close();
    const second = await start({ maxAge: -1 });
    expect((await all(second)).map(({ text, expired }) => [text, expired])).toEqual([['old', true]]);
  });

  it('finds a batch or what it took the place of, wherever a kill broke the writing off', async () => {
    const first = await start();
    const items = ['a', 'b', 'c', 'd'].map((text) => first.append(text) as Handle);
    await first.settled();
    first.append('ab', items.slice(0, 2));
    await first.settled();
    await first.close();
    // The marks are written after the batch: without them the batch is there alone.
    const marks = files().filter((name) => name.endsWith('.gone'));
    expect(marks).toHaveLength(1);
    const batch = files().find((name) => name.includes('/b')) as string;
    const whole = readFileSync(batch);
    for (const [kept, expected] of [
      [whole.length, ['ab', 'c', 'd']],
      [whole.length - 1, ['a', 'b', 'c', 'd']],
    ] as const) {
      for (const name of files().filter((name) => name.endsWith('.gone'))) rmSync(name);
      writeFileSync(files().find((name) => name.includes('/b')) as string, whole.subarray(0, kept));
      const next = await start();
      expect(texts(await all(next))).toEqual(expected);
      await next.close();
    }
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'has the items or their batch on the disk at every moment, also where it was writing before (%i turns)',
    async (turns) => {
      const spill = await start();
      const items = ['a', 'b'].map((text) => spill.append(text) as Handle);
      await spill.settled();
      // Into the file of the items, so that this is being written to when the batch comes.
      spill.append('c'.repeat(1_000_000));
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setImmediate(resolve));
      spill.append('ab', items);
      let done = false;
      const writing = spill.settled().then(() => (done = true));
      while (!done) {
        expect(onDisk()).toEqual(expect.arrayContaining([expect.stringMatching(/^(a|ab)$/)]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      await writing;
      expect(onDisk()).not.toContain('a');
    },
  );

  it.each([
    ['in the same file', 1],
    ['in the file before', 1_100_000],
  ])('does not bring back a batch together with its halves where the marks are missing, %s', async (_where, size) => {
    const first = await start();
    const whole = first.append('whole', [first.append('item') as Handle]) as Handle;
    first.append('half'.padEnd(size, '.'), []);
    first.append('filler', [first.append('another') as Handle]);
    first.append('other half', [whole]);
    await first.close();
    for (const name of files().filter((name) => name.endsWith('.gone'))) rmSync(name);
    const found = texts(await all(await start())).map((text) => text.replaceAll('.', ''));
    expect(found.sort()).toEqual(['filler', 'half', 'other half']);
  });

  it('does not bring back what a batch took the place of when the batch itself was removed', async () => {
    const first = await start();
    const items = ['a', 'b', 'c'].map((text) => first.append(text) as Handle);
    first.append('ab', items.slice(0, 2));
    await first.close();
    for (const name of files().filter((name) => name.endsWith('.gone'))) rmSync(name);
    const second = await start();
    const [ab] = (await second.recall()) ?? [];
    expect(ab?.text).toBe('ab');
    second.remove((ab as Recalled).handle);
    await abandon(second);
    expect(texts(await all(await start()))).toEqual(['c']);
  });

  it('takes over what was being taken over by one that died', async () => {
    const first = await start();
    first.append('a');
    await abandon(first);
    const [owner] = owners() as [string];
    const [journal] = readdirSync(join(directory, owner)) as [string];
    const dead = join(directory, '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11');
    mkdirSync(join(dead, 'x.taken', 'y.taken'), { recursive: true });
    renameSync(join(directory, owner, journal), join(dead, 'x.taken', 'y.taken', journal));
    const second = await start();
    const [found] = await all(second);
    expect(found?.text).toBe('a');
    second.remove((found as Recalled).handle);
    await second.close();
    expect(owners()).toEqual([]);
  });

  it('keeps its files to its user', async () => {
    const spill = await start();
    spill.append('a');
    await spill.settled();
    expect(statSync(files()[0] as string).mode & 0o777).toBe(0o600);
    for (const folder of [owners()[0] as string, relative(directory, folders()[0] as string)]) {
      expect(statSync(join(directory, folder)).mode & 0o777).toBe(0o700);
    }
  });

  it('counts what is not written yet', async () => {
    const spill = await start();
    spill.append('a');
    expect(spill.health().unwritten).toBe(1);
    await spill.settled();
    expect(spill.health().unwritten).toBe(0);
  });

  it('that cannot be opened takes nothing, says why once and throws nothing', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const spill = new FileSpill(
      { directory: file, maxBytes: 1e6, maxAge: 1e6, takeOverAfter: 30_000 },
      systemClock,
      log,
    );
    await spill.open();
    expect(spill.append('a')).toBeUndefined();
    expect(spill.deposit('a')).toBe(false);
    expect(await spill.recall()).toEqual([]);
    expect(spill.health().lastError).toMatch(/EEXIST|ENOTDIR/);
    await spill.close();
    expect(lines).toHaveLength(1);
  });

  it('whose folder is gone goes on in memory', async () => {
    const spill = await start();
    rmSync(directory, { recursive: true });
    spill.append('a');
    await spill.settled();
    expect(spill.health().lastError).toMatch(/ENOENT/);
    expect(spill.append('b')).toBeUndefined();
    await spill.open();
    expect(spill.append('c')).toBeDefined();
    await spill.settled();
    expect(files()).toHaveLength(1);
  });

  it('that slept while another took over starts anew and removes nothing of the other', async () => {
    const sleeper = await start();
    const handle = sleeper.append('a') as Handle;
    await abandon(sleeper);
    const taker = await start();
    await sleeper.open();
    sleeper.remove(handle);
    sleeper.append('b');
    await sleeper.settled();
    expect(texts(await all(taker))).toEqual(['a']);
    expect(lines.filter((line) => line.includes('stood still'))).toHaveLength(1);
    await sleeper.close();
    expect(texts(await all(await start()))).toEqual(['b']);
  });
});
