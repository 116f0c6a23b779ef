import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { Redis } from 'ioredis';
import { GuardModule } from '../../src/index.js';
import { systemClock } from '../../src/kernel/index.js';
import { type Address, parseAddress } from '../../src/net/index.js';
import { createStores, type RedisOptions, type Stores } from '../../src/stores/index.js';
import { PLATFORMS, startApp } from '../support/app.js';
import { CERTIFICATE, PRIVATE_KEY } from '../support/certificate.js';
import { RecordingLog } from '../support/log.js';
import { freePort, type RedisServer, startCluster, startRedis, until } from '../support/redis.js';
import { optionsOf } from './twins.js';

const RULES = [{ name: 'default', limit: 3, window: 86_400 }];
const HIT = 'w:{192.0.2.1}';
const address = (text: string): Address => parseAddress(text) as Address;

/** The rights that the documents ask for. */
const RIGHTS = /^The user needs `([^`]+)`/ms.exec(readFileSync('docs/redis-keys.md', 'utf8'))?.[1]?.split(/\s+/) ?? [];

describe('a Redis of the user', () => {
  let server: RedisServer;
  let folder: string;
  let tlsPort: number;
  const opened: Stores[] = [];
  const clients: Redis[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-tls-'));
    const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
    writeFileSync(cert, CERTIFICATE);
    writeFileSync(key, PRIVATE_KEY);
    tlsPort = await freePort();
    const tls = [
      '--tls-cert-file',
      cert,
      '--tls-key-file',
      key,
      '--tls-ca-cert-file',
      cert,
      '--tls-auth-clients',
      'no',
    ];
    server = await startRedis('--tls-port', `${tlsPort}`, ...tls);
    const rights = ['resetchannels', '&guard:1:*', '~guard:1:*', '-@all', '+select', ...RIGHTS];
    await server.look.call('ACL', 'SETUSER', 'guard', 'on', '>s3cret/word', ...rights);
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    for (const client of clients.splice(0)) client.disconnect();
    await server.look.flushall();
  });

  async function open(options: Partial<RedisOptions>, log = new RecordingLog()): Promise<Stores> {
    const stores = createStores(optionsOf({ commandTimeout: 1, ...options }), { clock: systemClock, log });
    opened.push(stores);
    await stores.start();
    return stores;
  }

  const connections = async (): Promise<number> =>
    Number(/connected_clients:(\d+)/.exec(await server.look.info('clients'))?.[1]);

  /** Two instances count and ban as one; what they say is kept. */
  async function serves(options: () => Partial<RedisOptions>): Promise<void> {
    const log = new RecordingLog();
    const [one, two] = [await open(options(), log), await open(options(), log)];
    await until(() => [one, two].every((stores) => stores.health().state === 'up'), 'both instances');
    const answers = [];
    for (const stores of [one, two, one, two]) answers.push(await stores.window.hit('192.0.2.1', RULES));
    expect(answers.map(({ admitted, states }) => [admitted, states[0]?.remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ]);
    expect(await one.counters.add('192.0.2.1', ['total'], 60)).toEqual([1]);
    const ban = { reason: 'x', source: 'manual', createdAt: Date.now(), expiresAt: Date.now() + 60_000 } as const;
    await one.bans.add({ ...ban, target: '192.0.2.0/24' });
    await until(() => two.bans.find(address('192.0.2.9')), 'the ban');
    await two.bans.lift('192.0.2.0/24');
    await until(() => !one.bans.find(address('192.0.2.9')), 'the lift');
    await one.window.reset('192.0.2.1');
    expect(await one.window.hit('192.0.2.1', RULES)).toMatchObject({ admitted: true });
    expect([one, two].map((stores) => stores.health().counters.failures)).toEqual([0, 0]);
    expect(log.lines).toEqual([]);
  }

  it('is reached by a URL, and every connection to it is closed in the end', async () => {
    const before = await connections();
    await serves(() => ({ url: server.url }));
    expect(await connections()).toBe(before + 4);
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await until(async () => (await connections()) === before, 'the end of the connections');
  });

  it('is reached by a URL with a user of no more rights than the documents ask for, and a database', async () => {
    expect(RIGHTS.length).toBeGreaterThan(20);
    await serves(() => ({ url: `redis://guard:${encodeURIComponent('s3cret/word')}@127.0.0.1:${server.port}/3` }));
    const other = server.look.duplicate({ db: 3 });
    clients.push(other);
    expect([await server.look.exists(`guard:1:${HIT}`), await other.exists(`guard:1:${HIT}`)]).toEqual([0, 1]);
  });

  it('keeps what has another prefix, or another database, apart', async () => {
    const stores = [
      await open({ url: server.url }),
      await open({ url: server.url, prefix: 'shop:' }),
      await open({ url: `${server.url}/5` }),
    ];
    for (const one of stores) {
      for (let i = 0; i < 3; i++) await one.window.hit('192.0.2.1', RULES);
      expect(await one.window.hit('192.0.2.1', RULES)).toMatchObject({ admitted: false });
    }
    const at = Date.now();
    const [first, ...others] = stores as [Stores, ...Stores[]];
    await first.bans.add({ target: '192.0.2.1', reason: 'x', source: 'manual', createdAt: at, expiresAt: at + 60_000 });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(others.map(({ bans }) => bans.find(address('192.0.2.1')))).toEqual([undefined, undefined]);
    expect(await server.look.exists(`shop:1:${HIT}`)).toBe(1);
  });

  it.each<[what: string, options: object]>([
    ['as it is', {}],
    ['that is not connected yet', { lazyConnect: true }],
    ['with a prefix of its own, and numbers as texts', { keyPrefix: 'own:', stringNumbers: true }],
    ['that speaks RESP2', { protocol: 2 }],
    ['that sends commands together', { enableAutoPipelining: true }],
    ['with the certificate of its authority', { tls: { ca: CERTIFICATE } }],
  ])('is reached by an ioredis instance %s, which stays open', async (_what, options) => {
    const port = 'tls' in options ? tlsPort : server.port;
    const client = new Redis({ port, host: '127.0.0.1', ...options });
    clients.push(client);
    const before = await connections();
    await serves(() => ({ client }));
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    await until(async () => (await connections()) <= before + 1, 'the end of the connections but that of the client');
    expect(await client.ping()).toBe('PONG');
    for (const event of ['close', 'end', 'error', 'ready']) expect(client.listenerCount(event)).toBe(0);
  });

  it('is reached by an ioredis Cluster, which stays open', async () => {
    const { client, close } = await startCluster();
    const before = client.listenerCount('error');
    try {
      await serves(() => ({ client }));
      await Promise.all(opened.splice(0).map((stores) => stores.close()));
      expect(await client.get('anything')).toBeNull();
      expect(client.listenerCount('error')).toBe(before);
    } finally {
      await close();
    }
  });

  describe.each(PLATFORMS)('from a provider, on %s', (platform) => {
    const REDIS = Symbol('redis');

    @Controller()
    class HelloController {
      @Get('hello')
      hello(): string {
        return 'hello';
      }
    }

    it('counts, and is left open when the application has ended', async () => {
      const client = new Redis(server.url);
      clients.push(client);
      @Module({ providers: [{ provide: REDIS, useFactory: () => client }], exports: [REDIS] })
      class RedisModule {}
      const app = await startApp({
        platform,
        controllers: [HelloController],
        module: GuardModule.forRootAsync({
          imports: [RedisModule],
          inject: [REDIS],
          useFactory: (client: Redis) => ({
            redis: { client, commandTimeout: 1 },
            rateLimit: { limit: 2, window: 86_400 },
            proxy: { trusted: ['127.0.0.1'] },
          }),
        }),
      });
      const codes: number[] = [];
      for (let i = 0; i < 3; i++) codes.push((await app.get('/hello', { from: '192.0.2.1' })).status);
      expect(codes).toEqual([200, 200, 429]);
      expect(await server.look.exists(`guard:1:${HIT}`)).toBe(1);
      await app.close();
      expect(await client.ping()).toBe('PONG');
    });
  });
});
