/** The consumer group of the stream; its consumers are `LIFE` for what somebody holds and `LIFE:d` for deposits. */
export const GROUP = 'agents';

/**
 * The beginning of the scripts that change something. All of one life are numbered, and one that comes again, since its
 * answer was not heard, only repeats this answer. A life that is not known is over: it was taken for dead, or Redis has
 * lost everything.
 *
 * KEYS[1]  stream: an entry per text, field `t`
 * KEYS[2]  lives: hash, life -> number of its last script
 * KEYS[3]  answers: hash, life -> number of its last script and the ids that this answered
 * KEYS[4]  bytes: what all texts take together
 * ARGV[1]  life
 * ARGV[2]  number of this script: one more than that of the last; 1 begins the life
 * Answer:  begins with 'done', or is { 'over' }
 *
 * @param adds Lua that is true where the script needs memory: a Redis that has none left then refuses all of it. What
 *   gives memory back is let through after any write that needs none.
 */
export function begin(adds: string): string {
  return `
local stream, lives, answers, bytes, group = KEYS[1], KEYS[2], KEYS[3], KEYS[4], '${GROUP}'
local life, number = ARGV[1], tonumber(ARGV[2])
local last = tonumber(redis.call('HGET', lives, life) or '0')
if number ~= last + 1 and number ~= last then return { 'over' } end
local again = number == last
local answered = {}
if again then
  for word in string.gmatch(redis.call('HGET', answers, life) or '', '%S+') do answered[#answered + 1] = word end
  if table.remove(answered, 1) ~= ARGV[2] then return { 'over' } end
else
  local grouped = redis.call('EXISTS', stream) == 1 and #redis.call('XINFO', 'GROUPS', stream) > 0
  if not (${adds}) then redis.call('HDEL', lives, '') end
  redis.call('HSET', lives, life, number)
  if not grouped then redis.call('XGROUP', 'CREATE', stream, group, '0', 'MKSTREAM') end
end

local function remember(ids)
  redis.call('HSET', answers, life, number .. ' ' .. table.concat(ids, ' '))
end
`;
}
