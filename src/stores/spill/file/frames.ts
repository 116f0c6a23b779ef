import { crc32 } from 'node:zlib';

/*
 * A segment: eight bytes that name the format, then records, each of: length of what follows the header in bytes (u32),
 * CRC-32 of all that follows it (u32), time of recording in milliseconds (f64), length of the references (u32), and
 * behind this header the references and the text in UTF-8. Numbers are little-endian.
 *
 * The references name the records whose place this one takes: whoever reads it must not read them.
 *
 * Beside it, the marks of what was removed: eight bytes each, the number of the record and its complement (u32).
 */

export const MAGIC = Buffer.from('nguard1\n', 'latin1');
const HEADER = 20;
const MARK = 8;

/** The JSON text of what a record takes the place of: each segment's key and the numbers of its records. */
export type References = string;

export function frame(text: string, at: number, references: References = ''): Buffer {
  const refBytes = Buffer.byteLength(references);
  const bytes = Buffer.allocUnsafe(HEADER + refBytes + Buffer.byteLength(text));
  bytes.writeUInt32LE(bytes.length - HEADER, 0);
  bytes.writeDoubleLE(at, 8);
  bytes.writeUInt32LE(refBytes, 16);
  bytes.write(references, HEADER, 'utf8');
  bytes.write(text, HEADER + refBytes, 'utf8');
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

export interface StoredRecord {
  readonly text: string;
  readonly at: number;
  readonly references: References;
}

export interface SegmentContent {
  readonly records: StoredRecord[];
  /** Bytes after the last whole record: what a write that broke off, or a broken disk, left. */
  readonly torn: number;
}

/** Reads records up to the first that is not whole; what follows it cannot be told apart from noise. */
export function readFrames(bytes: Buffer): SegmentContent {
  const records: StoredRecord[] = [];
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return { records, torn: bytes.length };
  let offset = MAGIC.length;
  while (offset + HEADER <= bytes.length) {
    const end = offset + HEADER + bytes.readUInt32LE(offset);
    if (end > bytes.length || crc32(bytes.subarray(offset + 8, end)) !== bytes.readUInt32LE(offset + 4)) break;
    const middle = offset + HEADER + bytes.readUInt32LE(offset + 16);
    records.push({
      text: bytes.toString('utf8', middle, end),
      at: bytes.readDoubleLE(offset + 8),
      references: bytes.toString('utf8', offset + HEADER, middle),
    });
    offset = end;
  }
  return { records, torn: bytes.length - offset };
}

export function marks(numbers: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(numbers.length * MARK);
  numbers.forEach((number, i) => {
    bytes.writeUInt32LE(number, i * MARK);
    bytes.writeUInt32LE(~number >>> 0, i * MARK + 4);
  });
  return bytes;
}

/** The numbers that are marked. A mark that is not whole counts as none: its record comes back once more. */
export function readMarks(bytes: Buffer): Set<number> {
  const numbers = new Set<number>();
  for (let offset = 0; offset + MARK <= bytes.length; offset += MARK) {
    const number = bytes.readUInt32LE(offset);
    if (bytes.readUInt32LE(offset + 4) === ~number >>> 0) numbers.add(number);
  }
  return numbers;
}
