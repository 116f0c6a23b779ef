import { codeAt } from '../code-at.js';
import { type Reader } from '../reader.js';
import { STEPS_OF_A_REFUSAL } from './json.js';

/** The strings of a JSON text that a parser refuses, opened; the last one may be cut. */
export function* stringsOf(reader: Reader, text: string): Generator<string> {
  for (let at = text.indexOf('"'); at >= 0;) {
    const end = stringEnd(text, at + 1);
    yield open(reader, text.slice(at + 1, end));
    at = text.indexOf('"', end + 1);
  }
}

function stringEnd(text: string, from: number): number {
  for (let i = from, { length } = text; i < length; i++) {
    const code = codeAt(text, i);
    if (code === 92) i++;
    else if (code === 34) return i;
  }
  return text.length;
}

function open(reader: Reader, raw: string): string {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    reader.charge(STEPS_OF_A_REFUSAL);
    return raw; // a bad escape, or one that is cut: the text as it was sent, which is decoded further on
  }
}
