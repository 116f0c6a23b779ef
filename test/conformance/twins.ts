import { type Log, silentLog, systemClock } from '../../src/kernel/index.js';
import { createStores, RedisOptions, type Stores } from '../../src/stores/index.js';
import { startCluster, startRedis, startSentinel } from '../support/redis.js';

/** One way to keep state: the same suite runs over each. */
export interface Twin {
  readonly name: string;
  /** Starts what the stores need. */
  readonly open: () => Promise<void>;
  /** The options for stores over it; undefined for memory. */
  readonly options: () => RedisOptions | undefined;
  readonly close: () => Promise<void>;
}

export const twins: readonly Twin[] = [
  { name: 'memory', open: async () => undefined, options: () => undefined, close: async () => undefined },
  redisTwin(),
  clusterTwin(),
  sentinelTwin(),
];

export function optionsOf(values: Partial<RedisOptions>): RedisOptions {
  return Object.assign(new RedisOptions(), values);
}

function redisTwin(): Twin {
  let server: Awaited<ReturnType<typeof startRedis>>;
  let count = 0;
  return {
    name: 'Redis',
    open: async () => void (server = await startRedis()),
    options: () => optionsOf({ url: server.url, prefix: `t${count++}:`, commandTimeout: 2 }),
    close: () => server.close(),
  };
}

function clusterTwin(): Twin {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  let count = 0;
  return {
    name: 'Redis Cluster',
    open: async () => void (cluster = await startCluster()),
    options: () => optionsOf({ client: cluster.client, prefix: `t${count++}:`, commandTimeout: 2 }),
    close: () => cluster.close(),
  };
}

function sentinelTwin(): Twin {
  let sentinel: Awaited<ReturnType<typeof startSentinel>>;
  let count = 0;
  return {
    name: 'Redis Sentinel',
    open: async () => void (sentinel = await startSentinel()),
    options: () => optionsOf({ client: sentinel.client, prefix: `t${count++}:`, commandTimeout: 2 }),
    close: () => sentinel.close(),
  };
}

/** Over the real time: Redis decides by its own clock, which no test can move. */
export async function startStores(
  options: RedisOptions | undefined,
  log: Log = silentLog,
  clock = systemClock,
): Promise<Stores> {
  const stores = createStores(options, { clock, log });
  await stores.start();
  return stores;
}
