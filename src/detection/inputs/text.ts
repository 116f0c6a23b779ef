import { codeAt } from '../code-at.js';

const SAMPLE = 512;

/** Whether bytes are no text: a NUL, or many control characters, among the first of them. */
export function isBinary(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, SAMPLE);
  let control = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i]!;
    if (byte === 0) return !wide(bytes);
    if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) control++;
  }
  return control * 10 > length;
}

/** Whether a text was made of bytes that are none: what a framework hands on of a body that is compressed. */
export function isGarbled(text: string): boolean {
  const sample = text.slice(0, SAMPLE);
  let wrong = 0;
  for (let i = 0, { length } = sample; i < length; i++) {
    const code = codeAt(sample, i);
    if (code === 0xfffd || code < 9 || (code > 13 && code < 32 && code !== 27)) wrong++;
  }
  return wrong * 10 > sample.length;
}

/** UTF-16 with a byte order mark. */
const wide = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);

/** Text of bytes: UTF-8, or what a byte order mark or the declared charset says. Wrong bytes become U+FFFD. */
export function decodeText(bytes: Uint8Array, charset?: string): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = charset?.toLowerCase();
  if (wide(bytes) || name?.startsWith('utf-16')) return utf16(buffer, name);
  if (name === 'utf-7') return buffer.toString('latin1');
  return name === 'iso-8859-1' || name === 'latin1' ? buffer.toString('latin1') : buffer.toString('utf8');
}

function utf16(buffer: Buffer, charset: string | undefined): string {
  const even = buffer.subarray(0, buffer.length & ~1);
  const big = buffer[0] === 0xfe || (buffer[0] !== 0xff && charset === 'utf-16be');
  return (big ? Buffer.from(even).swap16() : even).toString('utf16le');
}
