import { scriptOf, SERVER_TIME } from '../redis/index.js';

/**
 * One request against all its limits, of one client or of several: either every rule admits and each is charged, or none
 * is. The arithmetic is that of `arithmetic.ts` and `bucket.ts`, where it is explained; the records are those of
 * `records.lua.ts`. Written out in two loops without functions and with few tables: Lua makes each anew at every call,
 * and Redis does nothing else meanwhile.
 *
 * KEYS     the text of each client
 * ARGV     per key the number of its rules and four per rule, as in `shape.ts`; last the cost of the request, at least 1
 * Answer:  { milliseconds until the request would be admitted (0: it was), index of the rule that refused (-1: none),
 *          then two per rule: requests remaining, milliseconds until quota comes back }
 */
export const HIT_TEXT = `
${SERVER_TIME}

local cost = tonumber(ARGV[#ARGV])
local find, sub = string.find, string.sub

-- First what is known, how long the request has to wait for each rule, and the answer as if it were refused. Of a window
-- s has: count, first, last, the same of the group before, what is used; of a bucket: level.
local s, texts, whole, answer = { 0, 0, 0, 0, 0, 0 }, { '' }, {}, { 0, -1, 0, 0 }
local retry, refused, at, n = 0, -1, 1, 0
for k = 1, #KEYS do
  local text = redis.pcall('GET', KEYS[k])
  if type(text) ~= 'string' then text = '' end
  local last, from = at + ARGV[at] * 4, 1
  for i = at + 1, last, 4 do
    local label, a, b, shape = ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), ARGV[i + 3]

    -- Mostly the records stand in the order of the rules, and there are no others.
    local body
    if text ~= '' then
      local to = find(text, ';', from, true) or #text + 1
      if label == '' then
        body = sub(text, from, to - 1)
        if body == '' or find(body, '=', 1, true) then body = nil end
      elseif sub(text, from, from + #label - 1) == label then body = sub(text, from + #label, to - 1) end
      if body then from = to + 1
      else
        from = #text + 2
        whole[k] = false
        if label == '' then body = string.match(';' .. text .. ';', ';([^;=]+);')
        else
          local found = find(';' .. text, ';' .. label, 1, true)
          if found then body = sub(text, found + #label, (find(text, ';', found, true) or #text + 1) - 1) end
        end
      end
    end

    local wait, remaining, more
    if shape == 'sliding' or shape == 'fixed' then
      local fixed, c, f, l, pc, pf, pl = shape == 'fixed', 0, 0, 0, 0, 0, 0
      if body then
        f = tonumber(body)
        if f then c, l = 1, f
        else
          c, f, l, pc, pf, pl = string.match(body, '^(%d+) (%d+) ?(%d*) ?(%d*) ?(%d*) ?(%d*)$')
          if c then
            c, f = c + 0, f + 0
            if l == '' then l = f else l = f + l end
            if pc == '' then pc, pf, pl = 0, 0, 0 else
              pc, pf = pc + 0, f - pf
              pl = pf + pl
            end
          else c, f, l, pc, pf, pl = 0, 0, 0, 0, 0, 0 end
        end
      end
      local ahead = l - now
      if c > 0 and ahead > 0 then f, l, pf, pl = f - ahead, l - ahead, pf - ahead, pl - ahead end
      if fixed then pc = 0 end
      if c > 0 and now >= f + b then
        if not fixed then pc, pf, pl = c, f, l end
        c = 0
      end
      if pc > 0 and now >= pl + b then pc = 0 end
      local used = c
      if pc > 0 then
        local edge = now - b
        if edge < pf then used = c + pc else used = c + math.ceil(((pc - 1) * (pl - edge)) / (pl - pf)) end
      end
      local room = a - cost
      if room < 0 then wait = b
      elseif used <= room then wait = 0
      else
        local rest, count, first, final = room, c, f, l
        if c <= room then rest, count, first, final = room - c, pc, pf, pl end
        if count - 1 > rest and not (fixed and c > room) then
          first = final - math.floor((rest * (final - first)) / (count - 1))
        end
        wait = math.min(b, math.max(1, first + b - now))
      end
      remaining, more = math.max(0, a - used), 0
      if c > 0 then more = f + b - now elseif pc > 0 then more = pl + b - now end
      s[n * 6 + 1], s[n * 6 + 2], s[n * 6 + 3] = c, f, l
      s[n * 6 + 4], s[n * 6 + 5], s[n * 6 + 6] = pc, pf, pl
    else
      local leak, level, step, time = tonumber(shape), string.match(body or '', '^(%d+)/(%d+) (%d+)$')
      level, step, time = (level or 0) + 0, (step or 0) + 0, (time or 0) + 0
      if step ~= b and step > 0 then level = math.ceil((level * b) / step) end
      level = math.min(level, a)
      if now > time then level = math.max(0, level - (now - time) * leak) end
      if cost * b > a then wait = math.ceil(a / leak)
      else wait = math.max(0, math.ceil((level + cost * b - a) / leak)) end
      remaining = math.floor((a - level) / b)
      more = math.max(0, math.ceil((level - math.max(0, a - (remaining + 1) * b)) / leak))
      s[n * 6 + 1], s[n * 6 + 2], s[n * 6 + 3], s[n * 6 + 4], s[n * 6 + 5], s[n * 6 + 6] = level, 0, 0, 0, 0, 0
    end
    n = n + 1
    if wait > retry then retry, refused = wait, n - 1 end
    answer[n * 2 + 1] = remaining
    if wait > 0 then answer[n * 2 + 2] = wait else answer[n * 2 + 2] = more end
  end
  if from <= #text then whole[k] = false end
  texts[k], at = text, last + 1
end
answer[1], answer[2] = retry, refused
if retry > 0 then return answer end

-- Then, where all admit, each is charged.
at, n = 1, 0
for k = 1, #KEYS do
  local text, life, last = texts[k], 0, at + ARGV[at] * 4
  local fresh = whole[k] == nil
  if fresh then text = '' end
  for i = at + 1, last, 4 do
    local label, b, shape, body = ARGV[i], tonumber(ARGV[i + 2]), ARGV[i + 3], nil
    local c, f, l, pc = s[n * 6 + 1], s[n * 6 + 2], s[n * 6 + 3], s[n * 6 + 4]
    n = n + 1
    if shape == 'sliding' or shape == 'fixed' then
      -- A group's first hit is needed for one window, its last for one more: the key's life is set at the first hit and
      -- again while all hits are of one time, and not at every hit.
      if c == 0 then
        f = now
        if shape == 'fixed' then f = now - now % b end
        if life < b then life = b end
      elseif f == l and life < b * 2 then life = b * 2 end
      c = c + cost
      if pc > 0 then
        local pf = s[n * 6 - 1]
        body = string.format('%d %d %d %d %d %d', c, f, now - f, pc, f - pf, s[n * 6] - pf)
      elseif now > f then body = string.format('%d %d %d', c, f, now - f)
      elseif c > 1 then body = string.format('%d %d', c, f)
      else body = string.format('%d', f) end
      answer[n * 2 + 1] = math.max(0, answer[n * 2 + 1] - cost)
      answer[n * 2 + 2] = f + b - now
    else
      local a, leak, level = tonumber(ARGV[i + 1]), tonumber(shape), c + cost * b
      life = math.max(life, math.ceil(level / leak))
      body = string.format('%.0f/%.0f %d', level, b, now)
      local remaining = math.floor((a - level) / b)
      answer[n * 2 + 1] = remaining
      answer[n * 2 + 2] = math.max(0, math.ceil((level - math.max(0, a - (remaining + 1) * b)) / leak))
    end
    if fresh then
      if text == '' then text = label .. body else text = text .. ';' .. label .. body end
    else
      local from
      if label == '' then from = find(';' .. text .. ';', ';[^;=]+;')
      else from = find(';' .. text, ';' .. label, 1, true) end
      if from then text = sub(text, 1, from - 1) .. label .. body .. sub(text, find(text, ';', from, true) or #text + 1)
      else text = text .. ';' .. label .. body end
    end
  end
  if life > 0 and (texts[k] == '' or redis.call('PTTL', KEYS[k]) < life) then redis.call('SET', KEYS[k], text, 'PX', life)
  else redis.call('SET', KEYS[k], text, 'KEEPTTL') end
  at = last + 1
end
return answer
`;

export const HIT = scriptOf(HIT_TEXT);
