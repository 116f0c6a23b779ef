import { scriptOf, SERVER_TIME } from '../redis/index.js';
import { STORED_GROUPS } from './groups.lua.js';

/**
 * Gives back what an admitted request has cost; see `giveBack` in `arithmetic.ts`.
 *
 * KEYS[1]  hash of the client, as in `hit.lua.ts`
 * ARGV     three per rule: name, window in milliseconds, 1 for a fixed window and 0 for a sliding one; then the cost
 */
export const GIVE_BACK_TEXT = `
${SERVER_TIME}

local cost = tonumber(table.remove(ARGV))
${STORED_GROUPS}

for i = 1, #ARGV, 3 do
  local value = redis.call('HGET', KEYS[1], ARGV[i])
  if value then
    local h = read(value)
    advance(h, tonumber(ARGV[i + 1]), ARGV[i + 2] == '1')
    local current = math.min(h[1], cost)
    h[1], h[4] = h[1] - current, math.max(0, h[4] - (cost - current))
    if h[1] + h[4] == 0 then redis.call('HDEL', KEYS[1], ARGV[i])
    else redis.call('HSET', KEYS[1], ARGV[i], write(h)) end
  end
end
return 0
`;

export const GIVE_BACK = scriptOf(GIVE_BACK_TEXT);
