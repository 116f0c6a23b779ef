import { scriptOf } from '../../redis/index.js';
import { begin } from './begin.lua.js';

/**
 * Who lives, and the number of each one's last script: one that does not change says that there is no sign of life.
 *
 * KEYS[1]  lives
 * Answer:  { life, number, life, number … }
 */
export const LIVES = scriptOf(`
return redis.call('HGETALL', KEYS[1])
`);

/**
 * Ends a life: what it kept can be taken at once. The last one that leaves nothing behind takes the keys along.
 * Answer: { 'done' }
 */
export const LEAVE = scriptOf(`
${begin('false')}
redis.call('HDEL', lives, life)
redis.call('HDEL', answers, life)
if redis.call('HLEN', lives) == 0 and redis.call('XLEN', stream) == 0 then redis.call('DEL', stream, bytes) end
return { 'done' }
`);
