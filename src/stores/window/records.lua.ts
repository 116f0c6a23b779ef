/**
 * Lua: what a client's key holds, as text: a record per rule, separated by `;`, each the rule's label and a body. A label
 * is `name=`, or nothing for the rule `default`: its record is the one without `=`. What the key holds that is no text
 * counts as nothing and is replaced.
 */
export const RECORDS = `
local function load(key)
  local text = redis.pcall('GET', key)
  if type(text) == 'string' then return text end
  return ''
end

-- The body of a rule's record, and where the record begins and ends; nil where there is none.
local function find(text, label)
  local from
  if label == '' then from = string.find(';' .. text .. ';', ';[^;=]+;')
  else from = string.find(';' .. text, ';' .. label, 1, true) end
  if not from then return nil end
  local to = (string.find(text, ';', from, true) or #text + 1) - 1
  return string.sub(text, from + #label, to), from, to
end

local function put(text, label, body)
  local _, from, to = find(text, label)
  return string.sub(text, 1, from - 1) .. label .. body .. string.sub(text, to + 1)
end`;
