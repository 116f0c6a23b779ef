import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/kernel/index.js';
import { type RedisOptions } from '../../src/stores/index.js';
import { RedisLink } from '../../src/stores/redis/index.js';
import { type Handle, type Recalled, RedisSpill, type SpillSettings } from '../../src/stores/spill/index.js';
import { RecordingLog } from '../support/log.js';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { SETTINGS } from './spill-twins.js';
import { optionsOf } from './twins.js';

const STREAM = 'guard:1:{spill}:stream';

describe('a spill in Redis', () => {
  let server: RedisServer;
  let opened: { spill: RedisSpill; link: RedisLink }[];

  beforeEach(async () => {
    server = await startRedis();
    opened = [];
  });
  afterEach(async () => {
    server.resume();
    await server.look.config('SET', 'maxmemory', '0');
    for (const { spill, link } of opened) {
      await spill.close();
      await link.close();
    }
    await server.close();
  });

  async function start(
    settings: Partial<SpillSettings> = {},
    options: Partial<RedisOptions> = {},
  ): Promise<{ spill: RedisSpill; link: RedisLink; log: RecordingLog }> {
    const log = new RecordingLog();
    const link = new RedisLink(optionsOf({ url: server.url, commandTimeout: 2, ...options }), systemClock, log);
    // Signs of life often, so that the test need not wait for them.
    const spill = new RedisSpill({ ...SETTINGS, takeOverAfter: 1_500, ...settings }, link, systemClock, log);
    opened.push({ spill, link });
    await link.open();
    await spill.open();
    return { spill, link, log };
  }
  const entries = async (): Promise<string[]> =>
    (await server.look.xrange(STREAM, '-', '+')).map(([, fields]) => fields[1] as string);
  const works = (spill: RedisSpill): Promise<void> => until(() => spill.health().working, 'the spill');
  const texts = (found: readonly Recalled[] | undefined): string[] | undefined => found?.map(({ text }) => text);

  it('is off the way of decisions: what it asks does not count as their failure', async () => {
    const { spill, link } = await start();
    await server.look.set(STREAM, 'something else');
    await server.look.del(STREAM);
    await server.look.set(STREAM, 'something else');
    spill.append('a');
    await spill.settled();
    expect(spill.health()).toMatchObject({ working: false });
    for (let i = 0; i < 5; i++) await spill.open();
    expect(link.up).toBe(true);
  });

  it('writes a text once, also where the answer was not heard', async () => {
    const { spill } = await start();
    server.pause();
    spill.append('a');
    spill.deposit('b');
    await spill.settled();
    expect(spill.health()).toMatchObject({ working: false, unwritten: 2 });
    // It has been sent, and is carried out when the server goes on; it is sent again, too.
    server.resume();
    await works(spill);
    await spill.settled();
    expect(spill.health().unwritten).toBe(0);
    expect(await entries()).toEqual(['a', 'b']);
    expect(texts(await spill.recall())).toEqual(['b']);
  });

  it('says once that it keeps nothing, takes nothing then, and says when it does again', async () => {
    const { spill, log } = await start();
    await server.kill();
    await until(() => !spill.health().working, 'the failure');
    expect(spill.append('a')).toBeUndefined();
    expect(spill.deposit('a')).toBe(false);
    expect(await spill.recall()).toBeUndefined();
    await spill.open();
    await spill.open();
    expect(spill.health().lastError).toBeDefined();
    await server.start();
    await works(spill);
    expect(spill.append('a')).toBeDefined();
    await spill.settled();
    expect(await entries()).toEqual(['a']);
    expect(log.matching(/only in memory/)).toHaveLength(1);
    expect(log.matching(/kept in Redis again/)).toHaveLength(1);
  });

  it('knows that what it kept is gone where Redis comes back empty', async () => {
    const { spill, log } = await start();
    const handle = spill.append('a') as Handle;
    spill.deposit('b');
    await spill.settled();
    await server.kill();
    await until(() => !spill.health().working, 'the failure');
    expect(spill.holds(handle)).toBe(true);
    await server.start();
    await works(spill);
    expect(spill.holds(handle)).toBe(false);
    expect(await spill.recall()).toEqual([]);
    expect(log.matching(/has lost it/)).toHaveLength(1);
  });

  it('starts where Redis is away, and works when it comes', async () => {
    await server.kill();
    const { spill } = await start({}, { connectTimeout: 0.2 });
    expect(spill.append('a')).toBeUndefined();
    await server.start();
    await works(spill);
    expect(spill.append('a')).toBeDefined();
  });

  it('gives memory back where Redis has none left, and keeps what it could not write until then', async () => {
    const { spill } = await start();
    const handle = spill.append('a') as Handle;
    await spill.settled();
    await server.look.config('SET', 'maxmemory', '1');
    spill.append('b');
    await spill.settled();
    expect(spill.health()).toMatchObject({ working: false, unwritten: 1 });
    expect(spill.health().lastError).toMatch(/OOM/);
    spill.remove(handle);
    await until(async () => (await entries()).length === 0, 'the removal');
    await server.look.config('SET', 'maxmemory', '0');
    await works(spill);
    await spill.settled();
    expect(await entries()).toEqual(['b']);
  });

  it('hands on what somebody else wrote, or what the group forgot, and never to two', async () => {
    const { spill } = await start();
    const other = await start();
    spill.append('mine');
    await spill.settled();
    await server.look.xadd(STREAM, '*', 't', 'by hand');
    await server.look.xgroup('DESTROY', STREAM, 'agents');
    await server.look.xadd(STREAM, '*', 't', 'by hand too');
    other.spill.append('later');
    await other.spill.settled();
    const found = [...((await other.spill.recall()) ?? []), ...((await spill.recall()) ?? [])];
    expect(texts(found)?.sort()).toEqual(['by hand', 'by hand too', 'mine']);
    expect(found.every(({ own }) => !own)).toBe(true);
  });

  it('takes texts that were removed behind its back for lost, and gives the others', async () => {
    const { spill } = await start();
    for (const text of ['a', 'b', 'c']) spill.deposit(text);
    await spill.settled();
    const [, b] = await server.look.xrange(STREAM, '-', '+');
    await server.look.xdel(STREAM, (b as [string, string[]])[0]);
    expect(texts(await spill.recall())).toEqual(['a', 'c']);
    expect(await spill.recall()).toEqual([]);
    await server.look.del(STREAM);
    spill.deposit('d');
    await spill.settled();
    expect(texts(await spill.recall())).toEqual(['d']);
  });

  it('takes in no more than it can get rid of', async () => {
    const { spill } = await start();
    server.pause();
    let taken = 0;
    for (let i = 0; i < 100; i++) {
      if (spill.append('x'.repeat(100_000))) taken += 1;
      if (i % 10 === 0) await sleep(1);
    }
    expect(taken).toBeGreaterThan(40);
    expect(taken).toBeLessThan(45);
    server.resume();
    await until(() => spill.health().unwritten === 0, 'the writing');
    expect(await server.look.xlen(STREAM)).toBe(taken);
  });

  it('needs no other rights than those that are documented', async () => {
    const rights = readFileSync('docs/redis-keys.md', 'utf8').match(/(?<=[\s`])\+[a-z]+/g) ?? [];
    expect(rights.length).toBeGreaterThan(20);
    await server.look.call('ACL', 'SETUSER', 'guard', 'on', '>secret', '~guard:1:*', '&guard:1:*', ...rights);
    const url = server.url.replace('redis://', 'redis://guard:secret@');
    const first = await start({}, { url });
    first.spill.remove(first.spill.append('a') as Handle);
    first.spill.append('b');
    first.spill.deposit('c');
    await first.spill.settled();
    expect(first.spill.health().lastError).toBeUndefined();
    expect(texts(await first.spill.recall())).toEqual(['c']);
    await first.spill.close();
    const second = await start({}, { url });
    expect(texts(await second.spill.recall())).toEqual(['b', 'c']);
    expect([first, second].map(({ spill }) => spill.health().lastError)).toEqual([undefined, undefined]);
  });

  it('counts the bytes of all instances, and knows when there are none', async () => {
    const one = await start();
    const other = await start();
    const handle = one.spill.append('x'.repeat(1_000)) as Handle;
    await one.spill.settled();
    await other.spill.open();
    expect(other.spill.health().bytes).toBeGreaterThan(1_000);
    one.spill.remove(handle);
    await one.spill.settled();
    await other.spill.open();
    expect([one.spill.health().bytes, other.spill.health().bytes]).toEqual([0, 0]);
  });
});
