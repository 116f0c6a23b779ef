import { scriptOf, SERVER_TIME } from '../redis/index.js';

/**
 * Adds one to each of a client's counts. A count that has come to its end starts again.
 *
 * KEYS[1]  hash of the client: a field per count, `count end` (end: milliseconds since the epoch)
 * ARGV[1]  milliseconds after its first increment at which a count ends
 * ARGV[2…] the names of the counts
 * Answer:  the counts, in order
 */
export const ADD = scriptOf(`
${SERVER_TIME}
local window = tonumber(ARGV[1])
local names = {}
for i = 2, #ARGV do names[i - 1] = ARGV[i] end
local values = redis.call('HMGET', KEYS[1], unpack(names))
local fields, counts = {}, {}
for i, name in ipairs(names) do
  local count, ends = string.match(values[i] or '', '^(%d+) (%d+)$')
  count, ends = tonumber(count or 0), tonumber(ends or 0)
  if now >= ends then count, ends = 0, now + window end
  counts[i] = count + 1
  fields[i * 2 - 1], fields[i * 2] = name, string.format('%.0f %.0f', counts[i], ends)
end
redis.call('HSET', KEYS[1], unpack(fields))
if redis.call('PTTL', KEYS[1]) < window then redis.call('PEXPIRE', KEYS[1], window) end
return counts
`);
