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
export function* partsOf(bytes: Uint8Array, boundary: string, affords: () => boolean = () => true): Generator<Part> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  const first = delimiter.subarray(2);
  let at = buffer.subarray(0, first.length).equals(first) ? -2 : buffer.indexOf(delimiter);
  while (at !== NOWHERE && affords()) {
    const after = at + delimiter.length;
    const proper = isProper(buffer, after);
    // Lenient parsers take a delimiter with something behind it for one, and that for the beginning of a header.
    const line = proper ? lineAfter(buffer, after) : after;
    if (line < 0) return;
    const following = buffer.indexOf(delimiter, Math.max(line - 2, 0));
    const next = proper ? properFrom(buffer, delimiter, following) : following;
    const end = next === NOWHERE ? buffer.length : next;
    const part = partOf(buffer, line, Math.max(end, line), next !== NOWHERE);
    if (part) yield part;
    at = following;
  }
}

/** Line end, padding, the hyphens of the last one, or the end of a prefix. */
const ENDS_DELIMITER = new Set<number | undefined>([13, 32, 9, 45, undefined]);

const NOWHERE = -1;

const isProper = (buffer: Buffer, after: number): boolean => ENDS_DELIMITER.has(buffer[after]);

/** The first proper delimiter from that one on; -1 where there is none. */
function properFrom(buffer: Buffer, delimiter: Buffer, from: number): number {
  let at = from;
  while (at !== NOWHERE && !isProper(buffer, at + delimiter.length)) at = buffer.indexOf(delimiter, at + 2);
  return at;
}

/** Where the line after a delimiter begins; -1 after the closing delimiter or at the end of the bytes. */
function lineAfter(buffer: Buffer, at: number): number {
  if (buffer[at] === 45 && buffer[at + 1] === 45) return -1;
  const end = buffer.indexOf('\r\n', at, 'latin1');
  return end < 0 ? -1 : end + 2;
}

function partOf(buffer: Buffer, start: number, end: number, complete: boolean): Part | undefined {
  const head = buffer.subarray(start, Math.min(end + 2, start + MAX_HEADER_BYTES + 4));
  const found = head[0] === 13 && head[1] === 10 ? -2 : head.indexOf('\r\n\r\n', 0, 'latin1');
  const blank = start + found;
  if (found === -1 || blank + 2 > end) return undefined;
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
