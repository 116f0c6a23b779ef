import { type Rule, stepsOf } from '../table.js';
import { CLAUSES, NAMELESS } from './clauses.js';
import { isSpoken } from '../../fields.js';
import { type Detector, type Match, type Subject } from '../../subject.js';
import { isAsked, isTitle } from './asked.js';

const VERB = 'drop|alter|truncate|update|insert|delete|create|grant|exec|declare';

/** No form field is answered with the middle of a query. */
const FRAGMENTS: readonly Rule[] = [
  {
    // `and 1!="`, `|| arg == '`, `&&(l=!0)`: a condition that is joined on to nothing.
    what: 'condition',
    pattern: /^(?:(?:and|x?or)\b|\|\||&&)[\s(]{0,6}(?:not\s{1,3})?[@\w.\][`'"]{1,60}\s{0,5}(?:[=!<>]=|<>|=)/,
    confidence: 0.6,
  },
  {
    // `OR '{"a":1}' ? 'a'`: JSON operators of PostgreSQL and SQLite.
    what: 'json',
    pattern: /^(?:\W{0,3}(?:and|or)\s{1,5}'[[{]|'\{[^']{0,200}\}'\s{0,3}(?:->|[<>@?]))/,
    confidence: 0.6,
  },
  {
    // `;drop`, `; update users`
    what: 'stacked',
    pattern: new RegExp(`^["'\`)\\s]{0,4};\\s{0,3}(?:${VERB})\\b`),
    confidence: 0.6,
  },
  {
    what: 'variable',
    pattern:
      /^\W{0,3}set\s{1,5}@\w|[;'"]\s{0,3}set\s{1,5}@\w{1,40}\s{0,3}:?=|\bprepare\s{1,5}\w{1,40}\s{1,5}from\s{1,5}[@'"]/,
    confidence: 0.6,
  },
  {
    // `) AS t FROM`, `) when 1 then`, `)like(`: what comes after a query in brackets.
    what: 'subquery-end',
    pattern:
      /^["'`]?\)\s{0,6}(?:as\s{1,6}[`"[]?\w{1,60}[`"\]]?\s{1,6}from\b|when\s{1,5}\S{1,40}\s{1,5}then\b|(?:not\s{1,3})?like\s{0,3}\(|union\b)/,
    confidence: 0.6,
  },
  {
    what: 'from',
    pattern:
      /^from\s{1,5}(?:`\w{1,60}`|\w{1,60}\.\w{1,60}\s{1,5}(?:where|limit|group\s{1,3}by|order\s{1,3}by)\b|\w{1,60}\s{1,5}(?:where\s{1,5}\w{1,60}\s{0,3}[=<>]|group\s{1,3}by\s{1,3}\w|order\s{1,3}by\s{1,3}\w|limit\s{1,3}\d))/,
    confidence: 0.6,
  },
  {
    what: 'definition',
    pattern:
      /^\W{0,2}create\s{1,5}(?:or\s{1,3}replace\s{1,3}|temporary\s{1,3})?(?:table|function|procedure|trigger)\s{1,5}(?:if\s{1,3}not\s{1,3}exists\s{1,3})?[\w`".]{1,60}\s{0,3}\(\s{0,3}[\w`"]{1,40}\s{1,3}(?:int|integer|bigint|n?(?:var)?char|text|number|numeric|date|datetime|timestamp|serial|bool|boolean|blob)\b/,
    confidence: 0.6,
  },
  { what: 'immediate', pattern: /\bexecute\s{1,5}immediate\s{0,5}["'(@]/, confidence: 0.6 },
  {
    // `" UNION A`, `";SELECT P`: the string is closed, and nothing closes the next.
    what: 'after-quote',
    pattern: new RegExp(
      `^(["'\`])(?:\\s{0,3};\\s{0,3}|\\s{1,3})(?:${VERB}|union|select)\\s{1,3}[\\w@*](?:(?!\\1)[^\\n]){0,100}$`,
    ),
    confidence: 0.55,
  },
  {
    // `id'not glob-id--`: an operator after a closed string, and the rest cut off.
    what: 'cut-off',
    pattern:
      /['"`]\s{0,3}(?:(?:and|x?or|not|is|i?like|glob|regexp|rlike|between|having|union)\b|\|\||&&)[^\n]{0,60}(?:--|#)\s{0,3}$/,
    confidence: 0.6,
  },
  {
    // `foo\''or'oof`, `'''or 1`
    what: 'joined',
    pattern: /\w\\?['"]{1,3}(?:x?or|and|\|\||&&)['"]\w|^['"]{1,3}(?:x?or|and)\s{1,3}\d{1,9}\s{0,3}$/,
    confidence: 0.6,
  },
  {
    // `1=1`, `42<=>42`, `'1' not regexp '2'`: two literals held against each other.
    what: 'literals',
    pattern:
      /^(?:\w{1,20}\s{0,3},\s{0,3})?['"]?(\d{1,20})['"]?\s{0,3}(?:=\s{0,3}['"]?\1['"]?$|(?:<=>|[!<>]=|<>)\s{0,3}['"]?\d{1,20}['"]?$|(?:not\s{1,3})?(?:r?like|glob|sounds\s{1,3}like)\s{1,3}['"]?\d{1,20}['"]?$|not\s{1,3}regexp\s{1,3}['"]?(?!\1['"]?$)\d{1,20}['"]?$)/,
    confidence: 0.55,
  },
  {
    what: 'cast',
    pattern: /[\w)\]'"]::(?:int[248]?|integer|bigint|smallint|numeric|bytea|regclass|regtype|varchar)\b/,
    confidence: 0.55,
  },
  {
    // `select @@version`, `select substr(`: a query that asks for no table's column.
    what: 'select',
    pattern:
      /^\W{0,3}select\s{0,3}(?:\(\s{0,3}\w{1,30}\s{0,3}\(|\s0x[\da-f]{2,200}|\s@@?\w|\spg_\w{2,40}|\s\d{1,9}\s{0,3}(?:,|from\b|--|#))/,
    confidence: 0.6,
  },
  {
    what: 'having',
    pattern:
      /\bgroup\s{1,5}by\b[^\n]{1,80}?\bhaving\s{1,5}\w{1,30}\s{0,3}[(=<>]|\bhaving\s{0,5}\(\s{0,3}(?:true|not|\d)/,
    confidence: 0.6,
  },
  {
    // `A' LIKE 'B`, `'RLIKE'`, `like '%'`
    what: 'like',
    pattern:
      /^(?:\w{0,20}'\s{0,3}(?:not\s{1,3})?(?:r?like|regexp|glob)\s{0,3}'[\w%]{0,20}|(?:not\s{1,3})?(?:like\s{1,3}['"](?:%\w{0,20}|\w{0,20}%)['"]|rlike\s{1,3}['"][%_\w]{0,20}['"]))$/,
    confidence: 0.6,
  },
  {
    what: 'load',
    pattern: /\bload\s{1,5}(?:data|xml)\s{1,5}(?:low_priority|concurrent|local|infile)\b/,
    confidence: 0.6,
  },
  // `' || owner.routine(…`
  { what: 'concatenation', pattern: /^['"]\s{0,5}\|\|\s{0,5}[\w.]{2,60}\s{0,3}\(/, confidence: 0.6 },
  // `( BINARY ( 'b') )  --`
  { what: 'cut-off', pattern: /^\s{0,3}\([^\n]{0,40}?[(@'"][^\n]{1,80}\)\s{1,4}--\s{0,2}$/, confidence: 0.55 },
  {
    what: 'union',
    pattern: /(?:^|[\d'"`)])[\s+]{0,3}union[\s+]{1,5}(?:all[\s+]{1,5})?select\b|\d\s{1,3}union\s{1,3}all\b/,
    confidence: 0.6,
  },
  {
    // Procedures and packages that read, send or run what a query cannot.
    what: 'routine',
    pattern:
      /^['"]?(?:sp_(?:executesql|execute\w{0,20}|password|oa\w{3,20}|configure|makewebtask|addextendedproc|addsrvrolemember)|xp_\w{3,30}|utl_(?:http|file|inaddr|smtp|tcp|raw)|dbms_\w{3,30}|msdasql|sqloledb|information_schema(?:\.\w{1,40})?|pg_catalog|open(?:rowset|query|datasource))['"]?$/,
    confidence: 0.5,
  },
  {
    what: 'definition',
    pattern: /^(?:drop|truncate|alter)\s{1,5}\w[\w.]{0,60}\s{0,3};\s{0,3}(?:--|#)/,
    confidence: 0.6,
  },
];

const COMMENT = /\/\*[^*]{0,80}\*\//g;
/** Words that comments were put into, or around, so that they are not seen. */
const HIDDEN = new RegExp(
  `\\b(?:${VERB}|select|union)\\s{0,3}[\\w(]|\\b(?:in|or|and|if|sleep|char|concat|substr|ascii)\\s{0,3}\\(`,
);

/** A sign or a word that every one of the rules has: words alone, such as salt and pepper, are not worth asking all. */
const WORTH =
  /['"`=;()#@<>|]|--|->|&&|::|\*\/|_name|_schema|[sx]p_|utl_|dbms_|pg_|rdb\$|msys|sysibm|msdasql|sqloledb|^\W{0,9}(?:x?or|and|not|r?like|regexp|glob|is|in|between|order|group|limit|exec|execute|from|select|union|having|create|alter|set|n?varchar2?|master|msdb|tempdb|model|open(?:rowset|query|datasource))\b|\b(?:immediate|load|prepare|having|union|limit|update|mode|filtering|dual|sys(?:objects|columns|users)|sys\.)\b|\d['"]?\s{1,3}(?:not|r?like|glob|sounds)\b/;

/** `version()` in a search, `user() is a function`: the function is looked for, or spoken of. */
const isNamed = ({ lower, field }: Subject): boolean =>
  /^[a-z_]{2,30}\(\)(?: (?!(?:from|union|and|x?or|r?like|in|as|where|limit|having|is (?:not|null))\b)[a-z]{2}[^;'"=|]{0,80})?$/.test(
    lower,
  ) &&
  (isSpoken(field) || lower.includes(' '));

const RULES = [...FRAGMENTS, ...CLAUSES];

const BLANKS = [' ', '\t', '\n', '\r', '\v', '\f'];
const BEFORE_BLANK = ['from', 'create', 'load', 'prepare', 'limit', 'or', 'and', 'not', 'alter', 'in'];

/** Pieces of SQL that are whole values. What a person types has words around it. */
export const sqlFragment: Detector = {
  name: 'sql',
  cost: (subject) => stepsOf(RULES, subject),
  rules: RULES,
  longest: 400,
  // No headers: browsers send `;`, `=` and quotes in most of them.
  roles: ['name', 'value', 'segment'],
  triggers: [
    ...['=', "'", '"', '`', '<>', '::', ';', ')', '--', '#', '*/', 'sounds', 'select', 'union', 'having', 'immediate'],
    ...['sp_', 'xp_', 'utl_', 'dbms_', 'msdasql', 'sqloledb', 'information_schema', 'pg_catalog'],
    ...[
      'openrowset',
      'openquery',
      'opendatasource',
      'model..',
      'model.dbo.',
      ']/*',
      '] /*',
      ']  /*',
      'lock',
      'update',
      'cast',
      'convert',
      'filtering',
    ],
    ...['in(', 'in (', 'exec', 'master.', 'msdb.', 'tempdb.', 'xor', 'like', 'glob', 'regexp'],
    ...['concat', 'procedure', 'varchar', 'null', 'order', 'group', 'between', '||', '&&', '->'],
    ...['schema_name', 'table_name', 'column_name', 'constraint_name', 'routine_name'],
    ...BLANKS.flatMap((blank) => [`${blank}@`, ...BEFORE_BLANK.map((word) => `${word}${blank}`)]),
  ],
  detect(subject) {
    const { lower } = subject;
    if (!WORTH.test(lower) || subject.prose || isAsked(subject)) return undefined;
    const text = lower.trim();
    for (const { what, pattern, confidence } of subject.asked(RULES)) {
      const found = pattern.exec(text);
      if (found && !(what === 'union' && isTitle(subject.text)) && !(what === 'call' && isNamed(subject)))
        return { category: 'sqli', what: `fragment-${what}`, confidence, offset: found.index };
    }
    if (subject.role === 'value' && subject.path === '' && NAMELESS.test(text) && !isTitle(subject.text))
      return { category: 'sqli', what: 'fragment-nameless', confidence: 0.5, offset: 0 };
    return text.includes('*/') ? hidden(text) : undefined;
  },
};

/** `DR/**\/OP`, `IN/**\/(`: what can be read only without the comments. */
function hidden(text: string): Match | undefined {
  const bare = text.replace(COMMENT, '');
  if (bare === text || !/[a-z]\/\*[^*]{0,80}\*\/\s{0,3}[a-z(]/.test(text)) return undefined;
  const found = HIDDEN.exec(bare);
  if (!found || HIDDEN.test(text)) return undefined;
  return { category: 'sqli', what: 'fragment-comment', confidence: 0.6, offset: 0 };
}
