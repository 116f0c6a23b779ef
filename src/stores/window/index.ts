export { isExactBucket } from './bucket.js';
export { MemoryWindowStore } from './memory.js';
export { type Admission, type Charge, type WindowRule, type WindowState, type WindowStore } from './port.js';
export { RedisWindowStore } from './redis.js';
