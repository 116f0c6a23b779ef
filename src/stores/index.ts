export { type Ban, type BanSource, type BanStore } from './bans/index.js';
export { type CounterStore } from './counters/index.js';
export { createStores, type Stores, type StoresDependencies } from './create-stores.js';
export { type StoreHealth } from './health.js';
export { MemoryOptions } from './memory-options.js';
export { type FailurePolicy, type RedisClient, RedisOptions } from './redis/index.js';
export {
  FileSpill,
  type FileSpillOptions,
  type Handle,
  type Recalled,
  type Spill,
  type SpillHealth,
  type SpillSettings,
} from './spill/index.js';
export {
  type Admission,
  type Charge,
  isExactBucket,
  type WindowRule,
  type WindowState,
  type WindowStore,
} from './window/index.js';
