/**
 * Lua: the groups of a rule as Redis keeps them, `count first span [count gap span]` (current group, group before;
 * first: milliseconds since the epoch, span: from its first hit to its last, gap: from the first hit of the group before
 * to the first of the current one, both in milliseconds), and how they come to the time `now`.
 */
export const STORED_GROUPS = `
local function read(value)
  if not value then return { 0, 0, 0, 0, 0, 0 } end
  local count, first, span, before, gap, before_span = string.match(value, '^(%d+) (%d+) (%d+) ?(%d*) ?(%d*) ?(%d*)$')
  count, first, span = tonumber(count), tonumber(first), tonumber(span)
  if before == '' then return { count, first, first + span, 0, 0, 0 } end
  local before_first = first - tonumber(gap)
  return { count, first, first + span, tonumber(before), before_first, before_first + tonumber(before_span) }
end

local function write(h)
  local text = string.format('%.0f %.0f %.0f', h[1], h[2], h[3] - h[2])
  if h[4] == 0 then return text end
  return text .. string.format(' %.0f %.0f %.0f', h[4], h[2] - h[5], h[6] - h[5])
end

local function advance(h, window, fixed)
  local ahead = h[3] - now
  if h[1] > 0 and ahead > 0 then
    for _, i in ipairs({ 2, 3, 5, 6 }) do h[i] = h[i] - ahead end
  end
  if fixed then h[4] = 0 end
  if h[1] > 0 and now >= h[2] + window then
    if not fixed then h[4], h[5], h[6] = h[1], h[2], h[3] end
    h[1] = 0
  end
  if h[4] > 0 and now >= h[6] + window then h[4] = 0 end
end`;
