import { type Cluster, type Redis } from 'ioredis';
import { nodeOf, replicated, startCluster, startSentinel } from '../support/redis.js';
import { type Stage } from './fault.js';

/** The master is killed; a sentinel makes its replica the master. */
export async function sentinelFailover(): Promise<Stage> {
  const { client, master, close } = await startSentinel();
  return {
    connect: () => ({ client }),
    fail: async () => {
      await replicated(master);
      await master.kill();
    },
    has: hasField(client),
    close,
  };
}

/** The node that keeps this client's limits is killed; its replica takes over. */
export async function clusterNodeLoss(address: string): Promise<Stage> {
  const { client, nodes, close } = await startCluster(1);
  const node = await nodeOf(client, nodes, `{${address}}`);
  return {
    connect: () => ({ client }),
    fail: async () => {
      await replicated(node);
      await node.kill();
    },
    has: hasField(client),
    close,
  };
}

function hasField(client: Redis | Cluster): (key: string, field: string) => Promise<boolean> {
  return async (key, field) => (await client.hexists(key, field)) === 1;
}
