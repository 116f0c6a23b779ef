export { type RedisClient } from './client.js';
export { type FailurePolicy, RedisOptions } from './options.js';
export { RedisLink, RedisRefusal } from './link.js';
export { type Script, scriptOf, SERVER_TIME } from './script.js';
