/**
 * Lua: the arithmetic of `arithmetic.ts`, where it is explained, as far as giving back needs it. A body is `first` alone (one request, of cost 1), or
 * `count first [span [count gap span]]`: current group, group before; first: milliseconds since the epoch, span: from a
 * group's first hit to its last, gap: from the first hit of the group before to the first of the current one, both in
 * milliseconds.
 */
export const WINDOWS = `
local function read(body)
  if not body then return { 0, 0, 0, 0, 0, 0 } end
  local first = tonumber(body)
  if first then return { 1, first, first, 0, 0, 0 } end
  local count, span, before, gap, before_span
  count, first, span, before, gap, before_span =
    string.match(body, '^(%d+) (%d+) ?(%d*) ?(%d*) ?(%d*) ?(%d*)$')
  if not count then return { 0, 0, 0, 0, 0, 0 } end
  count, first, span = tonumber(count), tonumber(first), tonumber(span) or 0
  if before == '' then return { count, first, first + span, 0, 0, 0 } end
  local before_first = first - tonumber(gap)
  return { count, first, first + span, tonumber(before), before_first, before_first + tonumber(before_span) }
end

local function write(h)
  local span = h[3] - h[2]
  if h[4] ~= 0 then
    return string.format('%.0f %.0f %.0f %.0f %.0f %.0f', h[1], h[2], span, h[4], h[2] - h[5], h[6] - h[5])
  end
  if span ~= 0 then return string.format('%.0f %.0f %.0f', h[1], h[2], span) end
  if h[1] ~= 1 then return string.format('%.0f %.0f', h[1], h[2]) end
  return string.format('%.0f', h[2])
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
