import { type Detector, type Match } from '../../subject.js';
import { unquoted } from './bare.js';
import { tokenise } from './lexer.js';
import { inQuotes } from './quoted.js';
import { type Sighting } from './sighting.js';

const QUOTES = ["'", '"', '`'] as const;
/** What a text without quotes needs to be worth reading. */
const WORTH =
  /[=;@*#`(]|--|\/\*|\|\||&&|\bunion\b|\bselect\b|\bhaving\b|\border\s+by\b|\bdrop\b|\bdelete\b|\binformation_schema\b|\bwaitfor\b|\bdeclare\b/;

/** SQL that changes the statement it is put into, read as from inside quotes of each kind and outside of them. */
export const sql: Detector = {
  name: 'sql',
  triggers: [
    "'",
    '"',
    '`',
    '=',
    ';',
    '@',
    '--',
    '/*',
    '#',
    '||',
    '&&',
    '(',
    'union',
    'select',
    'having',
    'order',
    'drop',
    'delete',
    'information_schema',
    'waitfor',
    'declare',
    '*',
  ],
  detect({ lower, role }) {
    if (role === 'path' || role === 'file' || role === 'grammar') return undefined;
    for (const quote of QUOTES) {
      const at = lower.indexOf(quote);
      if (at < 0) continue;
      const found = inQuotes(tokenise(lower, 0, quote.charCodeAt(0)), lower);
      if (found) return match(found);
    }
    return WORTH.test(lower) ? match(unquoted(tokenise(lower))) : undefined;
  },
};

const match = (found: Sighting | undefined): Match | undefined => found && { category: 'sqli', ...found };
