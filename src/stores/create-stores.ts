import { type Clock, type Log } from '../kernel/index.js';
import { type BanStore, MemoryBanStore, RedisBanStore } from './bans/index.js';
import { type CounterStore, MemoryCounterStore, RedisCounterStore } from './counters/index.js';
import { type StoreHealth } from './health.js';
import { clientsWithin } from './memory-bounds.js';
import { MemoryOptions } from './memory-options.js';
import { RedisLink, type RedisOptions } from './redis/index.js';
import { RedisSpill, type Spill, type SpillSettings } from './spill/index.js';
import { MemoryWindowStore, RedisWindowStore, type WindowStore } from './window/index.js';

/** All state of the guard, in memory or shared over Redis. */
export interface Stores {
  readonly window: WindowStore;
  readonly bans: BanStore;
  readonly counters: CounterStore;
  /** Decisions about limits that were made from what Redis had refused just before, and the others; absent in memory. */
  readonly cache?: () => { readonly hits: number; readonly misses: number };
  /** Makes a place that outlives the process; undefined where state is in memory. */
  readonly spill?: (settings: SpillSettings) => Spill;
  /**
   * Connects. Resolves also where Redis cannot be reached (logged, and tried again in the background); rejects where
   * the configuration can never work.
   */
  start(): Promise<void>;
  /** Lets go of everything that `start` opened. */
  close(): Promise<void>;
  health(): StoreHealth;
}

export interface StoresDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** The bounds of memory; the defaults where absent. */
  readonly memory?: MemoryOptions;
}

/** Bans that are held: at the bound about 30 MB, apart from what `MemoryOptions` bounds. */
const BANS = 100_000;

/** The stores: in memory where `options` is undefined, otherwise shared over Redis. */
export function createStores(
  options: RedisOptions | undefined,
  { clock, log, memory = new MemoryOptions() }: StoresDependencies,
): Stores {
  const clients = clientsWithin(memory);
  const window = new MemoryWindowStore(clock, clients);
  const counters = new MemoryCounterStore(clock, clients);
  if (options) return shared(options, window, counters, clock, log);
  const health: StoreHealth = {
    kind: 'memory',
    state: 'up',
    since: clock.now(),
    lastError: null,
    counters: { calls: 0, failures: 0, fallbacks: 0 },
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const bans = new MemoryBanStore(clock, log, BANS);
  return { window, bans, counters, start: nothing, close: nothing, health: () => health };
}

function shared(
  options: RedisOptions,
  window: MemoryWindowStore,
  counters: MemoryCounterStore,
  clock: Clock,
  log: Log,
): Stores {
  const link = new RedisLink(options, clock, log);
  const bans = new RedisBanStore(link, clock, log, BANS);
  const windows = new RedisWindowStore(link, window, clock);
  return {
    window: windows,
    cache: () => windows.cache,
    bans,
    counters: new RedisCounterStore(link, counters),
    spill: (settings) => new RedisSpill(settings, link, clock, log),
    start: async () => {
      await link.open();
      await bans.start();
    },
    close: async () => {
      await bans.stop();
      await link.close();
    },
    health: () => link.health(),
  };
}
