export { type RedisClient } from './client.js';
export { type FailurePolicy, RedisOptions } from './options.js';
