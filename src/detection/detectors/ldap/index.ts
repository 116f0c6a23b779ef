import { codeAt } from '../../code-at.js';
import { type Rule } from '../table.js';
import { type Detector, VALUES } from '../../subject.js';

/** An attribute, its options or its OID, and a comparison (RFC 4515), with a matching rule where it has one. */
const ATTRIBUTE = '[a-z\\d][\\w.;-]{0,60}\\s{0,3}(?:[~<>]?=|:[\\w.:-]{0,40}=)';

interface FilterRule extends Rule {
  /** Only where a bracket closes that the text has not opened: `wrap(fn*)` is a call, `fn*)` ends a filter. */
  readonly unbalanced?: true;
}

const RULES: readonly FilterRule[] = [
  {
    what: 'filter',
    pattern: new RegExp(`\\) ?\\(\\s{0,3}(?:[|&!](?!\\s)|${ATTRIBUTE})`),
    confidence: 0.7,
    unbalanced: true,
  },
  {
    what: 'filter',
    pattern: new RegExp(`^\\s{0,9}\\(?\\s{0,3}[&|!]\\s?\\(\\s{0,3}(?:${ATTRIBUTE}|[&|!]\\()`),
    confidence: 0.6,
  },
  // `(uid=*)(cn=a*)`, `(objectClass=*)`: a filter, or several, and nothing else.
  {
    what: 'filter',
    pattern: new RegExp(`^\\s{0,3}\\(${ATTRIBUTE}[^()]{0,60}\\)\\s?\\((?:[&|!]|${ATTRIBUTE})`),
    confidence: 0.6,
  },
  { what: 'presence', pattern: /^\s{0,3}\([a-z][\w.;-]{0,40}=\*\)\s{0,3}$/, confidence: 0.55 },
  {
    what: 'wildcard',
    pattern: /(?:^|[^:;=8(])\*\s?\){1,20}\s{0,3}(?:[(&|]|\u0000|%00|$)/,
    confidence: 0.55,
    unbalanced: true,
  },
  { what: 'wildcard', pattern: /^\*\s?(?:\(\||\|\(|\(&|&\()/, confidence: 0.55 },
  { what: 'filter', pattern: /^[\w@.*]{0,60}\){1,20}(?:\(|[&|]\(|\u0000|%00)/, confidence: 0.55 },
];

/** Text that closes a filter (RFC 4515) and opens another. */
export const ldap: Detector = {
  name: 'ldap',
  cost: RULES.length,
  documents: false,
  roles: VALUES,
  triggers: [')(', ')\u0000', ')%00', '* )', '&(', '|(', '!(', '(&', '(|', '(!', '*)', '))', ')&', ')|', ') (', '*('],
  detect({ lower }) {
    let unbalanced: boolean | undefined;
    for (const { what, pattern, confidence, unbalanced: open } of RULES) {
      const found = pattern.exec(lower);
      if (!found) continue;
      if (open && !(unbalanced ??= closesMore(lower))) continue;
      return { category: 'ldap', what, confidence, offset: found.index };
    }
    return undefined;
  },
};

/** Whether a bracket closes that was not opened before. */
function closesMore(text: string): boolean {
  let depth = 0;
  for (let i = 0, { length } = text; i < length; i++) {
    const code = codeAt(text, i);
    if (code === 40) depth++;
    else if (code === 41 && --depth < 0) return true;
  }
  return false;
}
