import { type RedisServer, startRedis } from '../support/redis.js';
import { type Stage } from './fault.js';

type Act = (server: RedisServer) => Promise<unknown>;

/** One server, and how it fails and heals. */
export function single(options: string[], { fail, heal }: { fail: Act; heal: Act }): () => Promise<Stage> {
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
