import { scriptOf, SERVER_TIME } from '../redis/index.js';

/**
 * A change that cannot be published, since that is not allowed, stands all the same: the others find it when they look.
 *
 * The keys of all three scripts:
 *
 * KEYS[1]  list: hash, a field per banned address or network, `expiresAt createdAt source reason` (milliseconds since
 *          the epoch)
 * KEYS[2]  ends: sorted set of the same targets by expiresAt
 * KEYS[3]  state: hash of `epoch` (when this list began: a new one says that Redis has lost the old) and `version`
 *          (changes so far)
 */
const BEGIN = `
${SERVER_TIME}
local expired = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 500)
if #expired > 0 then
  redis.call('HDEL', KEYS[1], unpack(expired))
  redis.call('ZREM', KEYS[2], unpack(expired))
end
redis.call('HSETNX', KEYS[3], 'epoch', string.format('%.0f', now))
local epoch = redis.call('HGET', KEYS[3], 'epoch')
`;

/**
 * Makes or extends a ban and tells all instances; a ban that ends later stays as it is.
 *
 * ARGV     target, milliseconds that it holds, source, reason, bans that there may be, channel
 * Answer:  { 1: made or extended, 0: held longer already, -1: no room; server time; epoch; version }
 */
export const ADD_BAN = scriptOf(`
${BEGIN}
local target, ends = ARGV[1], now + tonumber(ARGV[2])
local held = redis.call('ZSCORE', KEYS[2], target)
local outcome = 1
if held and tonumber(held) >= ends then outcome = 0
elseif not held and redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[5]) then outcome = -1
else
  local value = string.format('%.0f %.0f %s %s', ends, now, ARGV[3], ARGV[4])
  redis.call('HSET', KEYS[1], target, value)
  redis.call('ZADD', KEYS[2], ends, target)
  local version = redis.call('HINCRBY', KEYS[3], 'version', 1)
  redis.pcall('PUBLISH', ARGV[6], string.format('%s %.0f + %s %s', epoch, version, target, value))
end
return { outcome, now, epoch, redis.call('HGET', KEYS[3], 'version') or '0' }
`);

/**
 * Lifts a ban and tells all instances.
 *
 * ARGV     target, channel
 * Answer:  { 1: lifted, 0: there was none; server time; epoch; version }
 */
export const LIFT_BAN = scriptOf(`
${BEGIN}
local lifted = redis.call('ZREM', KEYS[2], ARGV[1])
if lifted == 1 then
  redis.call('HDEL', KEYS[1], ARGV[1])
  local version = redis.call('HINCRBY', KEYS[3], 'version', 1)
  redis.pcall('PUBLISH', ARGV[2], string.format('%s %.0f - %s', epoch, version, ARGV[1]))
end
return { lifted, now, epoch, redis.call('HGET', KEYS[3], 'version') or '0' }
`);

/**
 * Asks how far the list is.
 *
 * Answer:  { 0; server time; epoch; version }
 */
export const BAN_STATE = scriptOf(`
${BEGIN}
return { 0, now, epoch, redis.call('HGET', KEYS[3], 'version') or '0' }
`);
