import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type Clock, type Log, silentLog, systemClock } from '../../src/kernel/index.js';
import { type Address, parseAddress } from '../../src/net/index.js';
import { createStores, type RedisOptions, type Stores } from '../../src/stores/index.js';
import { HandClock } from '../support/clock.js';
import { RecordingLog } from '../support/log.js';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { optionsOf } from './twins.js';

const address = (text: string): Address => parseAddress(text) as Address;

describe('several instances over one Redis', () => {
  let server: RedisServer;
  const opened: Stores[] = [];
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.close());
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await server.look.flushall();
  });

  async function open(
    values: Partial<RedisOptions> = {},
    clock: Clock = systemClock,
    log: Log = silentLog,
  ): Promise<Stores> {
    const options = optionsOf({ url: server.url, commandTimeout: 1, ...values });
    const stores = createStores(options, { clock, log });
    opened.push(stores);
    await stores.start();
    return stores;
  }

  const ban = (stores: Stores, target: string, seconds = 60, at = Date.now()): Promise<boolean> =>
    stores.bans.add({ target, reason: 'test', source: 'manual', createdAt: at, expiresAt: at + seconds * 1000 });

  it('admit exactly the limit together, however hard they hammer', async () => {
    const rules = [{ name: 'default', limit: 100, window: 60 }];
    const instances = await Promise.all(Array.from({ length: 4 }, () => open()));
    const answers = await Promise.all(
      instances.flatMap((stores) => Array.from({ length: 250 }, async () => stores.window.hit('192.0.2.1', rules))),
    );
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(100);
    expect(
      answers
        .filter(({ admitted }) => admitted)
        .map(({ states }) => states[0]?.remaining)
        .sort((a = 0, b = 0) => a - b),
    ).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  it('push bans and lifts to each other without waiting for the poll', async () => {
    const [one, two] = [await open({ banPollInterval: 3600 }), await open({ banPollInterval: 3600 })];
    await until(() => two.health().state === 'up', 'the subscription');
    for (let i = 0; i < 20; i++) {
      await ban(one, `192.0.2.${i}`);
      await until(() => two.bans.find(address(`192.0.2.${i}`)), 'the ban', 1000);
    }
    await one.bans.lift('192.0.2.7');
    await until(() => !two.bans.find(address('192.0.2.7')), 'the lift', 1000);
    expect(two.bans.find(address('192.0.2.8'))).toMatchObject({ reason: 'test', source: 'manual' });
  });

  it('find out by the poll what no message told them', async () => {
    const log = new RecordingLog();
    const two = await open({ banPollInterval: 0.1 }, systemClock, log);
    await until(() => two.health().state === 'up', 'the subscription');
    // Without the right to publish on the channel nobody is told; the change itself stands.
    const one = await open();
    await server.look.call('ACL', 'SETUSER', 'default', 'resetchannels');
    try {
      await server.look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await server.look.call(
        'HSET',
        'guard:1:{bans}:list',
        '192.0.2.1',
        `${Date.now() + 60_000} ${Date.now()} manual quiet`,
      );
      await server.look.call('ZADD', 'guard:1:{bans}:ends', Date.now() + 60_000, '192.0.2.1');
      await server.look.call('HINCRBY', 'guard:1:{bans}:state', 'version', 1);
      await until(() => two.bans.find(address('192.0.2.1')), 'the ban', 2000);
      expect(two.health().state).toBe('degraded');
      await until(() => log.matching(/^warn: Redis refuses the subscription .*NOPERM/).length === 1, 'the warning');
      await until(() => one.bans.find(address('192.0.2.1')), 'the ban', 5000);
    } finally {
      await server.look.call('ACL', 'SETUSER', 'default', 'allchannels');
    }
  });

  it('notice by the version that a message was missed', async () => {
    const two = await open({ banPollInterval: 3600 });
    await until(() => two.health().state === 'up', 'the subscription');
    const now = Date.now();
    await server.look.hset('guard:1:{bans}:list', '192.0.2.1', `${now + 60_000} ${now} manual missed`);
    await server.look.zadd('guard:1:{bans}:ends', now + 60_000, '192.0.2.1');
    await server.look.hincrby('guard:1:{bans}:state', 'version', 1);
    await ban(await open(), '192.0.2.2');
    await until(() => two.bans.find(address('192.0.2.1')), 'the missed ban', 1000);
    expect(two.bans.find(address('192.0.2.2'))).toBeDefined();
  });

  it('know all bans when they start', async () => {
    const one = await open();
    for (let i = 0; i < 50; i++) await ban(one, `10.${i}.0.0/16`);
    const two = await open();
    expect(two.bans.find(address('10.49.1.1'))).toBeDefined();
    const targets = async ({ bans }: Stores): Promise<string[]> =>
      (await bans.list({ limit: 1000 })).bans.map(({ target }) => target);
    expect(await targets(two)).toEqual(await targets(one));
  });

  it('agree on the end of a ban, whatever their own clocks say', async () => {
    const fast = await open({}, new HandClock(Date.now() + 3_600_000));
    const late = new HandClock(Date.now() - 3_600_000);
    const slow = await open({}, late);
    await ban(slow, '192.0.2.1', 0.4, late.now());
    await until(() => fast.bans.find(address('192.0.2.1')), 'the ban', 1000);
    const stored = await server.look.zscore('guard:1:{bans}:ends', '192.0.2.1');
    expect(Math.abs(Number(stored) - Date.now())).toBeLessThan(1000);
    await sleep(500);
    const third = await open();
    expect(third.bans.find(address('192.0.2.1'))).toBeUndefined();
  });

  it('count one window together, by the clock of Redis, whatever their own clocks say', async () => {
    const hour = 3_600_000;
    const instances = [
      await open({}, new HandClock(Date.now() + hour)),
      await open({}, new HandClock(Date.now() - hour)),
    ];
    for (const fixed of [false, true]) {
      const rules = [{ name: 'default', limit: 4, window: 600, fixed }];
      const answers: (readonly [boolean, number])[] = [];
      for (let i = 0; i < 6; i++) {
        const { admitted, states } = await (instances[i % 2] as Stores).window.hit(`fixed:${fixed}`, rules);
        answers.push([admitted, states[0]?.remaining as number]);
      }
      expect(answers).toEqual([
        [true, 3],
        [true, 2],
        [true, 1],
        [true, 0],
        [false, 0],
        [false, 0],
      ]);
    }
  });

  it('ignore what is published by others and means nothing', async () => {
    const one = await open({ banPollInterval: 3600 });
    await until(() => one.health().state === 'up', 'the subscription');
    await ban(one, '192.0.2.1');
    for (const text of ['', 'x', '1 2 + 0.0.0.0/0 1 2 manual x', `1 2 - 192.0.2.1`, '{}', '9'.repeat(10_000)]) {
      await server.look.publish('guard:1:{bans}:changes', text);
    }
    await sleep(50);
    expect(one.bans.find(address('192.0.2.1'))).toBeDefined();
    expect(one.bans.find(address('198.51.100.1'))).toBeUndefined();
  });

  it('leave no key without an end but those of the bans', async () => {
    const one = await open();
    await one.window.hit('192.0.2.1', [
      { name: 'a', limit: 5, window: 60 },
      { name: 'b', limit: 5, window: 3600 },
    ]);
    await one.window.hit('192.0.2.1', [{ name: 'a', limit: 5, window: 60 }]);
    await one.counters.add('192.0.2.1', ['total'], 120);
    const ttl = await server.look.pttl('guard:1:w:{192.0.2.1}');
    expect(ttl).toBeGreaterThan(3_500_000);
    expect(ttl).toBeLessThanOrEqual(3_600_000);
    expect(await server.look.pttl('guard:1:c:{192.0.2.1}')).toBeGreaterThan(0);
    const endless = [];
    for (const key of await server.look.keys('*')) if ((await server.look.pttl(key)) < 0) endless.push(key);
    expect(endless.every((key) => key.startsWith('guard:1:{bans}:'))).toBe(true);
  });

  it('ask once per decision, whatever the number of rules', async () => {
    const one = await open({ banPollInterval: 3600 });
    await until(() => one.health().state === 'up', 'the subscription');
    await sleep(50);
    const rules = ['a', 'b', 'c'].map((name) => ({ name, limit: 50, window: 60 }));
    await one.window.hit('192.0.2.1', rules);
    const before = one.health().counters.calls;
    const commands = async (): Promise<number> =>
      Number(/cmdstat_evalsha:calls=(\d+)/.exec(await server.look.info('commandstats'))?.[1]);
    const start = await commands();
    for (let i = 0; i < 10; i++) await one.window.hit('192.0.2.1', rules);
    expect((await commands()) - start).toBe(10);
    expect(one.health().counters.calls - before).toBe(10);
  });

  it('do not ask about a client that was refused just now, until it may come again or is reset elsewhere', async () => {
    const [one, two] = [await open(), await open()];
    const rules = [{ name: 'a', limit: 2, window: 60 }];
    for (let i = 0; i < 3; i++) await one.window.hit('192.0.2.1', rules);
    const asked = one.health().counters.calls;
    for (let i = 0; i < 100; i++)
      expect(await one.window.hit('192.0.2.1', [...rules])).toMatchObject({ admitted: false });
    expect(one.health().counters.calls - asked).toBeLessThan(5);
    await two.window.reset('192.0.2.1');
    await until(async () => (await one.window.hit('192.0.2.1', rules)).admitted, 'the reset', 2000);
  });

  it('wait for a client of the application that is just connecting', async () => {
    const log = new RecordingLog();
    const own = new Redis(server.url);
    const stores = createStores(optionsOf({ client: own }), { clock: systemClock, log });
    opened.push(stores);
    await stores.start();
    expect(log.lines).toEqual([]);
    expect(await stores.window.hit('192.0.2.1', [{ name: 'a', limit: 5, window: 60 }])).toMatchObject({
      admitted: true,
    });
    expect(stores.health().counters.fallbacks).toBe(0);
    await stores.close();
    own.disconnect();
  });

  it('work on without a client of the application that was closed', async () => {
    const own = new Redis(server.url, { lazyConnect: true });
    own.disconnect();
    await own.connect().then(() => own.disconnect());
    await until(() => own.status === 'end', 'the end of the client');
    const log = new RecordingLog();
    const stores = createStores(optionsOf({ client: own }), { clock: systemClock, log });
    opened.push(stores);
    await stores.start();
    expect(log.matching(/^warn: Redis does not answer \(the connection is end/)).toHaveLength(1);
    expect(await stores.window.hit('192.0.2.1', [{ name: 'a', limit: 5, window: 60 }])).toMatchObject({
      admitted: true,
    });
  });

  it('close only what they opened', async () => {
    const own = server.look.duplicate();
    const stores = createStores(optionsOf({ client: own }), { clock: systemClock, log: silentLog });
    await stores.start();
    await stores.window.hit('192.0.2.1', [{ name: 'a', limit: 5, window: 60 }]);
    await stores.close();
    expect(await own.ping()).toBe('PONG');
    expect(own.listenerCount('close')).toBe(0);
    own.disconnect();
    const connected = async (): Promise<number> =>
      Number(/connected_clients:(\d+)/.exec(await server.look.info('clients'))?.[1]);
    await until(async () => (await connected()) === 1, 'the end of every connection but ours');
  });
});
