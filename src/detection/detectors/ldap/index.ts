import { tableRoom } from '../table.js';

const ATTRIBUTE = '[a-z][\\w.;-]{0,40}\\s{0,3}(?:[~<>]?=|:=)';

/** Text that closes a filter (RFC 4515) and opens another. */
export const ldap = tableRoom({
  name: 'ldap',
  category: 'ldap',
  triggers: [')(', ')\u0000', ')%00', '* )', '&(', '|(', '!(', '(&', '(|', '(!', '*)', '))', ')&', ')|', ') (', '*('],
  rules: [
    { what: 'filter', pattern: new RegExp(`\\) ?\\(\\s{0,3}(?:[|&!]|${ATTRIBUTE})`), confidence: 0.7 },
    {
      what: 'filter',
      pattern: new RegExp(`^\\s{0,9}\\(?\\s{0,3}[&|!]\\(\\s{0,3}(?:${ATTRIBUTE}|[&|!]\\()`),
      confidence: 0.6,
    },
    {
      what: 'wildcard',
      pattern: /(?:^|[^(])\*\s?\){1,20}\s{0,3}(?:[(&|]|\u0000|%00|$)|^\*\(\|/,
      confidence: 0.55,
    },
    { what: 'filter', pattern: /^[\w@.]{0,60}\)+(?:\(|[&|]\(|\u0000|%00)/, confidence: 0.55 },
  ],
});
