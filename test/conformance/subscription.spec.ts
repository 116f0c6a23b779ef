import { setTimeout as sleep } from 'node:timers/promises';
import { type Log, silentLog, systemClock } from '../../src/kernel/index.js';
import { type Address, parseAddress } from '../../src/net/index.js';
import { createStores, type RedisOptions, type Stores } from '../../src/stores/index.js';
import { RecordingLog } from '../support/log.js';
import { type RedisServer, startCluster, startRedis, until } from '../support/redis.js';
import { Wire } from '../support/wire.js';
import { optionsOf } from './twins.js';

const BANS = 'guard:1:{bans}:';
const address = (text: string): Address => parseAddress(text) as Address;

describe('bans of other instances', () => {
  let server: RedisServer;
  let wire: Wire;
  const opened: Stores[] = [];
  beforeEach(async () => {
    server = await startRedis();
    wire = await Wire.start(server.port);
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await wire.stop();
    await server.close();
  });

  async function open(values: Partial<RedisOptions> = {}, log: Log = silentLog): Promise<Stores> {
    const options = optionsOf({ url: server.url, commandTimeout: 1, banPollInterval: 0.2, ...values });
    const stores = createStores(options, { clock: systemClock, log });
    opened.push(stores);
    await stores.start();
    return stores;
  }

  const listening = (stores: Stores): Promise<void> => until(() => stores.health().state === 'up', 'the subscription');
  const ban = (stores: Stores, target: string): Promise<boolean> => {
    const createdAt = Date.now();
    return stores.bans.add({ target, reason: 'test', source: 'manual', createdAt, expiresAt: createdAt + 60_000 });
  };

  it('are found by the poll where the subscription is dead without a word, and it is made anew', async () => {
    const [one, two] = [await open(), await open({ url: wire.url })];
    await listening(two);
    expect(wire.silence('subscribe')).toBe(1);
    await ban(one, '192.0.2.1');
    await until(() => two.bans.find(address('192.0.2.1')), 'the ban', 1000);
    await until(() => wire.saying('subscribe') === 1, 'a new subscription', 2000);
    await listening(two);
  });

  it('leave a subscription alone that works, however many they are', async () => {
    const [one, two] = [await open(), await open({ url: wire.url })];
    await listening(two);
    for (let i = 0; i < 400; i++) {
      await ban(one, `10.0.${i >> 8}.${i & 255}`);
      if (i % 4 === 0) await sleep(5);
    }
    await until(() => two.bans.find(address('10.0.1.143')), 'the last ban');
    await sleep(500);
    expect(wire.saying('subscribe')).toBe(1);
    expect(Number(/total_connections_received:(\d+)/.exec(await server.look.info('stats'))?.[1])).toBeLessThan(10);
  });

  it('are pushed again when a subscription is allowed that was refused', async () => {
    const log = new RecordingLog();
    const two = await open({}, log);
    await listening(two);
    await server.look.call('ACL', 'SETUSER', 'default', 'resetchannels');
    await server.look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    await until(() => log.matching(/refuses the subscription/).length > 0, 'the refusal');
    expect(two.health().state).toBe('degraded');
    await server.look.call('ACL', 'SETUSER', 'default', 'allchannels');
    await listening(two);
    expect(log.matching(/^warn/)).toHaveLength(1);
  });

  it('stand and are found by the poll where nobody may publish', async () => {
    const [one, two] = [await open(), await open()];
    await listening(two);
    await server.look.call('ACL', 'SETUSER', 'default', 'resetchannels');
    await server.look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
    for (let i = 0; i < 20; i++) expect(await ban(one, `192.0.2.${i}`)).toBe(true);
    expect(one.health()).toMatchObject({ state: 'degraded', counters: { failures: 0 } });
    await until(() => two.bans.find(address('192.0.2.19')), 'the ban', 1000);
    expect(await one.bans.lift('192.0.2.19')).toBe(true);
    await until(() => !two.bans.find(address('192.0.2.19')), 'the lift', 1000);
    expect(await two.bans.lift('192.0.2.18')).toBe(true);
    await until(() => !one.bans.find(address('192.0.2.18')), 'the lift', 1000);
    await sleep(500);
    expect(await server.look.hexists(`${BANS}list`, '192.0.2.18')).toBe(0);
  });

  it('are seen after an outage where other changes have come under the very same version', async () => {
    const two = await open({ url: wire.url, banPollInterval: 3600 });
    await listening(two);
    const one = await open();
    await ban(one, '192.0.2.1');
    await until(() => two.bans.find(address('192.0.2.1')), 'the ban');
    await one.close();
    wire.cut();
    // As a failover to a replica that lacked the last change: another takes its place.
    const ends = Date.now() + 60_000;
    await server.look.del(`${BANS}list`, `${BANS}ends`);
    await server.look.hset(`${BANS}list`, '192.0.2.2', `${ends} ${Date.now()} manual other`);
    await server.look.zadd(`${BANS}ends`, ends, '192.0.2.2');
    await until(() => two.bans.find(address('192.0.2.2')), 'the other ban', 5000);
  });

  it('that a failover lost are written again by the instance that made them', async () => {
    const two = await open({ url: wire.url, banPollInterval: 3600 });
    await listening(two);
    await ban(two, '192.0.2.1');
    await ban(two, '192.0.2.3');
    await two.bans.lift('192.0.2.3');
    wire.cut();
    await server.look.del(`${BANS}list`, `${BANS}ends`);
    await until(async () => (await server.look.hexists(`${BANS}list`, '192.0.2.1')) === 1, 'the ban in Redis', 5000);
    await sleep(100);
    expect(await server.look.hkeys(`${BANS}list`)).toEqual(['192.0.2.1']);
  });
});

it('bans are read from the masters of a cluster, also where the client prefers replicas', async () => {
  const { client, nodes, close } = await startCluster(1);
  const reading = client.duplicate([], { scaleReads: 'slave' }).on('error', () => undefined);
  const stores = createStores(optionsOf({ client: reading }), { clock: systemClock, log: silentLog });
  const replicas: RedisServer[] = [];
  for (const node of nodes) if ((await node.look.info('replication')).includes('role:slave')) replicas.push(node);
  try {
    await client.hset(`${BANS}list`, '192.0.2.2', `${Date.now() + 60_000} ${Date.now()} manual other`);
    await client.zadd(`${BANS}ends`, Date.now() + 60_000, '192.0.2.2');
    await client.hset(`${BANS}state`, { epoch: Date.now(), version: 1 });
    for (const replica of replicas) replica.pause();
    await stores.start();
    await until(() => stores.bans.find(address('192.0.2.2')), 'the ban', 2000);
  } finally {
    for (const replica of replicas) replica.resume();
    await stores.close();
    reading.disconnect();
    await close();
  }
});
