import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailableError, systemClock } from '../../src/kernel/index.js';
import { parseAddress } from '../../src/net/index.js';
import { type Address } from '../../src/net/index.js';
import { type Ban, createStores, type RedisOptions, type Stores } from '../../src/stores/index.js';
import { RecordingLog } from '../support/log.js';
import { freePort, type RedisServer, startRedis, until } from '../support/redis.js';
import { Wire } from '../support/wire.js';
import { optionsOf } from './twins.js';

const DEADLINE = 50;
/** What a busy test machine may add to a deadline; far below any time-out of a client. */
const SLACK = 450;
const RULES = [{ name: 'default', limit: 3, window: 60 }];
const address = (text: string): Address => parseAddress(text) as Address;

function ban(target: string): Ban {
  const createdAt = Date.now();
  return { target, reason: 'test', source: 'manual', createdAt, expiresAt: createdAt + 60_000 };
}

describe('when Redis fails', () => {
  let server: RedisServer;
  const opened: Stores[] = [];

  beforeEach(async () => void (server = await startRedis()));
  afterEach(async () => {
    server.resume();
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await server.close();
  });

  async function open(values: Partial<RedisOptions> = {}): Promise<{ stores: Stores; log: RecordingLog }> {
    const log = new RecordingLog();
    const stores = createStores(optionsOf({ url: server.url, banPollInterval: 0.2, ...values }), {
      clock: systemClock,
      log,
    });
    opened.push(stores);
    await stores.start();
    return { stores, log };
  }

  /** One decision and how long it took. */
  async function timed(stores: Stores, client: string): Promise<{ outcome: string; took: number }> {
    const start = performance.now();
    let outcome: string;
    try {
      outcome = (await stores.window.hit(client, RULES)).admitted ? 'admitted' : 'refused';
    } catch (error) {
      outcome = error instanceof StoreUnavailableError ? 'unavailable' : `${String(error)}`;
    }
    return { outcome, took: performance.now() - start };
  }

  const down = (stores: Stores): Promise<void> => until(() => stores.health().state === 'down', 'down');
  const up = (stores: Stores): Promise<void> => until(() => stores.health().state === 'up', 'up');

  const failures: [string, () => Promise<void> | void, () => Promise<void> | void][] = [
    ['is killed and comes back empty', () => server.kill(), () => server.start()],
    ['hangs', () => server.pause(), () => server.resume()],
    [
      'has no memory left',
      async () => void (await server.look.config('SET', 'maxmemory', '1')),
      async () => void (await server.look.config('SET', 'maxmemory', '0')),
    ],
    [
      'is a read-only replica',
      async () => void (await server.look.replicaof('127.0.0.1', '1')),
      async () => void (await server.look.replicaof('NO', 'ONE')),
    ],
  ];

  describe.each(failures)('because it %s', (_name, fail, heal) => {
    it.each([
      ['local', ['admitted', 'admitted', 'admitted', 'refused', 'refused', 'refused']],
      ['open', ['admitted', 'admitted', 'admitted', 'admitted', 'admitted', 'admitted']],
      ['closed', Array.from({ length: 6 }, () => 'unavailable')],
    ] as const)('`%s` decides within the deadline, and Redis again when it is back', async (onFailure, expected) => {
      const { stores, log } = await open({ onFailure });
      await stores.window.hit('192.0.2.9', RULES);
      await fail();
      const seen = [];
      for (let i = 0; i < 6; i++) seen.push(await timed(stores, '192.0.2.1'));
      expect(seen.map(({ outcome }) => outcome)).toEqual(expected);
      expect(Math.max(...seen.map(({ took }) => took))).toBeLessThan(DEADLINE + SLACK);
      await down(stores);
      expect(log.matching(/^warn: Redis does not answer/)).toHaveLength(1);
      expect(stores.health().counters.fallbacks).toBeGreaterThanOrEqual(6);

      await heal();
      await up(stores);
      expect(log.matching(/^info: Redis answers again/)).toHaveLength(1);
      for (let i = 0; i < 3; i++) expect(await timed(stores, '192.0.2.2')).toMatchObject({ outcome: 'admitted' });
      expect(await timed(stores, '192.0.2.2')).toMatchObject({ outcome: 'refused' });
      expect(await server.look.exists('guard:1:w:{192.0.2.2}')).toBe(1);
    });
  });

  it('goes on from what this instance has seen', async () => {
    const { stores } = await open();
    await stores.window.hit('192.0.2.1', RULES);
    await stores.window.hit('192.0.2.1', RULES);
    server.pause();
    expect(await timed(stores, '192.0.2.1')).toMatchObject({ outcome: 'admitted' });
    expect(await timed(stores, '192.0.2.1')).toMatchObject({ outcome: 'refused' });
  });

  it('keeps a crowd waiting no longer than one client', async () => {
    const { stores } = await open();
    server.pause();
    const crowd = await Promise.all(
      Array.from({ length: 1000 }, (_, i) => timed(stores, `192.0.${i >> 8}.${i & 255}`)),
    );
    expect(new Set(crowd.map(({ outcome }) => outcome))).toEqual(new Set(['admitted']));
    expect(Math.max(...crowd.map(({ took }) => took))).toBeLessThan(DEADLINE + SLACK * 2);
  });

  it('does not blame Redis where this process was busy', async () => {
    const { stores } = await open();
    await stores.window.hit('192.0.2.1', RULES);
    const answer = stores.window.hit('192.0.2.1', RULES);
    await sleep(0);
    const end = Date.now() + DEADLINE * 4;
    while (Date.now() < end);
    expect(await answer).toMatchObject({ states: [{ remaining: 1 }] });
    expect(stores.health().counters.failures).toBe(0);
  });

  it('knows the scripts again after a restart', async () => {
    const { stores } = await open();
    await stores.counters.add('192.0.2.1', ['total'], 60);
    await server.look.script('FLUSH');
    expect(await stores.window.hit('192.0.2.1', RULES)).toMatchObject({ admitted: true });
    expect(await stores.counters.add('192.0.2.1', ['total'], 60)).toEqual([2]);
    expect(stores.health().counters.failures).toBe(0);
  });

  it('counts on where the scripts are forgotten again and again under load', async () => {
    const { stores, log } = await open({ commandTimeout: 2 });
    const rules = [{ name: 'default', limit: 500, window: 86_400 }];
    let flushing = true;
    const flush = async (): Promise<void> => {
      while (flushing) await server.look.script('FLUSH');
    };
    const flushed = flush();
    const answers = [];
    for (let round = 0; round < 20; round++) {
      const crowd = Array.from({ length: 50 }, async () => stores.window.hit('192.0.2.1', rules));
      answers.push(...(await Promise.all(crowd)));
    }
    flushing = false;
    await flushed;
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(500);
    expect(stores.health().counters).toMatchObject({ failures: 0, fallbacks: 0 });
    expect(log.lines).toEqual([]);
  });

  it('decides once where the answer of Redis comes too late, and Redis has counted it', async () => {
    const wire = await Wire.start(server.port);
    try {
      const { stores, log } = await open({ url: wire.url, commandTimeout: 0.3, banPollInterval: 3600 });
      await up(stores);
      await timed(stores, '192.0.2.1');
      wire.delay = 400;
      expect((await timed(stores, '192.0.2.1')).outcome).toBe('admitted');
      expect(stores.health().counters.fallbacks).toBe(1);
      wire.delay = 0;
      await until(async () => (await server.look.get('guard:1:w:{192.0.2.1}'))?.startsWith('2 '), 'the count in Redis');
      await up(stores);
      const outcomes = [];
      for (let i = 0; i < 2; i++) outcomes.push((await timed(stores, '192.0.2.1')).outcome);
      expect(outcomes).toEqual(['admitted', 'refused']);
      expect(log.lines).toEqual([]);
    } finally {
      await wire.stop();
    }
  });

  it('holds bans that are made meanwhile, and writes them back', async () => {
    const { stores } = await open();
    const other = (await open()).stores;
    await stores.bans.add(ban('192.0.2.1'));
    await until(() => other.bans.find(address('192.0.2.1')), 'the ban in the other instance');
    await server.kill();
    await down(stores);
    expect(stores.bans.find(address('192.0.2.1'))).toBeDefined();
    expect(await stores.bans.add(ban('192.0.2.2'))).toBe(true);
    expect(await stores.bans.add(ban('10.0.0.0/8'))).toBe(true);
    expect(stores.bans.find(address('10.1.1.1'))).toBeDefined();
    await server.start();
    await up(stores);
    await until(() => other.bans.find(address('10.1.1.1')), 'the network in the other instance');
    await until(() => other.bans.find(address('192.0.2.2')), 'the address in the other instance');
    expect(await server.look.hkeys('guard:1:{bans}:list')).toEqual(expect.arrayContaining(['192.0.2.1', '192.0.2.2']));
  });

  it('lifts bans meanwhile, and tells the others later', async () => {
    const { stores } = await open();
    const other = (await open()).stores;
    await stores.bans.add(ban('192.0.2.1'));
    await until(() => other.bans.find(address('192.0.2.1')), 'the ban in the other instance');
    server.pause();
    expect(await stores.bans.lift('192.0.2.1')).toBe(true);
    expect(stores.bans.find(address('192.0.2.1'))).toBeUndefined();
    server.resume();
    await until(() => !other.bans.find(address('192.0.2.1')), 'the end of the ban in the other instance');
    expect(stores.bans.find(address('192.0.2.1'))).toBeUndefined();
  });

  it('gives a Redis that came back empty its bans again', async () => {
    const { stores } = await open();
    for (let i = 0; i < 120; i++) await stores.bans.add(ban(`192.0.2.${i}`));
    await server.kill();
    await down(stores);
    await server.start();
    await up(stores);
    await until(async () => (await server.look.hlen('guard:1:{bans}:list')) === 120, 'the bans in Redis');
    expect((await stores.bans.list({ limit: 1000 })).bans).toHaveLength(120);
  });

  it('starts without Redis, says so once, and uses it when it comes', async () => {
    await server.kill();
    const start = performance.now();
    const { stores, log } = await open({ connectTimeout: 0.5 });
    expect(performance.now() - start).toBeLessThan(500 + SLACK);
    expect(await timed(stores, '192.0.2.1')).toMatchObject({ outcome: 'admitted' });
    expect(log.matching(/Redis does not answer .*ECONNREFUSED/)).toHaveLength(1);
    await server.start();
    await up(stores);
    await stores.window.hit('192.0.2.1', RULES);
    expect(await server.look.exists('guard:1:w:{192.0.2.1}')).toBe(1);
    expect(log.lines.filter((line) => /^(warn|error)/.test(line))).toHaveLength(1);
  });

  it('starts while Redis hangs, within the time for connecting', async () => {
    server.pause();
    const start = performance.now();
    const { stores } = await open({ connectTimeout: 0.3 });
    expect(performance.now() - start).toBeLessThan(300 + 200 + SLACK);
    expect(await timed(stores, '192.0.2.1')).toMatchObject({ outcome: 'admitted' });
    server.resume();
    await up(stores);
  });

  it('takes its time for the start, which a busy process needs, and no line is written for nothing', async () => {
    const wire = await Wire.start(server.port);
    try {
      wire.delay = DEADLINE;
      const { stores, log } = await open({ url: wire.url });
      expect(stores.health().state).not.toBe('down');
      expect(log.lines).toEqual([]);
    } finally {
      await wire.stop();
    }
  });

  it('connects anew where the server has become a replica: its name may stand for another by now', async () => {
    const successor = await startRedis();
    const wire = await Wire.start(server.port);
    try {
      const { stores, log } = await open({ url: wire.url });
      await up(stores);
      await server.look.replicaof('127.0.0.1', `${successor.port}`);
      wire.lead(successor.port);
      await timed(stores, '192.0.2.1');
      await until(async () => {
        await timed(stores, '192.0.2.1');
        return successor.look.exists('guard:1:w:{192.0.2.1}');
      }, 'a decision of the new master');
      expect(log.matching(/^warn/)).toHaveLength(1);
    } finally {
      await wire.stop();
      await successor.close();
    }
  });

  it('does not connect anew all the time where the server stays a replica', async () => {
    const { stores } = await open();
    await up(stores);
    await server.look.replicaof('127.0.0.1', '1');
    const connections = async (): Promise<number> =>
      Number(/total_connections_received:(\d+)/.exec(await server.look.info('stats'))?.[1]);
    const before = await connections();
    const end = Date.now() + 1500;
    while (Date.now() < end) await timed(stores, '192.0.2.1');
    expect((await connections()) - before).toBeLessThan(4);
  });

  it('waits for a Redis that is loading its data', async () => {
    await server.look.eval("for i = 1, 20000 do redis.call('SET', 'k' .. i, i) end", 0);
    await server.look.save();
    await server.kill();
    await server.start('--key-load-delay', '100', '--loading-process-events-interval-bytes', '1024');
    const { stores } = await open();
    expect((await timed(stores, '192.0.2.1')).outcome).toBe('admitted');
    await up(stores);
  });

  it('works on with a wrong password, which it never prints, and connects when it is right', async () => {
    const locked = await startRedis('--requirepass', 'right-secret');
    try {
      const log = new RecordingLog();
      const url = `redis://:wrong-s%40cret@127.0.0.1:${locked.port}`;
      const stores = createStores(optionsOf({ url, connectTimeout: 0.3 }), { clock: systemClock, log });
      opened.push(stores);
      await stores.start();
      expect(stores.health()).toMatchObject({
        state: 'down',
        lastError: expect.stringContaining('WRONGPASS') as string,
      });
      expect(await timed(stores, '192.0.2.1')).toMatchObject({ outcome: 'admitted' });
      const refusing = createStores(optionsOf({ url, connectTimeout: 0.3, onFailure: 'closed' }), {
        clock: systemClock,
        log,
      });
      opened.push(refusing);
      await refusing.start();
      const error = await Promise.resolve(refusing.window.hit('192.0.2.1', RULES)).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(StoreUnavailableError);
      const told =
        JSON.stringify([log.lines, stores.health(), error, (error as Error).cause]) + String((error as Error).stack);
      expect(told).not.toMatch(/wrong-s|secret/);
      await locked.look.config('SET', 'requirepass', 'wrong-s@cret');
      await up(stores);
    } finally {
      await locked.close();
    }
  });

  it.each(['set', 'hset', 'zadd', 'hdel', 'zscore'])(
    'says once that it may not %s, however long that lasts',
    async (command) => {
      const { stores, log } = await open();
      await server.look.call('ACL', 'SETUSER', 'default', `-${command}`);
      const end = Date.now() + 1300;
      for (let i = 0; Date.now() < end; i++) {
        await timed(stores, `192.0.2.${i}`);
        await stores.bans.add(ban(`192.0.2.${i}`));
        await stores.bans.lift(`192.0.2.${i}`);
        await sleep(10);
      }
      expect(log.lines).toEqual([expect.stringMatching(/^warn: Redis does not answer/)]);
    },
  );

  it('counts what one user may not do as a failure', async () => {
    const { stores, log } = await open();
    await server.look.call('ACL', 'SETUSER', 'default', '-evalsha', '-eval');
    for (let i = 0; i < 4; i++)
      expect(await timed(stores, '192.0.2.1')).toMatchObject({ outcome: i < 3 ? 'admitted' : 'refused' });
    expect(stores.health()).toMatchObject({ state: 'down', lastError: expect.stringContaining('NOPERM') as string });
    await sleep(1200);
    expect(log.lines).toHaveLength(1);
  });

  it.each(['nonsense', 'http://localhost', 'redis//x', ''])(
    'rejects the URL %j at start, without printing it',
    async (url) => {
      const stores = createStores(optionsOf({ url }), { clock: systemClock, log: new RecordingLog() });
      await expect(stores.start()).rejects.toMatchObject({ code: 'GUARD_CONFIGURATION' });
      await expect(stores.start()).rejects.not.toThrow(url === '' ? 'never' : url);
      await stores.close();
    },
  );

  it('refuses a port where nobody listens without waiting for it', async () => {
    const port = await freePort();
    const { stores } = await open({ url: `redis://127.0.0.1:${port}` });
    for (let i = 0; i < 3; i++) expect((await timed(stores, '192.0.2.1')).took).toBeLessThan(DEADLINE);
  });
});
