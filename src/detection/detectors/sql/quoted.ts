import { isProse } from '../../document.js';
import { mayFollow, validUpTo } from './grammar.js';
import { isFunction, type Tokens } from './lexer.js';
import { cutsOff, ENOUGH_EVIDENCE, evidence, saysLittle, type Sighting } from './sighting.js';
import { beginsStatement } from './statement.js';

const OPERAND = '!*\\(*[!+]*(?:[nsvwNqT]|[fD]\\()';
/** A condition is joined on, and compares. */
const CONDITION = new RegExp(`l${OPERAND}[^l;]{0,40}=`);
/** A condition is joined on: a constant, a call, a bracket. */
const CONSTANT = /^s\)*l[!+]*(?:[nvN]|[fD]\(|\()/;
/** The rest of a list of values: `','b');--`, `'),('a`, `',role='admin`. */
const LIST_END = /^s(?:,[snNf][^;]{0,60}\)+;*c$|\),\([sqnN]|,[wT]=[qsn](?:$|c|W))/;
const CLAUSE = /(?:^s|\))\)*(?:U[A(]*S|GB|H|I|Ln)/;
const OPERATOR = /^s\)*[=+l][!+]*\(*[sqnvNfD]/;

/**
 * What a text does that closes the quotes around it: `tokens` were read from inside a string. It must go on as an
 * expression of the statement, and leave the last quote to the statement or cut the rest off by a comment; prose with
 * an apostrophe does neither.
 */
export function inQuotes(tokens: Tokens, text: string, quote: number): Sighting | undefined {
  const { shape, words, offsets } = tokens;
  if (shape.length < 2 || isCodeSpan(text, quote)) return undefined;
  const joined = /^s\)*l!*/.exec(shape);
  if (joined && !mayFollow(words[joined[0].length] ?? '')) return undefined;
  const offset = offsets[1]!;
  const last = shape[shape.length - 1]!;
  if (/^s\)*;*c/.test(shape)) return commentOnly(tokens, offset);
  if (LIST_END.test(shape) && brief(words[0]!)) return { what: 'values', confidence: 0.7, offset };
  const next = /^[sq]\)*;*/.exec(shape)![0].length;
  if (
    beginsStatement(tokens, next) &&
    (shape.includes(';') || !isQuotation(text, quote)) &&
    (words[next - 1] === ';' || (brief(words[0]!) && (shape[next] === 'X' || evidence(tokens, next, false) > 1)))
  )
    return { what: 'stacked', confidence: 0.9, offset };
  if (/^s\)*;+$/.test(shape) && brief(words[0]!)) return { what: 'terminator', confidence: 0.5, offset };
  // A query in brackets as an operand says enough, whatever its inside looks like to the grammar.
  const bracket = /^s\)*[l=+]+!*\(+/.exec(shape);
  if (bracket && beginsStatement(tokens, bracket[0].length)) return { what: 'subquery', confidence: 0.85, offset };
  const call = /^s\)*[l=+]!*f/.exec(shape);
  if (call && isFunction(words[call[0].length - 1]!) && brief(words[0]!))
    return { what: 'call', confidence: 0.6, offset };
  if (validUpTo(shape, 1, true) < shape.length) return undefined;
  const balanced = (last === 'q' && tokens.open === quote) || last === 'c' || last === ';';
  const sure = balanced ? 0.1 : 0;
  if (CLAUSE.test(shape) || (/^s\)*[+l=]/.test(shape) && /[UD]/.test(shape)))
    return { what: 'clause', confidence: 0.8 + sure, offset };
  if (
    /^s\)*[lUWHGILK,=+;F]/.test(shape) &&
    evidence(tokens, 1, true) >= (balanced && brief(words[0]!) ? ENOUGH_EVIDENCE - 1 : ENOUGH_EVIDENCE)
  )
    return { what: 'expression', confidence: 0.75 + sure, offset };
  if (/^s\)*[l=+]/.test(shape) && CONDITION.test(shape)) return { what: 'tautology', confidence: 0.75 + sure, offset };
  if (CONSTANT.test(shape)) return { what: 'condition', confidence: 0.5 + sure, offset };
  if (!balanced) return undefined;
  // A word as the operator between two quoted phrases is a sentence, unless the phrases are digits or a letter.
  const said = /^[a-z]+$/.test(words[next] ?? '') && !/[nNfDv(]/.test(shape);
  if (said && (/[a-z\d]['"`][a-z]+['"`]$|^['"`][a-z]+['"`]$/.test(text) || /\p{L}{2}/u.test(words[0]! + words.at(-1)!)))
    return undefined;
  const outer = brief(words[0]!) && brief(words.at(-1)!);
  const parted = /\s$/.test(words[0]!.trimStart()) || (last === 'q' && /^\s+\S/.test(words.at(-1)!));
  if (OPERATOR.test(shape) && outer && (!parted || /[nNfDv(]/.test(shape)) && (last !== 'c' || cutsOff(words.at(-1)!)))
    return { what: 'operator', confidence: 0.6, offset };
  // `=A1&" "&B1`: a formula.
  if (shape === 'sq' && outer && !/^=[a-z]/.test(text) && text.length < 12 && /['"]\s+['"]/.test(text)) {
    return { what: 'join', confidence: 0.5, offset };
  }
  return last === 'c' && /[l=+]/.test(shape) && cutsOff(words.at(-1)!)
    ? { what: 'expression', confidence: 0.6, offset }
    : undefined;
}

/** ``query(`SELECT 1`)``, `the "PRAGMA x=1" of today`: a quote that opens, as it stands, and is closed. */
function isQuotation(text: string, quote: number): boolean {
  const mark = String.fromCharCode(quote);
  const at = text.indexOf(mark);
  return at > 0 && /[\s([{=,:]/.test(text[at - 1]!) && /\w/.test(text[at + 1] ?? '') && text.includes(mark, at + 1);
}

const BACKTICK = 96;

/** ``Clears the `order by` clause of the query``: backticks around words of a sentence, as Markdown marks code. */
const isCodeSpan = (text: string, quote: number): boolean =>
  quote === BACKTICK && /(?:^|[\s([*])`[^`\n]{1,80}`(?=[\s.,;:!?)\]*'-]|$)/.test(text) && isProse(text);

/** A quote and a comment: an attack unless the comment is a sentence after a dash. */
function commentOnly({ words, shape }: Tokens, offset: number): Sighting | undefined {
  const comment = words[shape.indexOf('c')]!;
  const before = words[0]!.trim().split(/\s+/).length;
  if (/[\p{L}\d]/u.test(comment) && /['"]/.test(comment)) return undefined;
  // `5" #12`, `6" --- new`: inches, a number, a dash.
  if (/\d$/.test(words[0]!) && /^(?:#\s?\d|---)/.test(comment)) return undefined;
  return saysLittle(comment) && before < (comment.startsWith('#') ? 2 : 4)
    ? { what: 'comment', confidence: 0.6, offset }
    : undefined;
}

/** A value, not a sentence: short, and one word. */
const brief = (text: string): boolean => text.length < 24 && !/\S\s+\S/.test(text);
