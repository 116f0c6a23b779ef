import { type Detector, type Match } from '../../subject.js';
import { phrase, unquoted } from './bare.js';
import { SQL_FUNCTIONS } from './data/words.js';
import { tokenise } from './lexer.js';
import { inQuotes } from './quoted.js';
import { type Sighting } from './sighting.js';

const QUOTES = ["'", '"', '`'] as const;
/** `>=16 || 14 >=14.17`: ranges of versions are no conditions. */
const VERSION_RANGE = /^[\s\dx.*|<>=~^-]*(?:[<>~^]=?\s{0,3}\d+\.|[<>~^]=?\s{0,3}\d+\s{0,3}\|\|)[\s\dx.*|<>=~^-]*$/;
/** `5 > 3 && 2 < 4`: arithmetic without a letter, a quote or an equals sign. */
const COMPARISON = /^[\s\d.<>&|()+*-]*$/;
/** What a text without quotes needs to be worth reading. */
const WORTH =
  /[=;@*#`(]|--|\/\*|\|\||&&|\bunion\b|\bselect\b|\bhaving\b|\border\s+by\b|\bdrop\b|\bdelete\b|\binformation_schema\b|\bwaitfor\b|\bdeclare\b|\bexec(?:ute)?\b|\bxp_|\bcase\s|\binto\s|\d\.e\./;

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
    'exec',
    'xp_',
    'case ',
    'into ',
    '::',
    'insert',
    'create',
    'alter',
    'truncate',
    '*',
  ],
  detect({ lower, role }) {
    if (role === 'path' || role === 'file' || role === 'grammar') return undefined;
    if (VERSION_RANGE.test(lower) || COMPARISON.test(lower)) return undefined;
    for (const quote of QUOTES) {
      const at = lower.indexOf(quote);
      if (at < 0) continue;
      const tokens = tokenise(lower, 0, quote.charCodeAt(0));
      const found =
        inQuotes(tokens, lower, quote.charCodeAt(0)) ?? (tokens.shape.length > 3 ? phrase(tokens) : undefined);
      if (found) return match(found);
    }
    if (lower.length < 24 && SQL_FUNCTIONS.test(lower))
      return { category: 'sqli', what: 'function-name', confidence: 0.5, offset: 0 };
    if (/\d\.e\.\w/.test(lower)) return { category: 'sqli', what: 'number', confidence: 0.6, offset: 0 };
    if (/::\s{0,3}jsonb?\b|\bjson_extract\s{0,3}\(/.test(lower))
      return { category: 'sqli', what: 'json', confidence: 0.6, offset: 0 };
    return WORTH.test(lower) ? match(unquoted(tokenise(lower))) : undefined;
  },
};

const match = (found: Sighting | undefined): Match | undefined => found && { category: 'sqli', ...found };
