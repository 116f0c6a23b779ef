import { scriptOf, SERVER_TIME } from '../redis/index.js';
import { BUCKET } from './bucket.lua.js';
import { RECORDS } from './records.lua.js';
import { WINDOWS } from './windows.lua.js';

/**
 * Gives back what an admitted request has cost; see `giveBack` in `arithmetic.ts` and `takeOut` in `bucket.ts`.
 *
 * KEYS[1]  the text of the client, as in `records.lua.ts`
 * ARGV     four per rule, as in `shape.ts`; last the cost
 */
export const GIVE_BACK_TEXT = `
${SERVER_TIME}

local cost = tonumber(table.remove(ARGV))

${RECORDS}
${WINDOWS}
${BUCKET}

local text = load(KEYS[1])
for i = 1, #ARGV, 4 do
  local a, b, shape = tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3]
  local body = find(text, ARGV[i])
  local leak = tonumber(shape)
  if body and leak then
    local state = read_bucket(body)
    drain(state, a, b, leak)
    state[1] = math.max(0, state[1] - cost * b)
    text = put(text, ARGV[i], write_bucket(state))
  elseif body then
    local h = read(body)
    advance(h, b, shape == 'fixed')
    local current = math.min(h[1], cost)
    h[1], h[4] = h[1] - current, math.max(0, h[4] - (cost - current))
    text = put(text, ARGV[i], write(h))
  end
end
if text ~= '' then redis.call('SET', KEYS[1], text, 'KEEPTTL') end
return 0
`;

export const GIVE_BACK = scriptOf(GIVE_BACK_TEXT);
