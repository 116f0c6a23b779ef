import { CATALOGUE } from './data/words.js';
import { validUpTo } from './grammar.js';
import { type Tokens } from './lexer.js';
import { saysLittle, type Sighting } from './sighting.js';
import { beginsStatement } from './statement.js';

type Phrase = readonly [
  what: string,
  shape: RegExp,
  confidence: number,
  holds?: (words: readonly string[], at: number, length: number) => boolean,
];

/** `5 > 3 && 2 < 4` is arithmetic; a condition that is joined on to a value is not. */
const compares = (words: readonly string[], at: number, length: number): boolean =>
  !words.slice(at, at + length).some(isOrder) || !words.slice(0, at).some(isOrder);
const isOrder = (word: string): boolean => word === '<' || word === '>';

const symbolic = /[\d*(),.@'"=`]/;

/** What is SQL wherever it stands: several tokens that no sentence has in a row. */
const PHRASES: readonly Phrase[] = [
  ['union', /UA?\(*SA?(?:Ln)?[!+]*(?:[nNsqvDf]|\+|\(|[wTK]+[,F.]|$)/, 0.85],
  ['function', /D\((?!\)|ww)/, 0.7, (words, at) => words[at] !== 'benchmark' || words.slice(at).includes(',')],
  [
    'outfile',
    /I?I\(*[sqf]/,
    0.7,
    (words, at) => /^(?:out|dump)file$/.test(words[at]!) || /^(?:out|dump)file$/.test(words[at + 1]!),
  ],
  ['subquery', /\(SA?(?:Ln)?[!+]*(?:[nNsqvDf(]|[+][,F)]|[wT](?:[,.(]|F[wT]))/, 0.7],
  ['query', /^\(*SA?[^;F]*F\(*[wTv]/, 0.7, (words) => symbolic.test(words.join(''))],
  ['query', /^\(*SA?[+!]*(?:v|D|f\()/, 0.6],
  ['tautology', /(?:^|[nsqNvwfD)])\)*l!*\(*[!+]*(n|s)\)*=\(*[!+]*(?:\1|q|$)/, 0.75, compares],
  ['union', /UAS[wT]$/, 0.7],
  ['update', /XwKw=(?:f|s|n|\()/, 0.7, (words, at) => words[at] === 'update' && words[at + 2] === 'set'],
  ['order', /^[+(]{0,3}n(?:\.n)?\){0,9}GBn(?:c|$|,n)/, 0.55],
  ['having', /(?:^|[nsN)])H!*[n(fs]/, 0.7],
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
    (words, at, length) => !/^[*/%|^]/.test(words[at + 1]!) && /^[=!<>]+$/.test(words[at + length - 1]!),
  ],
  ['comparison', /^n=n$/, 0.5, (words) => words[1] === '=' || words[1] === '<=>'],
];

/** What a text does that stands in a statement without quotes, or is one by itself. */
export function unquoted(tokens: Tokens): Sighting | undefined {
  if (/^@@[a-z_.]{4,}$/.test(tokens.words[0] ?? '')) return { what: 'server-variable', confidence: 0.7, offset: 0 };
  return tokens.shape.length < 2 ? undefined : (phrase(tokens) ?? statement(tokens) ?? expression(tokens));
}

/** A phrase of the list, wherever it stands. */
export function phrase({ shape, words, offsets }: Tokens): Sighting | undefined {
  for (const [what, pattern, confidence, holds] of PHRASES) {
    const found = pattern.exec(shape);
    if (found && (!holds || holds(words, found.index, found[0].length))) {
      return { what, confidence, offset: offsets[found.index] ?? 0 };
    }
  }
  return undefined;
}

/** A statement by itself, or after another one. */
function statement(tokens: Tokens): Sighting | undefined {
  const { shape, offsets } = tokens;
  for (let at = 0; at >= 0; at = shape.indexOf(';', at) + 1 || -1) {
    if (beginsStatement(tokens, at))
      return { what: at === 0 ? 'statement' : 'stacked', confidence: at === 0 ? 0.6 : 0.8, offset: offsets[at] ?? 0 };
  }
  return undefined;
}

/** A whole text that is an expression, with something in it that only SQL has. */
function expression({ shape, words, offsets }: Tokens): Sighting | undefined {
  const start = /^\)*/.exec(shape)![0].length;
  const joined = 'lUHI;'.includes(shape[start] ?? '-');
  if (validUpTo(shape, start, joined) < shape.length) return undefined;
  const offset = offsets[0]!;
  if (words.some((word) => CATALOGUE.test(word)) && /[F.=W(]/.test(shape))
    return { what: 'catalogue', confidence: 0.6, offset };
  if (!words.some(isOrder) && /^\(*[nsf+]/.test(shape) && /[ns)]l[!+(]*[nsNvfD]/.test(shape) && /[=c(]/.test(shape))
    return { what: 'condition', confidence: 0.6, offset };
  if (/U[c]?$/.test(shape) && /^[ns+(]/.test(shape)) return { what: 'union', confidence: 0.55, offset };
  if (words.some((word) => word.startsWith('@@') && word.length > 3))
    return { what: 'server-variable', confidence: 0.7, offset };
  if (
    shape.endsWith('c') &&
    /^(?:--|\/\*|#\s*$)/.test(words.at(-1)!) &&
    saysLittle(words.at(-1)!) &&
    /^[)(+!]*[nsvfDK].*[ls(=]/.test(shape)
  ) {
    return { what: 'expression', confidence: 0.55, offset };
  }
  return undefined;
}
