import { describe, expect, it } from '@jest/globals';
import { chaos, type Manner } from '../../support/chaos/run.js';

/** CHAOS_BATCHES=10000 for the long run, CHAOS_SEED to begin as another run began. */
const BATCHES = Number(process.env['CHAOS_BATCHES'] ?? 1_200);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const MANNERS: Record<string, Manner> = {
  'in memory, dropping the oldest': { overflow: 'drop-oldest' },
  'in memory, dropping the newest, encrypted': { overflow: 'drop-newest', encrypted: true },
  'in files': { durability: 'file', overflow: 'drop-oldest', encrypted: true },
  'in files, spilling': { durability: 'file', overflow: 'spill' },
};

describe('an agent before a platform that answers at random, resets, delays and cuts', () => {
  it.each(Object.entries(MANNERS))(
    `keeps its balance at every moment, and each thing in one batch: %s`,
    async (name, manner) => {
      const started = performance.now();
      const { problems, batches, samples, stats, answers } = await chaos(SEED, BATCHES / 4, manner);
      const told = { name, seed: SEED, batches, samples, seconds: (performance.now() - started) / 1000 };
      const { events, metrics, droppedBy } = stats;
      if (process.env['CHAOS_BATCHES']) console.info(JSON.stringify({ ...told, events, metrics, droppedBy, answers }));
      expect({ seed: SEED, problems: problems.slice(0, 5) }).toEqual({ seed: SEED, problems: [] });
      expect(samples).toBeGreaterThan(BATCHES / 4);
    },
    60_000 + BATCHES * 40,
  );
});
