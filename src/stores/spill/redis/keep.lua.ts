import { scriptOf } from '../../redis/index.js';
import { begin } from './begin.lua.js';

/**
 * Adds texts and removes others, all or nothing. With neither it is a sign of life.
 *
 * ARGV[3]  consumer that the texts belong to from now on
 * ARGV[4]  how many texts; then for each its size and itself, and for each that is removed its id and its size
 * Answer:  { 'done', bytes of all texts, id of each text … }
 */
export const KEEP = scriptOf(`
${begin("ARGV[4] ~= '0'")}
if again then return { 'done', redis.call('GET', bytes) or '0', unpack(answered) } end
-- What nobody has read was added by others than us, or before somebody removed the group: for whoever recalls it.
redis.call('XREADGROUP', 'GROUP', group, 'nobody', 'COUNT', 1000, 'STREAMS', stream, '>')
local count, ids, size, at = tonumber(ARGV[4]), {}, 0, 5
for _ = 1, count do
  size = size + ARGV[at]
  ids[#ids + 1] = redis.call('XADD', stream, '*', 't', ARGV[at + 1])
  at = at + 2
end
if count > 0 then
  redis.call('XREADGROUP', 'GROUP', group, ARGV[3], 'COUNT', count, 'STREAMS', stream, '>')
end
for i = at, #ARGV, 2 do
  redis.call('XACK', stream, group, ARGV[i])
  if redis.call('XDEL', stream, ARGV[i]) == 1 then size = size - ARGV[i + 1] end
end
local sum = redis.call('INCRBY', bytes, size)
-- Whatever was done to the stream by hand: where nothing is kept, nothing is counted.
if redis.call('XLEN', stream) == 0 then
  redis.call('DEL', bytes)
  sum = 0
end
remember(ids)
return { 'done', sum, unpack(ids) }
`);
