/**
 * Lua: the arithmetic of `bucket.ts`, where it is explained, as far as giving back needs it. A body is `level/step at`: requests in the bucket as a
 * fraction, and the time at which that was so, in milliseconds since the epoch.
 */
export const BUCKET = `
local function read_bucket(body)
  local level, step, at = string.match(body or '', '^(%d+)/(%d+) (%d+)$')
  return { tonumber(level) or 0, tonumber(step) or 0, tonumber(at) or 0 }
end

local function write_bucket(b)
  return string.format('%.0f/%.0f %.0f', b[1], b[2], b[3])
end

local function drain(b, capacity, step, leak)
  if b[2] ~= step then
    if b[2] > 0 then b[1] = math.ceil((b[1] * step) / b[2]) end
    b[2] = step
  end
  b[1] = math.min(b[1], capacity)
  if now > b[3] then b[1] = math.max(0, b[1] - (now - b[3]) * leak) end
  b[3] = now
end`;
