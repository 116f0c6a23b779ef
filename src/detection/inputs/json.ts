import { type Reader } from '../reader.js';

/** A JSON object or array; undefined for any other text. */
export function parseJson(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined; // not JSON: the caller reads it as text
  }
}

/** To try it, since a parser that refuses builds an error; and by character. */
const STEPS_OF_A_TRY = 1600;
const STEPS_OF_A_CHARACTER = 4;

/** What is a JSON object or array as a whole, within another input: undefined where it is none, or the steps do not suffice. */
export function innerJson(reader: Reader, text: string): object | undefined {
  if (!mayBeJson(text)) return undefined;
  return reader.affords(STEPS_OF_A_TRY + STEPS_OF_A_CHARACTER * text.length) ? parseJson(text) : undefined;
}

/** Whether it begins and ends as an object or an array does. */
function mayBeJson(text: string): boolean {
  const first = text.charCodeAt(0);
  if ((first !== BRACE && first !== BRACKET) || text.length < 3) return false;
  let last = text.length - 1;
  while (isBlank(text.charCodeAt(last))) last--;
  // What closes a bracket stands two after it in ASCII, and so for braces.
  if (text.charCodeAt(last) !== first + 2) return false;
  let second = 1;
  while (isBlank(text.charCodeAt(second))) second++;
  return (first === BRACE ? '"}' : '"{[]-0123456789tfn').includes(text.charAt(second));
}

const BRACE = 123;
const BRACKET = 91;
const isBlank = (code: number): boolean => code === 32 || code === 9 || code === 10 || code === 13;
