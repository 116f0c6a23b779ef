import { isLedTo, isProse } from '../../document.js';
import { type Detector, type Match, type Subject } from '../../subject.js';
import { isAsked, isTitle } from './asked.js';
import { phrase, unquoted } from './bare.js';
import { ATTACK_FUNCTIONS, BLIND_FUNCTIONS, SQL_FUNCTIONS, TYPES } from './data/words.js';
import { type Rule, stepsOf } from '../table.js';
import { tokenise, tokeniseOn } from './lexer.js';
import { inQuotes } from './quoted.js';
import { readings } from './readings.js';
import { type Sighting, surer } from './sighting.js';

const QUOTES = ["'", '"', '`'] as const;
/** `>=16 || 14 >=14.17`: ranges of versions are no conditions. */
const VERSION_RANGE = /^[\s\dx.*|<>=~^-]{1,100}$/;
const RANGE_OPERATOR = /[<>~^]=?\s{0,3}\d{1,9}(?:\.|\s{0,3}\|\|)/;
/** `5 > 3 && 2 < 4`: arithmetic without a letter, a quote or an equals sign. */
const COMPARISON = /^[\s\d.<>&|()+*-]*$/;
/** Signs alone, and many of them. */
const DRAWING = /^[^\p{L}\d]{13}[^\p{L}\d]*$/u;
/** What a text without quotes needs to be worth reading. Words behind one shared border: most positions fail at once. */
const WORTH =
  /--|\/\*|#|@@|\d ?= ?\d|_schema\b|(?:\|\||&&)[^a-z]{0,12}(?:['"(\d@!]|[a-z_.]{1,30}(?:\s{0,3}[=<>(]|\s{1,3}is\s)|true|false|null|not\b)|\b(?:union|select\b|having\b|order\s+by\b|group\s+by\b|drop\b|delete\b|insert\b|update\b|create\b|alter\b|truncate\b|waitfor\b|declare\b|exec(?:ute)?\b|xp_|case\s|into\s|grant\b|merge\b|call\b|load\b|kill\b|(?:back|shut)\w+\b|(?:x?or|and|like|eqv|imp)\b[^a-z]{0,12}(?:['"(\d@!]|[a-z_.]{1,30}(?:\s{0,3}[=<>(]|\s{1,3}is\s)|true|false|null|not\b)|(?:sleep|benchmark|pg_sleep|load_file|extractvalue|updatexml|xmltype|get_lock|dblink|group_concat|concat_ws|json_keys|gtid_subset|randomblob|analyse|openrowset|row_count|name_const|is_member|is_srvrolemember|string_agg|lo_import|(?:utl|dbms|owa)_\w+(?:\.\w+)?|pg_\w+|sqlite_version|xp_\w+|sp_\w+|exp_lock|wm_concat|zeroblob|current_setting|query_to_xml|database_to_xml|has_dbaccess|load_extension)\s{0,9}\(|(?:i?if|elt|make_set|ifnull|nullif|decode|greatest|least|interval) ?\(|(?:sys(?:objects|columns|users|databases)|mysql\.\w|table_name|column_name|all_tables|user_tables|sqlite_master|pg_catalog)\b)/;

