export { MemoryBanStore } from './memory.js';
export { type Ban, type BanSource, type BanStore } from './port.js';
export { RedisBanStore } from './redis.js';
