import { setTimeout as sleep } from 'node:timers/promises';
import { Controller, Get } from '@nestjs/common';
import { GuardService, RateLimit, RateLimitByCountry } from '../../src/index.js';
import { type RedisClient } from '../../src/stores/index.js';
import { type RunningApp, startApp } from '../support/app.js';
import { type RedisServer, startCluster, startRedis } from '../support/redis.js';
import { optionsOf, startStores } from './twins.js';

@Controller()
class PagesController {
  @Get('plain')
  plain(): string {
    return 'plain';
  }

  @Get('all')
  @RateLimit(
    [
      { limit: 3, window: 30 },
      { limit: 100, burst: 200 },
    ],
    {
      additional: true,
      key: (request) => request.header('x-user'),
    },
  )
  @RateLimitByCountry({ '*': { limit: 100 } }, { additional: true })
  all(): string {
    return 'all';
  }
}

/** How often the server was asked meanwhile: its own count of scripts, which are all that a request may send. */
async function asked({ look }: RedisServer, work: () => Promise<void>): Promise<{ scripts: number; reads: number }> {
  await look.config('RESETSTAT');
  await work();
  const stats = await look.info('commandstats');
  const calls = (name: string): number =>
    Number(new RegExp(`^cmdstat_${name}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0);
  // Reads are the scripts' own, one per client: a read outside of them would add to these.
  return { scripts: calls('evalsha') + calls('eval'), reads: calls('get') };
}

describe('round trips of a request', () => {
  let redis: RedisServer;
  let app: RunningApp;
  beforeAll(async () => {
    redis = await startRedis();
    app = await startApp({
      platform: 'fastify',
      controllers: [PagesController],
      guard: {
        proxy: { trusted: ['127.0.0.1'] },
        country: { resolver: () => 'US' },
        redis: { url: redis.url, banPollInterval: 3600, commandTimeout: 2 },
        rateLimit: { windows: [{ limit: 1000, window: 10 }, { limit: 2000 }] },
      },
    });
    await app.get('/plain', { from: '192.0.2.99' }); // Redis learns the script
  });
  afterAll(async () => {
    await app.close();
    await redis.close();
  });
  const get = async (path: string, count: number, from: string, user = 'ann'): Promise<number[]> => {
    const codes: number[] = [];
    for (let i = 0; i < count; i++) codes.push((await app.get(path, { from, headers: { 'x-user': user } })).status);
    return codes;
  };

  it('are one for several windows', async () => {
    const sent = await asked(redis, async () => void (await get('/plain', 10, '192.0.2.1')));
    expect(sent).toEqual({ scripts: 10, reads: 10 });
  });

  it('never look through the keys, nor for more than one client: a request sends its script alone', async () => {
    const commands = async (): Promise<string[]> => {
      const stats = await redis.look.info('commandstats');
      return [...stats.matchAll(/^cmdstat_([^:]+):/gm)].map(([, name]) => name as string).sort();
    };
    await redis.look.config('RESETSTAT');
    await get('/plain', 5, '192.0.2.8');
    await get('/all', 5, '192.0.2.9', 'eve');
    await app.get("/plain?q=1'%20OR%20'1'='1'%20--%20", { from: '192.0.2.9' });
    const own = ['config|resetstat', 'info'];
    const ofScripts = ['get', 'hmget', 'hset', 'pexpire', 'pttl', 'set', 'time'];
    const seen = (await commands()).filter((name) => !own.includes(name));
    expect(seen.filter((name) => !ofScripts.includes(name) && name !== 'eval')).toEqual(['evalsha']);
  });

  it('are one where the route has a key of its own, buckets, and limits by country beside the global ones', async () => {
    let codes: number[] = [];
    const sent = await asked(redis, async () => void (codes = await get('/all', 3, '192.0.2.2')));
    expect(codes).toEqual([200, 200, 200]);
    expect(sent.scripts).toBe(3);
  });

  it('are none for a client that was refused a moment ago, nor for one that is banned', async () => {
    await app.app.get(GuardService).ban('192.0.2.4', { seconds: 60 });
    const banned = await asked(redis, async () => void (await get('/plain', 5, '192.0.2.4')));
    expect(banned.scripts).toBe(0);
    const refused = await asked(redis, async () => {
      expect(await get('/all', 7, '192.0.2.3', 'bob')).toEqual([200, 200, 200, 429, 429, 429, 429]);
    });
    expect(refused.scripts).toBeLessThanOrEqual(5); // the first refusal is remembered for a second
  });
});

it('clients spread over a cluster, and all keys of one lie in one slot', async () => {
  const { client, nodes, close } = await startCluster();
  const stores = await startStores(optionsOf({ client, commandTimeout: 2 }));
  try {
    for (let i = 0; i < 60; i++) {
      await stores.window.hit(`192.0.2.${i}`, [{ name: 'default', limit: 5, window: 60 }]);
      await stores.counters.add(`192.0.2.${i}`, ['total'], 60);
    }
    const held = await Promise.all(nodes.map(({ look }) => look.keys('guard:1:*')));
    const clients = held.map((keys) => {
      const of = (kind: string): string[] =>
        keys
          .filter((key) => key.startsWith(`guard:1:${kind}:`))
          .map((key) => key.slice(10))
          .sort();
      expect(of('c')).toEqual(of('w'));
      return of('w').length;
    });
    expect(Math.min(...clients)).toBeGreaterThan(0);
    expect(clients.reduce((sum, count) => sum + count, 0)).toBe(60);
  } finally {
    await stores.close();
    await close();
  }
}, 60_000);

describe('two clients of one request in a cluster', () => {
  it('are asked in one go: nothing waits for a second round trip', async () => {
    const cluster = await startCluster();
    try {
      const sent: string[] = [];
      const client = cluster.client as unknown as RedisClient;
      const call = client.call.bind(client);
      client.call = (command, ...args) => {
        if (command === 'EVALSHA') sent.push(String(args[2]));
        return call(command, ...args);
      };
      const stores = await startStores(optionsOf({ client, commandTimeout: 2 }));
      sent.length = 0;
      const rules = [{ name: 'default', limit: 5, window: 60 }];
      const answer = stores.window.hit('192.0.2.1', rules, 1, { client: 'key:a', rules });
      expect(sent).toEqual(['guard:1:w:{192.0.2.1}', 'guard:1:w:{key:a}']);
      await expect(answer).resolves.toMatchObject({ admitted: true });
      await stores.close();
    } finally {
      await cluster.close();
    }
  });
});

describe('a reset', () => {
  it('reaches an instance that remembers a refusal within a second', async () => {
    const server = await startRedis();
    const [one, other] = await Promise.all([
      startStores(optionsOf({ url: server.url, commandTimeout: 2 })),
      startStores(optionsOf({ url: server.url, commandTimeout: 2 })),
    ]);
    try {
      const rules = [{ name: 'default', limit: 1, window: 600 }];
      await one.window.hit('192.0.2.1', rules);
      expect(await other.window.hit('192.0.2.1', rules)).toMatchObject({ admitted: false });
      await one.window.reset('192.0.2.1');
      expect(await other.window.hit('192.0.2.1', rules)).toMatchObject({ admitted: false }); // it remembers
      await sleep(1000);
      expect(await other.window.hit('192.0.2.1', rules)).toMatchObject({ admitted: true });
    } finally {
      await Promise.all([one.close(), other.close()]);
      await server.close();
    }
  });
});
