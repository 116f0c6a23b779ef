import { codeAt } from '../code-at.js';

const MIN_LENGTH = 8;
/** No more characters are ever read. */
const MAX_LENGTH = 10_485_760;

/**
 * The text that the whole value is a base64 form of (standard or URL alphabet, padded or not); undefined where it is
 * none, or where it decodes to anything but plain text: identifiers, keys and pictures do.
 */
export function decodeBase64(text: string): string | undefined {
  const { length } = text;
  if (length < MIN_LENGTH || length > MAX_LENGTH) return undefined;
  let end = length;
  while (end > 0 && codeAt(text, end - 1) === PAD) end--;
  if (length - end > 2 || end % 4 === 1 || !holdsText(text, end) || !isMixed(text, end)) return undefined;
  return Buffer.from(text, 'base64').toString('latin1');
}

const PAD = 61;
const NONE = 64;
/** By character: its six bits; 64 where it is not of the alphabets. */
const DIGITS = new Uint8Array(128).fill(NONE);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'].forEach(
  (char, value) => (DIGITS[char.charCodeAt(0)] = value),
);
for (const [char, value] of [
  ['+', 62],
  ['-', 62],
  ['/', 63],
  ['_', 63],
] as const)
  DIGITS[char.charCodeAt(0)] = value;

/** Whether all characters are of the alphabet and all bytes plain text. Most keys and identifiers fail at once. */
function holdsText(text: string, end: number): boolean {
  let bits = 0;
  let held = 0;
  for (let i = 0; i < end; i++) {
    const code = codeAt(text, i);
    const digit = code < 128 ? DIGITS[code]! : NONE;
    if (digit === NONE) return false;
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    const byte = (bits >> held) & 0xff;
    if (byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  }
  return true;
}

/** Not a word or a number: both cases, or digits with letters. */
function isMixed(text: string, end: number): boolean {
  let upper = 0;
  let lower = 0;
  let digit = 0;
  for (let i = 0; i < end; i++) {
    const code = codeAt(text, i);
    if (code > 96 && code < 123) lower = 1;
    else if (code > 64 && code < 91) upper = 1;
    else if (code > 47 && code < 58) digit = 1;
    if (upper + lower + digit > 1) return true;
  }
  return false;
}
