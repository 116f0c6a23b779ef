import { BLIND_FUNCTIONS, CATALOGUE, SQL_FUNCTIONS, WORD_KINDS } from './data/words.js';
import { mayFollow, validUpTo } from './grammar.js';
import { isFunction, type Tokens } from './lexer.js';
import { cutsOff, ENOUGH_EVIDENCE, evidence, type Sighting, surer } from './sighting.js';
import { beginsStatement } from './statement.js';

type Phrase = readonly [
  what: string,
  shape: RegExp,
  confidence: number,
  holds?: (words: readonly string[], at: number, length: number) => boolean,
];

/** `5 > 3 && 2 < 4` is arithmetic, `1 and 1 is 2` is said; a condition that is joined on to a value is not. */
const compares = (words: readonly string[], at: number, length: number): boolean =>
  !words.slice(at, at + length).includes('is') &&
  (!words.slice(at, at + length).some(isOrder) || !words.slice(0, at).some(isOrder));
const isOrder = (word: string): boolean => word === '<' || word === '>';

/** Two words side by side, which are no argument. */
const isPair = (words: readonly string[], at: number): boolean =>
  /^[a-z]{2,}$/.test(words[at] ?? '') && /^[a-z]{2,}$/.test(words[at + 1] ?? '');

/** `sleep(8) hours` and `sleep(8 hours)` are said; `benchmark(2024)` has one argument. */
const isCall = (words: readonly string[], at: number): boolean =>
  (words[at] !== 'benchmark' || (words.slice(at).includes(',') && !isPair(words, at + 2))) &&
  // `time.Sleep(` and `data.analyse(new`: methods of another language; a package of a database is not a word.
  !(words[at - 1] === '.' && isWord(words[at - 2]) && isWord(words[at + 2])) &&
  !(words[at] === 'sleep' && /^\d+$/.test(words[at + 2] ?? '') && isWord(words[at + 3])) &&
  !/^[a-z]{2,}$/.test(words[at] === 'sleep' && words[at + 3] === ')' ? (words[at + 4] ?? '') : '');

/** `7=7`: the comparison of a number with itself, beginning at `at`. */
const isSame = (words: readonly string[], at: number): boolean => words[at + 1] === '=' && words[at] === words[at + 2];
const isLiteral = (words: readonly string[], at: number, length: number): boolean => {
  const sign = words.indexOf('=', at);
  return sign > at && sign < at + length && isSame(words, sign - 1);
};

/** `get one (1=1)`: two words that are none of SQL lead to it. */
const isSaid = (words: readonly string[], at: number): boolean => isWord(words[at - 1]) && isWord(words[at - 2]);
const isWord = (word = ''): boolean => /^[a-z]{3,}$/.test(word) && !WORD_KINDS.has(word) && !isFunction(word);

