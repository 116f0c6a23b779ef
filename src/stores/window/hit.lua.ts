import { scriptOf, SERVER_TIME } from '../redis/index.js';
import { STORED_GROUPS } from './groups.lua.js';

/**
 * One request against all its limits: either every rule admits and each is charged, or none is. The arithmetic is that
 * of `arithmetic.ts`, where it is explained.
 *
 * KEYS[1]  hash of the client: a field per rule, as in `groups.lua.ts`
 * ARGV     four per rule: name, limit, window in milliseconds, 1 for a fixed window and 0 for a sliding one; then the
 *          cost of the request, at least 1
 * Answer:  { milliseconds until the request would be admitted (0: it was), index of the rule that refused (-1: none),
 *          then two per rule: requests remaining, milliseconds until quota comes back }
 */
export const HIT_TEXT = `
${SERVER_TIME}

local cost = tonumber(table.remove(ARGV))

${STORED_GROUPS}

local function used(h, window)
  if h[4] == 0 then return h[1] end
  local edge = now - window
  if edge < h[5] then return h[1] + h[4] end
  return h[1] + math.ceil(((h[4] - 1) * (h[6] - edge)) / (h[6] - h[5]))
end

local function faded_to(rest, count, first, last)
  if count - 1 <= rest then return first end
  return last - math.floor((rest * (last - first)) / (count - 1))
end

local function wait_for(h, limit, window, fixed)
  local room = limit - cost
  if room < 0 then return window end
  if used(h, window) <= room then return 0 end
  local at
  if h[1] <= room then at = faded_to(room - h[1], h[4], h[5], h[6])
  elseif fixed then at = h[2]
  else at = faded_to(room, h[1], h[2], h[3]) end
  return math.min(window, math.max(1, at + window - now))
end

local function reset_in(h, window)
  if h[1] > 0 then return math.max(0, h[2] + window - now) end
  if h[4] > 0 then return math.max(0, h[6] + window - now) end
  return 0
end

local names = {}
for i = 1, #ARGV, 4 do names[#names + 1] = ARGV[i] end
local values = redis.call('HMGET', KEYS[1], unpack(names))

local all, waits = {}, {}
local retry, refused = 0, -1
for i = 1, #names do
  local limit, window, fixed = tonumber(ARGV[i * 4 - 2]), tonumber(ARGV[i * 4 - 1]), ARGV[i * 4] == '1'
  local h = read(values[i])
  advance(h, window, fixed)
  all[i], waits[i] = h, wait_for(h, limit, window, fixed)
  if waits[i] > retry then retry, refused = waits[i], i - 1 end
end

if refused < 0 then
  -- A group's first hit is needed for one window, its last for one more: the key's life is set at the first hit and
  -- again while all hits are of one time, and not at every hit.
  local fields, life = {}, 0
  for i = 1, #names do
    local h, window = all[i], tonumber(ARGV[i * 4 - 1])
    if h[1] == 0 then
      h[2] = now
      if ARGV[i * 4] == '1' then h[2] = now - now % window end
      life = math.max(life, window)
    elseif h[2] == h[3] then life = math.max(life, window * 2) end
    h[1], h[3] = h[1] + cost, now
    fields[i * 2 - 1], fields[i * 2] = names[i], write(h)
  end
  redis.call('HSET', KEYS[1], unpack(fields))
  if life > 0 and redis.call('PTTL', KEYS[1]) < life then redis.call('PEXPIRE', KEYS[1], life) end
end

local answer = { retry, refused }
for i = 1, #names do
  local limit, window = tonumber(ARGV[i * 4 - 2]), tonumber(ARGV[i * 4 - 1])
  answer[i * 2 + 1] = math.max(0, limit - used(all[i], window))
  if waits[i] > 0 then answer[i * 2 + 2] = waits[i]
  else answer[i * 2 + 2] = reset_in(all[i], window) end
end
return answer
`;

export const HIT = scriptOf(HIT_TEXT);
