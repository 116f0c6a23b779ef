import { type Rule } from '../table.js';
import { SQL_CALL, TYPES } from './data/words.js';

/** Clauses and ends of statements that are whole values. */
export const CLAUSES: readonly Rule[] = [
  // `' or`, `" union`: the string is closed, and an operator waits for what follows.
  {
    what: 'operator',
    pattern:
      /^['"`]\s{0,3}\)?\s{0,3}(?:x?or|and|union|select|having|where|order\s{1,3}by|group\s{1,3}by|r?like|between|limit|procedure|into)\s{0,3}\(?$/,
    confidence: 0.55,
  },
  { what: 'operator', pattern: /^['"`]\s{0,3}(?:x?or|and)\s{1,3}\w{1,20}\s{0,2}-{0,2}$/, confidence: 0.5 },
  // `or 88`, `and 1#`
  { what: 'operator', pattern: /^(?:x?or|and)\s{1,3}\d{1,9}\s{0,2}(?:-{1,2}|#)?$/, confidence: 0.5 },
  // `1)) #`, `1;--`, `id] --`: what is open in the statement is closed, and the rest of it cut off.
  {
    what: 'cut-off',
    pattern: /^-?\w{1,20}(?:['"`]\){0,5}|['"`]?\){1,5}|\])\s?;?\s?(?:--|#|\/\*)[^\w'"]{0,3}$/,
    confidence: 0.5,
  },
  { what: 'cut-off', pattern: /^[\w'"`)]{0,20};\s?(?:--|#|\/\*)[^\w'"]{0,3}$/, confidence: 0.5 },
  { what: 'cut-off', pattern: /^from\s{1,3}\w{1,40}\s{0,2}(?:--|#)[^\w'"]{0,3}$/, confidence: 0.5 },
  // `` id` desc# ``, `id] from users--`
  {
    what: 'identifier',
    pattern:
      /^\w{1,30}[`\]]\s{0,3}(?:(?:asc|desc|from|where|union|or|and|,|=)(?![a-z])|\))[^\n]{0,80}(?:--|#|=\s{0,2}\d{1,9}$)/,
    confidence: 0.6,
  },
  {
    what: 'limit',
    pattern: /^\d{0,9}\s{0,3}limit\s{1,3}\d{1,9}(?:\s{0,3},\s{0,3}|\s{1,3}offset\s{1,3})\d{1,9}\s{0,3}(?:--|#)?/,
    confidence: 0.55,
  },
  {
    what: 'from',
    pattern:
      /^(?:\S{0,20}\s)?from\s{1,3}(?:dual|sysibm\.sysdummy1|rdb\$\w{2,30}|msys\w{4,30}|sys\.\w{2,40}|sysobjects|syscolumns|sysusers|pg_\w{3,30}|information_schema)\b/,
    confidence: 0.55,
  },
  {
    what: 'lock',
    pattern:
      /^\S{1,20}\s{1,3}(?:for\s{1,3}update(?:\s{1,3}nowait)?|lock\s{1,3}in\s{1,3}share\s{1,3}mode)$|^['"]\s{0,3}allow\s{1,3}filtering\b/,
    confidence: 0.55,
  },
  { what: 'into', pattern: /\binto\s{1,3}@\w{1,20}\s{0,3}(?:,\s{0,3}@|$)/, confidence: 0.6 },
  // `cast(1 as int)`, `convert(int,x)`
  {
    what: 'cast',
    pattern: new RegExp(
      `\\b(?:(?:try_)?cast\\s{0,3}\\([^\\n]{1,60}?\\sas\\s{1,3}|(?:try_)?convert\\s{0,3}\\(\\s{0,3})(?:${TYPES})\\b\\s{0,3}[(),]`,
    ),
    confidence: 0.55,
  },
  { what: 'procedure', pattern: /\bprocedure\s{1,3}analyse\s{0,3}\(/, confidence: 0.6 },
  { what: 'call', pattern: SQL_CALL, confidence: 0.55 },
  // `in ('a','b')`, `not in (1,2)`
  {
    what: 'list',
    pattern:
      /^(?:not\s{1,3})?in\s{0,3}\((?:\s{0,3}(?:\d{1,9}|'[^']{0,20}')\s{0,3},){1,9}\s{0,3}(?:\d{1,9}|'[^']{0,20}')\s{0,3}\)$/,
    confidence: 0.55,
  },
  // `exec` and its argument kept apart by what only a filter needs
  {
    what: 'exec',
    pattern: /^exec(?:ute)?(?:[\t\n\r]|\s{2}|\s?(?:#|--|\/\*))[^(]{0,40}\(\s{0,3}\w{0,30}\s{0,3}\)/,
    confidence: 0.55,
  },
  // A catalogue or a system procedure by its full name.
  {
    what: 'routine',
    pattern:
      /^(?:exec(?:ute)?\s{1,3})?(?:master|msdb|tempdb)?\.{0,2}(?:dbo\.)?(?:sp|xp)_\w{2,40}(?:\s{1,3}['"@\d][^\n]{0,60})?$|^(?:master|msdb|tempdb|model)\.(?:\.|dbo\.)\w{2,40}$/,
    confidence: 0.5,
  },
];

/**
 * Operators and clauses that stand where a parameter has a name, and no name with them: a search box has a name, a
 * condition of a query builder has one, a probe for what an error says has none.
 */
export const NAMELESS =
  /^\s{0,3}(?:xor|r?like|regexp|rlike|glob|is(?:\s{1,3}not)?\s{1,3}null|(?:order|group)\s{1,3}by|union\s{1,3}(?:all|select|distinct)|in\s{0,3}\([\d\s,'"]{1,40}\)|between\s{1,3}\d{1,9}\s{1,3}and\s{1,3}\d{1,9}|exec(?:ute)?\s{1,3}\w{1,30}|n?varchar2?(?:\s{0,3}\(\s{0,3}(?:\d{1,5}|max)\s{0,3}\))?|<=>|<>|[!=<>]=|\|\||&&|->>?|:=|(?:schema|table|column|constraint|routine)_name|not\s{1,3}(?:like|in|null|between|regexp)|select\s{1,3}\w{1,20}|alter\s{1,3}\w{1,20}|create\s{1,3}table\s{1,3}\w{1,30})\s{0,3}$/;
