// Who decides about a request over Redis: this module, its peers, and the least that one script can be. Each has a
// client of its own. `decide` answers, or promises, whether the request is admitted.
import { createRequire } from 'node:module';
import { createStores, RedisOptions } from '../../dist/esm/stores/index.js';
import { systemClock } from '../../dist/esm/kernel/index.js';

const require = createRequire(import.meta.url);
const SECONDS = 60;
export const ROOMY = 1_000_000_000;
const log = { debug() {}, info() {}, warn: console.error, error: console.error };

/** What a hosted rule engine does with a fixed window: one key a window, counted and given an end in one script. */
const FIXED = `local hits = redis.call('INCR', KEYS[1])
if hits == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { hits, redis.call('PTTL', KEYS[1]) }`;

/** A contestant by name: `make(redis, url)` gives what decides with `limit` requests in each of `windows` (seconds). */
export const CONTESTANTS = {
  'fixed window, bare script': async (redis) => {
    const sha = await redis.script('LOAD', FIXED);
    const one = async (client, limit, window) => {
      const [hits] = await redis.evalsha(sha, 1, `fixed:${window}:{${client}}`, window * 1000);
      return hits <= limit;
    };
    return { decide: (client, limit, windows) => every(windows.map((window) => one(client, limit, window))) };
  },
  'throttler-storage-redis': (redis) => {
    const { ThrottlerStorageRedisService } = require('@nest-lab/throttler-storage-redis');
    const storage = new ThrottlerStorageRedisService(redis);
    const one = async (client, limit, window) => {
      const { isBlocked } = await storage.increment(client, window * 1000, limit, window * 1000, `w${window}`);
      return !isBlocked;
    };
    return { decide: (client, limit, windows) => every(windows.map((window) => one(client, limit, window))) };
  },
  'rate-limiter-flexible': (redis) => {
    const { RateLimiterRedis } = require('rate-limiter-flexible');
    const limiters = new Map();
    const limiter = (limit, window) => {
      const name = `${limit}:${window}`;
      const made = limiters.get(name);
      if (made) return made;
      const options = { storeClient: redis, points: limit, duration: window, keyPrefix: name };
      const fresh = new RateLimiterRedis(options);
      limiters.set(name, fresh);
      return fresh;
    };
    const one = async (client, limit, window) => {
      try {
        await limiter(limit, window).consume(client);
        return true;
      } catch (refusal) {
        if (refusal instanceof Error) throw refusal;
        return false;
      }
    };
    return { decide: (client, limit, windows) => every(windows.map((window) => one(client, limit, window))) };
  },
  'nestjs-guard': async (_redis, url) => {
    const options = Object.assign(new RedisOptions(), { url, commandTimeout: 5 });
    const stores = createStores(options, { clock: systemClock, log });
    await stores.start();
    const rules = new Map();
    const rulesFor = (limit, windows) => {
      const name = `${limit}:${windows.join()}`;
      if (!rules.has(name))
        rules.set(
          name,
          windows.map((window, i) => ({ name: i === 0 ? 'default' : `default:${window}`, limit, window })),
        );
      return rules.get(name);
    };
    return {
      decide: (client, limit, windows) => {
        const answer = stores.window.hit(client, rulesFor(limit, windows));
        return answer instanceof Promise ? answer.then(({ admitted }) => admitted) : answer.admitted;
      },
      close: () => stores.close(),
    };
  },
};

const every = async (decisions) => (await Promise.all(decisions)).every(Boolean);

/** What is asked: clients in turn, the limit and the windows of each request. */
export const CASES = {
  'one window': { limit: ROOMY, windows: [SECONDS] },
  'three windows': { limit: ROOMY, windows: [1, SECONDS, 3600] },
  'clients that have used up their limit': { limit: 1, windows: [SECONDS] },
};
