import { scriptOf } from './script.js';

/**
 * Asks whether Redis can do what decisions need: run a script, and each command that a script uses. What is not allowed
 * is found out here and not again and again by requests. Leaves nothing behind.
 *
 * KEYS[1]  the key to write
 * Answer:  1
 */
export const PROBE = scriptOf(`
local key = KEYS[1]
redis.call('TIME')
redis.call('SET', key, '1', 'PX', 1000)
redis.call('GET', key)
redis.call('DEL', key)
redis.call('HSETNX', key, 'a', '1')
redis.call('HSET', key, 'b', '1')
redis.call('HINCRBY', key, 'b', 1)
redis.call('HGET', key, 'a')
redis.call('HMGET', key, 'a', 'b')
redis.call('PEXPIRE', key, 1000)
redis.call('PTTL', key)
redis.call('HDEL', key, 'a', 'b')
redis.call('ZADD', key, 1, 'a')
redis.call('ZSCORE', key, 'a')
redis.call('ZCARD', key)
redis.call('ZRANGEBYSCORE', key, '-inf', 1)
redis.call('ZREM', key, 'a')
redis.call('DEL', key)
return 1
`);