/** Sure enough for sentences too: no other reading of the text is needed. */
const SURE = 0.7;
/** The other readings of longer texts are not asked for. */
const LONG = 2000;
/** What phrases by themselves come to, at most. */
const SUREST_PHRASE = 0.85;
/** Steps that a token takes to be read and to be held against all phrases. */
const STEPS_OF_A_TOKEN = 180;
/** Where it is not held against phrases. */
const STEPS_OF_READING = 80;
/** Tokens that are read again with those after them, as a phrase may stand in both. */
const OVERLAP = 40;
const UNION =
  /\bunion(?:\s|\/\*[^*]{0,40}\*\/|\(){1,20}(?:(?:all|distinct)\s{1,9})?select[\s(/]{1,9}(?:null|[\d'"@*(]|\w{1,40}\s{0,3}[,(])/;

/** What says enough wherever it stands, tokens or not. */
const ANYWHERE: readonly Rule[] = [
  {
    what: 'match',
    pattern: /\bmatch\b[^;]{1,80}?\bagainst\s{0,3}\(\s{0,3}['"]|['"]\s{0,3}in boolean mode\)/,
    confidence: 0.75,
  },
  { what: 'number', pattern: /\d\.e(?:\.\w| ?[(),])/, confidence: 0.6 },
  { what: 'json', pattern: /::\s{0,3}jsonb?\b|\bjson_extract\s{0,3}\(/, confidence: 0.6 },
  { what: 'cast', pattern: new RegExp(`[)'"\\]]::(?:${TYPES})\\b`), confidence: 0.6 },
];
/** What is put behind filler, however long. */
const BEHIND: Rule = { what: 'union', pattern: UNION, confidence: 0.85 };
const RULES = [...ANYWHERE, BEHIND];

export { sqlFragment } from './fragment.js';

/** SQL that changes the statement it is put into, read as from inside quotes of each kind and outside of them. */
export const sql: Detector = {
  name: 'sql',
  cost: (subject) => (subject.least > SUREST_PHRASE ? 2 : 20) * subject.text.length + stepsOf(RULES, subject),
  rules: RULES,
  roles: ['name', 'value', 'segment', 'header', 'filename'],
  triggers: [
    ...[
      "'",
      '"',
      '`',
      '--',
      '/*',
      '#',
      '@@',
      '||',
      '&&',
      '::',
      'xp_',
      'json_',
      '.e.',
      '.e ',
      '.e(',
      '.e)',
      '.e,',
      'or(',
      'and(',
      'if(',
      '(select',
    ],
    ...[...BLIND_FUNCTIONS].flatMap((name) => [`${name}(`, `${name} (`]),
    ...[...'0123456789'].flatMap((digit) => [`${digit}=`, `${digit} =`]),
    ...[...ATTACK_FUNCTIONS].flatMap((name) => [`${name}(`, `${name} (`, `${name}  `, `${name}\t`]),
    ...['union', 'select', 'having', 'order by', 'group by', 'information_schema', 'insert', 'update', 'delete'],
    ...['drop', 'create', 'alter', 'truncate', 'exec', 'waitfor', 'declare', 'case', 'into', 'grant', 'merge'],
    ...[
      'shutdown',
      'call',
      'load',
      'kill',
      'backup',
      'restore',
      'copy',
      'attach',
      'dbcc',
      'pragma',
      'handler',
      'rename',
    ],
    ...[
      'or ',
      'and ',
      'or\t',
      'and\t',
      'or\n',
      'and\n',
      'or+',
      'or-',
      'or~',
      'or!',
      'or@',
      'or.',
      'and+',
      'and@',
      'and.',
      'and!',
      'and-',
      'and~',
    ],
    ...['match', 'boolean mode', 'row(', 'with '],
    ...[
      'where',
      'from',
      'limit',
      'sysobjects',
      'syscolumns',
      'mysql',
      'pg_',
      'sqlite',
      'dbms_',
      'utl_',
      'owa_',
      'ctxsys',
      'table_',
      'schema',
      'column_',
    ],
    ...['xor', 'eqv', 'imp ', 'intersect', 'except', 'minus', 'outfile', 'dumpfile', 'if '],
  ],
  detect(subject) {
    const { lower } = subject;
    if ((VERSION_RANGE.test(lower) && RANGE_OPERATOR.test(lower)) || COMPARISON.test(lower) || DRAWING.test(lower))
      return undefined;
    let best = read(lower, subject);
    for (const other of lower.length > LONG || (best && best.confidence >= SURE) ? [] : readings(lower))
      best = surer(best, read(other, subject));
    return best && ((isAsked(subject) && !acts(best)) || isTitle(subject.text)) ? undefined : match(best);
  },
};

/** The surest sighting in a text: as from inside quotes of each kind, and from outside of them. */
function read(lower: string, subject: Subject): Sighting | undefined {
  let best: Sighting | undefined;
  const phrases = subject.least <= SUREST_PHRASE;
  const steps = phrases ? STEPS_OF_A_TOKEN : STEPS_OF_READING;
  for (const quote of QUOTES) {
    if (!lower.includes(quote)) continue;
    const tokens = tokenise(lower, quote.charCodeAt(0));
    best = surer(best, inQuotes(tokens, lower, quote.charCodeAt(0)));
    if (phrases && tokens.shape.length > 3) best = surer(best, phrase(tokens));
    if ((best && best.confidence >= SURE) || !subject.spend(steps * tokens.shape.length)) return best;
  }
  if (!phrases) return best;
  // Another reading holds what the text does not.
  const asked = (rule: Rule): boolean => lower !== subject.lower || subject.asked(RULES).includes(rule);
  for (const rule of ANYWHERE) {
    const found = asked(rule) ? rule.pattern.exec(lower) : null;
    if (found) best = surer(best, { what: rule.what, confidence: rule.confidence, offset: found.index });
  }
  if (!best && lower.length > LONG && asked(BEHIND)) {
    const at = lower.search(UNION);
    if (at >= 0) return { what: BEHIND.what, confidence: BEHIND.confidence, offset: at };
  }
  return WORTH.test(lower) ? surer(best, said(lower, outsideQuotes(lower, subject))) : best;
}

/** The tokens from the beginning on, and then those after them. */
function outsideQuotes(lower: string, subject: Subject): Sighting | undefined {
  let tokens = tokenise(lower);
  let best = unquoted(tokens);
  while (subject.spend(STEPS_OF_A_TOKEN * tokens.shape.length) && tokens.end < lower.length) {
    if (best && best.confidence >= SURE) return best;
    tokens = tokeniseOn(lower, tokens.offsets.at(-OVERLAP)!);
    best = surer(best, phrase(tokens));
  }
  return best;
}

/**
 * Outside of quotes a condition is joined on to a value: where a sentence leads to it, no statement could be read, and it is
 * quoted.
 */
const said = (lower: string, found: Sighting | undefined): Sighting | undefined =>
  found && found.confidence > SHOWN && isLedTo(lower, found.offset) && isProse(lower)
    ? { ...found, confidence: SHOWN }
    : found;

/** Less than a sentence asks for. */
const SHOWN = 0.65;

/** Even in a query that was asked for: what waits, reads files or runs commands. */
const acts = (found: Sighting | undefined): boolean => found?.what === 'function' || found?.what === 'outfile';

const match = (found: Sighting | undefined): Match | undefined => found && { category: 'sqli', ...found };

/** The name of a function and a bracket as a whole value: somebody feels for an error. */
export const sqlFunctionName: Detector = {
  name: 'sql',
  cost: 1,
  longest: 24,
  roles: ['name', 'value', 'segment'],
  triggers: ['('],
  detect({ lower }) {
    const text = lower.trim();
    if (!text.endsWith('(') || !SQL_FUNCTIONS.test(text)) return undefined;
    return { category: 'sqli', what: 'function-name', confidence: 0.5, offset: 0 };
  },
};
