import { codeAt } from '../../code-at.js';

/** One attribute of a start tag as a browser's tokeniser reads it; names in lower case, values with entities as sent. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
  /** True where an equals sign follows the name. */
  readonly assigned: boolean;
}

export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly closing: boolean;
  readonly attributes: readonly Attribute[];
  /** Where `<` stands. */
  readonly start: number;
  /** Where reading goes on. */
  readonly end: number;
  /** True where a `>` ended it. */
  readonly closed: boolean;
  /** True where it has more attributes than are kept. */
  readonly more: boolean;
}

/** Of one tag; no page has half as many. */
const MAX_ATTRIBUTES = 1000;

/**
 * Reads a tag that begins at `start` as browsers do: slashes and white space part attributes, quotes are optional, the
 * end of the text ends it too. Undefined where `<` begins no tag. Linear: reads every character once.
 */
export function readTag(text: string, start: number): Tag | undefined {
  let at = start + 1;
  const closing = codeAt(text, at) === SLASH;
  if (closing) at++;
  if (!isLetter(codeAt(text, at))) return undefined;
  const nameEnd = skipUntil(text, at, isNameEnd);
  const name = text.slice(at, nameEnd).toLowerCase();
  const attributes: Attribute[] = [];
  let more = false;
  at = nameEnd;
  while (at < text.length) {
    at = skipUntil(text, at, isNoSeparator);
    if (at >= text.length) break;
    if (codeAt(text, at) === GREATER) return { name, closing, attributes, start, end: at + 1, closed: true, more };
    const [attribute, end] = readAttribute(text, at, attributes.length < MAX_ATTRIBUTES);
    if (attribute) attributes.push(attribute);
    else more = true;
    at = Math.max(end, at + 1);
  }
  return { name, closing, attributes, start, end: text.length, closed: false, more };
}

/** Without `keep` only where it ends. */
function readAttribute(text: string, at: number, keep: boolean): [attribute: Attribute | undefined, end: number] {
  // An equals sign in first place belongs to the name.
  const nameEnd = skipUntil(text, at + 1, isAttributeNameEnd);
  const equals = skipUntil(text, nameEnd, isNoSpace);
  const assigned = codeAt(text, equals) === EQUALS;
  let start = nameEnd;
  let valueEnd = nameEnd;
  let end = nameEnd;
  if (assigned) {
    start = skipUntil(text, equals + 1, isNoSpace);
    const quote = codeAt(text, start);
    if (quote === DOUBLE || quote === SINGLE || quote === BACKTICK) {
      const close = text.indexOf(text[start]!, start + 1);
      valueEnd = close < 0 ? text.length : close;
      end = valueEnd + 1;
      start++;
    } else end = valueEnd = skipUntil(text, start, isValueEnd);
  }
  if (!keep) return [undefined, end];
  return [{ name: text.slice(at, nameEnd).toLowerCase(), value: text.slice(start, valueEnd), assigned }, end];
}

const SLASH = 47;
const GREATER = 62;
const EQUALS = 61;
const DOUBLE = 34;
const SINGLE = 39;
const BACKTICK = 96;

const isLetter = (code: number): boolean => (code | 32) > 96 && (code | 32) < 123;
/** Control characters count as space: browsers have differed, and no one writes them. */
const isSpace = (code: number): boolean => code < 33 || code === 0xa0;
const isNameEnd = (code: number): boolean => isSpace(code) || code === SLASH || code === GREATER;

const isNoSpace = (code: number): boolean => !isSpace(code);
const isNoSeparator = (code: number): boolean => !isSpace(code) && code !== SLASH;
const isAttributeNameEnd = (code: number): boolean => isNameEnd(code) || code === EQUALS;
const isValueEnd = (code: number): boolean => isSpace(code) || code === GREATER;

function skipUntil(text: string, from: number, stop: (code: number) => boolean): number {
  let at = from;
  while (at < text.length && !stop(codeAt(text, at))) at++;
  return at;
}
