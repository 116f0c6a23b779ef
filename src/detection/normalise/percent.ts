import { codeAt } from '../code-at.js';

/**
 * Percent escapes as lenient servers read them: `%41`, `%u0041`, and UTF-8 in forms that a strict decoder refuses
 * (overlong, up to six bytes), which old decoders fold to the character meant. What is no escape stays as it is.
 */
export function decodePercent(text: string): string {
  const first = text.indexOf('%');
  if (first < 0) return text;
  let out = text.slice(0, first);
  let changed = false;
  for (let i = first; i < text.length;) {
    if (codeAt(text, i) !== 37) {
      const next = text.indexOf('%', i);
      const end = next < 0 ? text.length : next;
      out += text.slice(i, end);
      i = end;
      continue;
    }
    const wide = wideEscape(text, i);
    if (wide >= 0) {
      out += String.fromCharCode(wide);
      i += 6;
      changed = true;
      continue;
    }
    const lead = byteAt(text, i);
    if (lead < 0) {
      out += '%';
      i++;
      continue;
    }
    const length = sequenceLength(lead);
    const point = length > 1 ? sequence(text, i, lead, length) : lead;
    if (point < 0) {
      out += String.fromCharCode(lead);
      i += 3;
    } else {
      out += point > 0x10ffff || (point > 0xd7ff && point < 0xe000) ? '\ufffd' : String.fromCodePoint(point);
      i += 3 * length;
    }
    changed = true;
  }
  return changed ? out : text;
}

const hex = (code: number): number =>
  code > 47 && code < 58 ? code - 48 : (code | 32) > 96 && (code | 32) < 103 ? (code | 32) - 87 : -1;

/** The byte of the escape at `i`; -1 where there is none. */
function byteAt(text: string, i: number): number {
  if (codeAt(text, i) !== 37 || i + 2 >= text.length) return -1;
  const high = hex(codeAt(text, i + 1));
  const low = hex(codeAt(text, i + 2));
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/** The character of `%uXXXX` at `i`; -1 where there is none. */
function wideEscape(text: string, i: number): number {
  if (i + 5 >= text.length || (codeAt(text, i + 1) | 32) !== 117) return -1;
  let value = 0;
  for (let k = i + 2; k < i + 6; k++) {
    const digit = hex(codeAt(text, k));
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

const sequenceLength = (lead: number): number =>
  lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : lead < 0xfc ? 5 : lead < 0xfe ? 6 : 1;

/** The code point of an escaped UTF-8 sequence, overlong or not; -1 where continuation bytes are missing. */
function sequence(text: string, i: number, lead: number, length: number): number {
  let point = lead & (0x7f >> length);
  for (let k = 1; k < length; k++) {
    const byte = byteAt(text, i + 3 * k);
    if (byte < 0 || (byte & 0xc0) !== 0x80) return -1;
    point = point * 64 + (byte & 0x3f);
  }
  return point;
}

const STRAY = /%(?![\da-f]{2}|u[\da-f]{4})(?=\S)/gi;

/** Drops percent signs that escape nothing, where most characters have one: some servers skip them (`%S%E%L%E%C%T`). */
export function dropStrayPercent(text: string): string {
  if (!/%\w%[^\da-f]|%[^\da-f\s]%/i.test(text)) return text;
  const count = text.match(STRAY)?.length ?? 0;
  return count > 3 && count * 4 > text.length ? text.replace(STRAY, '') : text;
}
