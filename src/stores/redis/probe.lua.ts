import { scriptOf } from './script.js';

/**
 * Asks whether Redis can do what decisions need: run a script, and write.
 *
 * KEYS[1]  the key to write
 * Answer:  1
 */
export const PROBE = scriptOf(`
redis.call('SET', KEYS[1], '1', 'PX', 1000)
return 1
`);
