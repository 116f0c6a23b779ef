import { Redis } from 'ioredis';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { Wire } from '../support/wire.js';
import { type Fault, type Stage } from './fault.js';
import { clusterNodeLoss, sentinelFailover } from './failovers.js';

/** Long enough for a breaker that tries again to do so several times. */
const A_WHILE = 2000;

/** The address whose limit is looked at. */
export const GREEDY = '198.51.100.7';

export const FAULTS: readonly Fault[] = [
  {
    name: 'kill -9, restarted with its data',
    lasts: A_WHILE,
    stage: single(['--appendfsync', 'always', '--appendonly', 'yes'], {
      fail: (server) => server.kill(),
      heal: (server) => server.start(),
    }),
  },
  {
    name: 'SIGSTOP for 10 s',
    lasts: 10_000,
    stage: single([], { fail: async (server) => server.pause(), heal: async (server) => server.resume() }),
  },
  {
    name: 'restarted empty',
    lasts: 0,
    forgets: true,
    stage: single([], { fail: (server) => server.kill(), heal: (server) => server.start() }),
  },
  { name: 'restarted, loading its data', lasts: A_WHILE, stage: single([], { fail: reload, heal: loadFast }) },
  { name: 'Sentinel failover', lasts: 0, stage: sentinelFailover },
  { name: 'Cluster loses a node, its replica takes over', lasts: 0, stage: () => clusterNodeLoss(GREEDY) },
  {
    name: 'wrong password',
    lasts: A_WHILE,
    stage: single(['--requirepass', 'right'], {
      fail: async ({ look }) => {
        await look.config('SET', 'requirepass', 'other');
        await look.call('CLIENT', 'KILL', 'TYPE', 'normal');
        await look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      },
      heal: ({ look }) => look.config('SET', 'requirepass', 'right'),
    }),
  },
  {
    name: 'ACL forbids a command',
    lasts: A_WHILE,
    stage: single([], {
      fail: ({ look }) => look.call('ACL', 'SETUSER', 'default', '-set'),
      heal: ({ look }) => look.call('ACL', 'SETUSER', 'default', '+set'),
    }),
  },
  {
    name: 'maxmemory reached, noeviction',
    lasts: A_WHILE,
    stage: single([], {
      fail: ({ look }) => look.config('SET', 'maxmemory', '1'),
      heal: ({ look }) => look.config('SET', 'maxmemory', '0'),
    }),
  },
  {
    name: 'read-only replica',
    lasts: A_WHILE,
    stage: single([], {
      fail: ({ look }) => look.replicaof('127.0.0.1', '1'),
      heal: ({ look }) => look.replicaof('NO', 'ONE'),
    }),
  },
  { name: 'the network drops everything', lasts: 6000, stage: silence },
  {
    name: 'a slow script',
    lasts: A_WHILE,
    stage: single(['--busy-reply-threshold', '700'], { fail: block, heal: ({ look }) => look.call('SCRIPT', 'KILL') }),
  },
];

type Act = (server: RedisServer) => Promise<unknown>;

function single(options: string[], { fail, heal }: { fail: Act; heal: Act }): () => Promise<Stage> {
  return async () => {
    const server = await startRedis(...options);
    return {
      connect: () => ({ url: server.url }),
      fail: () => fail(server),
      heal: () => heal(server),
      has: async (key, field) => (await server.look.hexists(key, field)) === 1,
      close: async () => {
        server.resume();
        await server.close();
      },
    };
  };
}

async function reload(server: RedisServer): Promise<void> {
  await server.look.eval("for i = 1, 20000 do redis.call('SET', 'k' .. i, i) end", 0);
  await server.look.save();
  await server.kill();
  await server.start('--key-load-delay', '1000', '--loading-process-events-interval-bytes', '1024');
}

/** It goes on loading without the delay, and has to end that before anybody may ask it anything. */
async function loadFast({ url }: RedisServer): Promise<void> {
  const redis = new Redis(url, { enableReadyCheck: false });
  await redis.config('SET', 'key-load-delay', '0');
  await until(async () => (await redis.info('persistence')).includes('loading:0'), 'the end of loading');
  redis.disconnect();
}

async function block({ url, look }: RedisServer): Promise<void> {
  await look.ping();
  const busy = new Redis(url).on('error', () => undefined);
  await busy.ping();
  void busy.eval('while true do end', 0).then(
    () => busy.disconnect(),
    () => busy.disconnect(), // it was killed, as it should be
  );
}

async function silence(): Promise<Stage> {
  const server = await startRedis();
  const wire = await Wire.start(server.port);
  return {
    connect: () => ({ url: wire.url }),
    fail: async () => wire.swallow(),
    heal: async () => wire.restore(),
    has: async (key, field) => (await server.look.hexists(key, field)) === 1,
    close: async () => {
      await wire.stop();
      await server.close();
    },
  };
}
