export { MemoryCounterStore } from './memory.js';
export { type CounterStore } from './port.js';
export { RedisCounterStore } from './redis.js';
