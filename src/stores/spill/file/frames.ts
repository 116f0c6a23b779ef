import { crc32 } from 'node:zlib';

/*
 * A segment: eight bytes that name the format, then records, each of: length of the text in bytes (u32), CRC-32 of
 * what follows (u32), time of recording in milliseconds (f64), text in UTF-8. Numbers are little-endian.
 *
 * Beside it, the marks of what was removed: eight bytes each, the number of the record and its complement (u32).
 */

export const MAGIC = Buffer.from('nguard1\n', 'latin1');
const HEADER = 16;
const MARK = 8;

/** What a text takes in a segment, in bytes. */
export function frameSize(text: string): number {
  return HEADER + Buffer.byteLength(text);
}

export function frame(text: string, at: number): Buffer {
  const bytes = Buffer.allocUnsafe(frameSize(text));
  bytes.writeUInt32LE(bytes.length - HEADER, 0);
  bytes.writeDoubleLE(at, 8);
  bytes.write(text, HEADER, 'utf8');
  bytes.writeUInt32LE(crc32(bytes.subarray(8)), 4);
  return bytes;
}

export interface StoredRecord {
  readonly text: string;
  readonly at: number;
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
    records.push({ text: bytes.toString('utf8', offset + HEADER, end), at: bytes.readDoubleLE(offset + 8) });
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
