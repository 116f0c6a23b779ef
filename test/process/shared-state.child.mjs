// One instance of several. Does what its parent says and answers with the result.
import { systemClock } from '../../dist/esm/kernel/index.js';
import { parseAddress } from '../../dist/esm/net/index.js';
import { createStores, RedisOptions } from '../../dist/esm/stores/index.js';

const log = { debug() {}, info() {}, warn() {}, error() {} };
const options = Object.assign(new RedisOptions(), { url: process.argv[2], commandTimeout: 2 });
const stores = createStores(options, { clock: systemClock, log });
await stores.start();

const verbs = {
  ready: () => stores.health().state,
  hammer: async ({ client, limit, count }) => {
    const rules = [{ name: 'default', limit, window: 60 }];
    const answers = await Promise.all(Array.from({ length: count }, () => stores.window.hit(client, rules)));
    return answers.filter(({ admitted }) => admitted).length;
  },
  ban: ({ target }) => {
    const createdAt = Date.now();
    return stores.bans.add({ target, reason: 'test', source: 'manual', createdAt, expiresAt: createdAt + 60_000 });
  },
  banned: async ({ target, milliseconds }) => {
    const address = parseAddress(target);
    const end = Date.now() + milliseconds;
    while (!stores.bans.find(address) && Date.now() < end) await new Promise((resolve) => setImmediate(resolve));
    return stores.bans.find(address) !== undefined;
  },
  close: () => stores.close().then(() => process.disconnect()),
};

process.on('message', async ({ id, verb, ...rest }) => {
  const result = await verbs[verb](rest);
  if (process.connected) process.send({ id, result });
});
// Ends by itself when nothing is left open; if something is, or the parent is gone, with a failure.
process.on('disconnect', () => setTimeout(() => process.exit(1), 5000).unref());
process.send({ id: 0 });
