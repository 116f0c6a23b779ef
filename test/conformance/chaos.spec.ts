import { setTimeout as sleep } from 'node:timers/promises';
import { silentLog, systemClock } from '../../src/kernel/index.js';
import { createStores } from '../../src/stores/index.js';
import { type Dice } from '../support/chaos/random.js';
import { chaos } from '../support/chaos/run.js';
import { startRedis, until } from '../support/redis.js';
import { optionsOf } from './twins.js';

/** CHAOS_BATCHES for a long run (`npm run chaos`), CHAOS_SEED to begin as another run began. */
const BATCHES = Number(process.env['CHAOS_BATCHES'] ?? 300);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

it(
  'an agent that spills to a Redis whose connections break and which stands still, before a platform that answers at ' +
    'random, keeps its balance at every moment, and each thing in one batch',
  async () => {
    const server = await startRedis();
    const stores = createStores(optionsOf({ url: server.url, commandTimeout: 0.3 }), {
      clock: systemClock,
      log: silentLog,
    });
    await stores.start();
    const disturb = async (dice: Dice): Promise<void> => {
      const what = dice.next();
      if (what < 0.05) await server.look.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
      if (what > 0.98) {
        server.pause();
        await sleep(dice.between(1, 40));
        server.resume();
      }
    };
    try {
      await until(() => stores.health().state === 'up', 'Redis');
      const manner = { durability: 'redis', overflow: 'spill', spill: stores.spill, disturb } as const;
      const { problems, batches, samples, stats, answers } = await chaos(SEED, BATCHES, manner);
      const { events, metrics, droppedBy } = stats;
      if (process.env['CHAOS_BATCHES']) {
        console.info(JSON.stringify({ seed: SEED, batches, samples, events, metrics, droppedBy, answers }));
      }
      expect({ seed: SEED, problems: problems.slice(0, 5) }).toEqual({ seed: SEED, problems: [] });
      expect(stats.droppedBy).toMatchObject({ spill_lost: 0, spill_expired: 0 });
    } finally {
      server.resume();
      await stores.close();
      await server.close();
    }
  },
  60_000 + BATCHES * 100,
);
