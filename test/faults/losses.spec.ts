import { Redis } from 'ioredis';
import { type RedisServer, until } from '../support/redis.js';
import { A_WHILE, GREEDY } from './fault.js';
import { clusterNodeLoss, sentinelFailover } from './failovers.js';
import { single } from './single.js';
import { describeFaults } from './suite.js';

describeFaults([
  {
    name: 'kill -9, restarted with its data',
    lasts: A_WHILE,
    stage: single(['--appendfsync', 'always', '--appendonly', 'yes'], {
      fail: (server) => server.kill(),
      heal: (server) => server.start(),
    }),
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
]);

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
