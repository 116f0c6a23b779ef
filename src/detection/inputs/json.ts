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

const STEPS_OF_A_TEXT = 150;
const STEPS_OF_A_CHARACTER = 4;
/** A parser that refuses a text builds an error. */
export const STEPS_OF_A_REFUSAL = 2500;

/** What is a JSON object or array as a whole, within another input: undefined where it is none, or the steps do not suffice. */
export function innerJson(reader: Reader, text: string): object | undefined {
  if (!mayBeJson(text) || !reader.affords(STEPS_OF_A_TEXT + STEPS_OF_A_CHARACTER * text.length)) return undefined;
  const parsed = parseJson(text);
  if (parsed === undefined) reader.charge(STEPS_OF_A_REFUSAL);
  return parsed;
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