/** `elt(ord(…`, `iif(5=5,…`: a function that tells by a condition, of a part or a constant. */
const BLIND_ARGUMENTS =
  /^(?:[\w-]{1,20} )?(?:[,;] )?(?:elt|make_set|iif|if|ifnull|nullif|decode|greatest|least|interval) \( (?:\d{1,9} = \d|(?:ord|ascii|unicode|mid|substr\w{0,7}|length|char_length|left|right|hex) \()/;

/** Packages of Oracle that wait, read files or speak to others. */
const PACKAGE = /^(?:dbms_\w+|utl_\w+|ctxsys|sys_context|owa_\w+|htp)$/;

const symbolic = /[\d*(),.@'"=`]/;

/** What is SQL wherever it stands: several tokens that no sentence has in a row. */
const PHRASES: readonly Phrase[] = [
  ['union', /UA?\(*SA?(?:Ln)?[!+]*(?:[nNsqvDf]|\+|\(|[wTK]+[,F.]|$)/, 0.85],
  ['function', /D\((?!\)|ww)/, 0.7, isCall],
  [
    'outfile',
    /I?I\(*[sqf]/,
    0.7,
    (words, at) => /^(?:out|dump)file$/.test(words[at]!) || /^(?:out|dump)file$/.test(words[at + 1]!),
  ],
  ['subquery', /\(SA?(?:Ln)?[!+]*(?:[nNsqvDf(]|K[Kn(]|[+][,F)]|[wT](?:[,.(]|F[wT](?:\.[wT])?\)*[WGLU;c]))/, 0.7],
  ['subquery', /\(SA?[wT]F[wT]/, 0.6],
  ['where', /W!*\(*n=\(*n/, 0.7, (words, at, length) => isSame(words, at + length - 3)],
  [
    'tautology',
    /[(,KlH]\(*n=n(?:[),lcK;]|$)/,
    0.7,
    (words, at, length) => isLiteral(words, at, length) && !isSaid(words, at),
  ],
  ['case', /K\(*K[^K]*=[^K]*K/, 0.7, (words, at) => words[at] === 'case' && words.includes('when', at)],
  ['blind', /[(l,=!]f\(.{0,40}\)=!?\(*[nsqfSK]/, 0.65, (words, at) => BLIND_FUNCTIONS.has(words[at + 1]!)],
  ['blind', /^[wn,;]{0,2}f\(.*=.*\)/, 0.55, (words) => BLIND_ARGUMENTS.test(words.join(' '))],
  ['blind', /l!*\(*[sn]=f\(/, 0.6, (words, at, length) => isFunction(words[at + length - 2]!)],
  ['where', /^[wn]\)*(?:Kw)?W!*\(*[nsf(][^;]*=/, 0.6],
  ['function', /w\.f\(/, 0.7, (words, at) => PACKAGE.test(words[at]!)],
  ['order', /^(?:[wn]\)*GBn(?:,n)*(?:c|Kc?)|GBn(?:,n)*c)$/, 0.55],
  ['query', /^\(*SA?[^;Fx]+F\(*[wTv]/, 0.7, (words) => symbolic.test(words.join(''))],
  ['query', /^\(*SA?[+!]*(?:v|D|f\()/, 0.6],
  ['tautology', /(?:^|[nsqNvwfD)])\)*l!*\(*[!+]*(n|s)\)*=\(*[!+]*(?:\1|q|$)/, 0.75, compares],
  ['union', /UAS[wT]$/, 0.7],
  ['update', /XwKw=(?:f|s|n|\()/, 0.7, (words, at) => words[at] === 'update' && words[at + 2] === 'set'],
  ['order', /^[+(]{0,3}n(?:\.n)?\){0,9}GBn(?:c|$|,n)/, 0.55],
  ['having', /(?:^|[nsN)])H!*\(*(?:f\(|[nwsv](?:\.w)?\)*=|n(?:$|c|l\(*[nsf(]))/, 0.7],
  ['having', /Hf\([^)]*\)=[nsfv]/, 0.6],
  ['having', /\)Hn[KUL]/, 0.7],
  ['waitfor', /XK[sq]/, 0.8, (words, at) => words[at] === 'waitfor'],
  ['declare', /Xv/, 0.7, (words, at) => words[at] === 'declare' && words[at + 1]!.length > 1],
  [
    'case',
    /K.*K.+K/,
    0.6,
    (words, at) => words[at] === 'case' && words.includes('when') && words.includes('then') && words.at(-1) !== 'case',
  ],
  ['function', /f\(n=(?:n|s|$)/, 0.6, (words, at) => words[at] === 'if'],
  ['tautology', /^l[!+(]*[nsq]\)*=\(*[!+]*[nsfDq(]/, 0.7],
  ['condition', /^l!*[fD]\(.*[n)]/, 0.5],
  [
    'condition',
    /^l[!+(]*[wn]=/,
    0.5,
    (words, at, length) => mayFollow(words[at + 1]!) && /^[=!<>]+$/.test(words[at + length - 1]!),
  ],
  ['alias', /^nK[sw]F[wT]/, 0.55, (words) => words[1] === 'as'],
  ['values', /^n(?:,[nsN])*\)+;*c$/, 0.55, (words) => cutsOff(words.at(-1)!)],
  ['union', /[ns)]UA?Tw$/, 0.55, (words, at) => words[at + 1] === 'union'],
  ['comparison', /^f\(\)=[fns]/, 0.55, (words) => isFunction(words[0]!)],
  ['comparison', /^n=n$/, 0.5, (words) => words[1] === '<=>' || isSame(words, 0)],
];

/** What a text does that stands in a statement without quotes, or is one by itself. */
export function unquoted(tokens: Tokens): Sighting | undefined {
  if (/^@@[a-z_.]{4,}$/.test(tokens.words[0] ?? '')) return { what: 'server-variable', confidence: 0.7, offset: 0 };
  return tokens.shape.length < 2 ? undefined : surer(phrase(tokens), surer(statement(tokens), expression(tokens)));
}

/** The surest phrase of the list, wherever it stands. */
export function phrase({ shape, words, offsets }: Tokens): Sighting | undefined {
  let best: Sighting | undefined;
  for (const [what, pattern, confidence, holds] of PHRASES) {
    if (best && best.confidence >= confidence) continue;
    const found = pattern.exec(shape);
    if (found && (!holds || holds(words, found.index, found[0].length))) {
      best = { what, confidence, offset: offsets[found.index] ?? 0 };
    }
  }
  return best;
}

/** A statement by itself, or after another one. */
function statement(tokens: Tokens): Sighting | undefined {
  const { shape, offsets } = tokens;
  for (let at = 0; at >= 0; at = shape.indexOf(';', at) + 1 || -1) {
    if (!beginsStatement(tokens, at, at === 0)) continue;
    const offset = offsets[at] ?? 0;
    if (at === 0) return { what: 'statement', confidence: /[;c]$/.test(shape) ? 0.7 : 0.6, offset };
    // After a sentence and a semicolon a statement is quoted, not sent.
    return { what: 'stacked', confidence: validUpTo(shape, 0, false) < at - 1 ? 0.6 : 0.8, offset };
  }
  return undefined;
}

/** A whole text that is an expression, with something in it that only SQL has. */
function expression(tokens: Tokens): Sighting | undefined {
  const { shape, words, offsets } = tokens;
  const start = /^\)*/.exec(shape)![0].length;
  const joined = 'lUHI;'.includes(shape[start] ?? '-');
  if (validUpTo(shape, start, joined) < shape.length) return undefined;
  const offset = offsets[0]!;
  if (words.some((word) => CATALOGUE.test(word)) && /[F.=W(]/.test(shape))
    return { what: 'catalogue', confidence: 0.6, offset };
  // `1 and 1 is 2` is said; and a call that SQL does not know is one of another language.
  if (words.some((word, i) => word === 'is' && shape[i + 1] === 'n')) return undefined;
  const begins = shape[0] !== 'f' || isFunction(words[0]!) || SQL_FUNCTIONS.test(`${words[0]!}(`);
  if (
    !words.some(isOrder) &&
    begins &&
    /^\(*[nsf+]/.test(shape) &&
    /[ns)]l[!+(]*[nsNvfD]/.test(shape) &&
    /[=c(]/.test(shape)
  )
    return { what: 'condition', confidence: 0.6, offset };
  if (/^[n(+]/.test(shape) && /[SUD]/.test(shape) && evidence(tokens, start, joined) > ENOUGH_EVIDENCE + 1)
    return { what: 'expression', confidence: 0.75, offset };
  if (/^n\)*l!*\(*(?:w(?:\.w)*=|N$)/.test(shape) && !words.some((word) => isOrder(word) || word === 'unknown'))
    return { what: 'condition', confidence: 0.55, offset };
  if (/^n\)*l!*\(*[wfNv(]/.test(shape) && evidence(tokens, start, joined) > 2)
    return { what: 'condition', confidence: 0.55, offset };
  if (/U[c]?$/.test(shape) && /^[s+(]|^n(?:[+]n)*\)*(?:U|l[^U]*=)/.test(shape))
    return { what: 'union', confidence: 0.55, offset };
  if (words.some((word) => word.startsWith('@@') && word.length > 3))
    return { what: 'server-variable', confidence: 0.7, offset };
  if (
    shape.endsWith('c') &&
    !/ww/.test(shape) &&
    !(
      words.at(-1)!.length < 3 &&
      /[a-z]/.test(words.at(-2)!) &&
      offsets.at(-1) === offsets.at(-2)! + words.at(-2)!.length
    ) &&
    /^(?:--|\/\*|#\s*$)/.test(words.at(-1)!) &&
    cutsOff(words.at(-1)!) &&
    /^[)(+!]*[nsvfDK].*[ls(=]/.test(shape)
  ) {
    return { what: 'expression', confidence: 0.55, offset };
  }
  return undefined;
}
