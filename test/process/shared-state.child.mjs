// One instance of several. Does what its parent says and answers with the result.
import { systemClock } from '../../dist/esm/kernel/index.js';
import { parseAddress } from '../../dist/esm/net/index.js';
import { createStores, RedisOptions } from '../../dist/esm/stores/index.js';

const [, , url, banPollInterval] = process.argv;
const log = { debug() {}, info() {}, warn() {}, error() {} };
const options = Object.assign(new RedisOptions(), { url, banPollInterval: Number(banPollInterval), commandTimeout: 5 });
const stores = createStores(options, { clock: systemClock, log });
await stores.start();

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The time at which a look at bans gives what was hoped for; undefined where it does not in time. */
async function when(target, banned, milliseconds) {
  const address = parseAddress(target);
  const end = Date.now() + milliseconds;
  while ((stores.bans.find(address) !== undefined) !== banned) {
    if (Date.now() > end) return undefined;
    await turn();
  }
  return Date.now();
}

const verbs = {
  ready: () => stores.health().state,
  hammer: async ({ client, rule, count }) => {
    const answers = await Promise.all(Array.from({ length: count }, () => stores.window.hit(client, [rule])));
    return answers.filter(({ admitted }) => admitted).length;
  },
  // As fast as it can until a time; gives when each admitted request was sent and answered, and decisions without Redis.
  hammerUntil: async ({ client, rule, end }) => {
    const admitted = [];
    const lane = async () => {
      while (Date.now() < end) {
        const sent = Date.now();
        if ((await stores.window.hit(client, [rule])).admitted) admitted.push([sent, Date.now()]);
        await turn();
      }
    };
    await Promise.all(Array.from({ length: 5 }, lane));
    return { admitted, alone: stores.health().counters.fallbacks };
  },
  ban: async ({ target }) => {
    const createdAt = Date.now();
    await stores.bans.add({ target, reason: 'test', source: 'manual', createdAt, expiresAt: createdAt + 60_000 });
    return createdAt;
  },
  lift: async ({ target }) => {
    const at = Date.now();
    await stores.bans.lift(target);
    return at;
  },
  banned: ({ target, milliseconds }) => when(target, true, milliseconds),
  free: ({ target, milliseconds }) => when(target, false, milliseconds),
  close: () => stores.close().then(() => process.disconnect()),
};

process.on('message', async ({ id, verb, ...rest }) => {
  const result = await verbs[verb](rest);
  if (process.connected) process.send({ id, result });
});
// Ends by itself when nothing is left open; if something is, or the parent is gone, with a failure.
process.on('disconnect', () => setTimeout(() => process.exit(1), 5000).unref());
process.send({ id: 0 });
