import { parameter } from '../media-type.js';

/** One part of a multipart body. */
export interface Part {
  readonly name: string | undefined;
  /** Undefined for a field. */
  readonly filename: string | undefined;
  /** The declared type; undefined where the part has none. */
  readonly type: string | undefined;
  readonly data: Uint8Array;
  /** False where the bytes end before the part does. */
  readonly complete: boolean;
}

const MAX_HEADER_BYTES = 16_384;

/**
 * Splits a multipart body (RFC 2046, 5.1.1; RFC 7578) that is wholly in memory, or a prefix of one. Stops at the
 * closing delimiter. A part without an end of its header is left out.
 */
export function* partsOf(bytes: Uint8Array, boundary: string): Generator<Part> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  let at = findDelimiter(buffer, delimiter, 0);
  while (at >= 0) {
    const line = lineAfter(buffer, at + delimiter.length);
    if (line < 0) return;
    const next = findDelimiter(buffer, delimiter, Math.max(line - 2, 0));
    const end = next < 0 ? buffer.length : next - 2;
    const part = partOf(buffer, line, Math.max(end, line), next >= 0);
    if (part) yield part;
    at = next;
  }
}

/** Line end, padding, the hyphens of the last one, or the end of a prefix. */
const ENDS_DELIMITER = new Set<number | undefined>([13, 32, 9, 45, undefined]);

/** Where the next delimiter at the beginning of a line is (its first hyphen); -1 where there is none. */
function findDelimiter(buffer: Buffer, delimiter: Buffer, from: number): number {
  for (let at = buffer.indexOf(delimiter, from); at >= 0; at = buffer.indexOf(delimiter, at + 1)) {
    const line = at === 0 || (at > 1 && buffer[at - 1] === 10 && buffer[at - 2] === 13);
    if (line && ENDS_DELIMITER.has(buffer[at + delimiter.length])) return at;
  }
  return -1;
}

/** Where the line after a delimiter begins; -1 after the closing delimiter or at the end of the bytes. */
function lineAfter(buffer: Buffer, at: number): number {
  if (buffer[at] === 45 && buffer[at + 1] === 45) return -1;
  const end = buffer.indexOf('\r\n', at, 'latin1');
  return end < 0 ? -1 : end + 2;
}

function partOf(buffer: Buffer, start: number, end: number, complete: boolean): Part | undefined {
  const blank =
    buffer[start] === 13 && buffer[start + 1] === 10 ? start - 2 : buffer.indexOf('\r\n\r\n', start, 'latin1');
  if (blank < 0 || blank + 2 > end || blank - start > MAX_HEADER_BYTES) return undefined;
  const headers = blank < start ? '' : buffer.toString('utf8', start, blank);
  let disposition: string | undefined;
  let type: string | undefined;
  for (const line of headers.split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (name === 'content-disposition') disposition = line.slice(colon + 1).trim();
    else if (name === 'content-type') type = line.slice(colon + 1).trim();
  }
  const filename = parameter(disposition, 'filename') ?? extended(parameter(disposition, 'filename*'));
  const data = buffer.subarray(Math.min(blank + 4, end), end);
  return { name: parameter(disposition, 'name'), filename, type, data, complete };
}

/** A value in the form of RFC 5987: `charset'language'percent-encoded`. */
function extended(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const raw = value.slice(value.indexOf("'", value.indexOf("'") + 1) + 1);
  try {
    return decodeURIComponent(raw);
  } catch {
    return raw; // a bad escape: the name as it was sent
  }
}
