import { scriptOf } from '../../redis/index.js';
import { begin } from './begin.lua.js';

/**
 * Hands out texts that nobody holds, oldest first: with 'own' those that this life has deposited, with 'left' those of
 * lives that are over. Who is taken for dead is over from here on, unless it has given a sign of life since.
 *
 * ARGV[3]  'own' or 'left'
 * ARGV[4]  the most texts
 * ARGV[5]  the bytes after which there is enough
 * ARGV[6…] for each life that is silent, itself and the number of its last script
 * Answer:  { 'done', time of the server in milliseconds, id, text, id, text … }
 */
export const TAKE = scriptOf(`
${begin('false')}
local time = redis.call('TIME')
local answer = { 'done', time[1] * 1000 + math.floor(time[2] / 1000) }
local function give(id)
  local entry = redis.call('XRANGE', stream, id, id)[1]
  if not entry then return nil end
  answer[#answer + 1] = id
  answer[#answer + 1] = entry[2][2]
  return #entry[2][2]
end
if again then
  for _, id in ipairs(answered) do give(id) end
  return answer
end

for i = 6, #ARGV, 2 do
  if redis.call('HGET', lives, ARGV[i]) == ARGV[i + 1] then
    redis.call('HDEL', lives, ARGV[i])
    redis.call('HDEL', answers, ARGV[i])
  end
end

-- The consumer that is read: of those whose life is over, the one with the oldest text.
local from, oldest
local function consider(name)
  local first = redis.call('XPENDING', stream, group, '-', '+', 1, name)[1]
  if not first then return redis.call('XGROUP', 'DELCONSUMER', stream, group, name) end
  local ms, seq = string.match(first[1], '(%d+)-(%d+)')
  ms, seq = tonumber(ms), tonumber(seq)
  if not oldest or ms < oldest[1] or (ms == oldest[1] and seq < oldest[2]) then
    from, oldest = name, { ms, seq }
  end
end
if ARGV[3] == 'own' then
  from = life .. ':d'
else
  for _, info in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
    if redis.call('HEXISTS', lives, string.match(info[2], '^[^:]*')) == 0 then consider(info[2]) end
  end
end

local ids, enough = {}, tonumber(ARGV[5])
if from then
  for _, pending in ipairs(redis.call('XPENDING', stream, group, '-', '+', ARGV[4], from)) do
    if enough <= 0 then break end
    local size = give(pending[1])
    if size then
      redis.call('XCLAIM', stream, group, life, 0, pending[1], 'JUSTID')
      ids[#ids + 1] = pending[1]
      enough = enough - size
    else
      redis.call('XACK', stream, group, pending[1])
    end
  end
end
remember(ids)
return answer
`);
