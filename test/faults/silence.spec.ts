import { Redis } from 'ioredis';
import { type RedisServer, startRedis } from '../support/redis.js';
import { Wire } from '../support/wire.js';
import { A_WHILE, type Stage } from './fault.js';
import { single } from './single.js';
import { describeFaults } from './suite.js';

describeFaults([
  {
    name: 'SIGSTOP for 10 s',
    lasts: 10_000,
    stage: single([], { fail: async (server) => server.pause(), heal: async (server) => server.resume() }),
  },
  { name: 'the network drops everything', lasts: 6000, stage: silence },
  {
    name: 'a slow script',
    lasts: A_WHILE,
    stage: single(['--busy-reply-threshold', '700'], { fail: block, heal: ({ look }) => look.call('SCRIPT', 'KILL') }),
  },
]);

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
