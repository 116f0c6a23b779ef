import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frame, MAGIC, marks, readFrames, readMarks, type StoredRecord } from './frames.js';

const LOG = '.log';
const MARKS = '.gone';

/** One record of a segment. */
export interface Place {
  readonly segment: Segment;
  readonly number: number;
}

/** A file of records and a file of marks that say which of them were removed. Both only grow, and go together. */
export class Segment {
  /** Bytes of records, written or about to be. */
  bytes: number;
  /** Records that were not removed. */
  live = 0;
  /** Texts that are not written yet, or could not be. */
  unwritten = 0;
  /** Set where a write failed, or another process has taken it: nothing more is written. */
  broken = false;
  private count = 0;
  private chunks: Buffer[] = [];
  private removed: number[] = [];
  private file: FileHandle | undefined;
  private unsynced = false;

  /** A segment to write to where `size` is absent; otherwise one to read, of so many bytes. */
  constructor(
    readonly folder: string,
    readonly name: string,
    /** True where its texts are held by nobody. */
    readonly deposited: boolean,
    readonly own: boolean,
    size?: number,
  ) {
    this.bytes = size ?? MAGIC.length;
    if (size === undefined) this.chunks.push(MAGIC);
  }

  /** The names, without their endings, of the segments among the files of a folder, oldest first. */
  static namesAmong(files: readonly string[]): string[] {
    return files
      .filter((file) => file.endsWith(LOG))
      .map((file) => file.slice(0, -LOG.length))
      .sort();
  }

  static logOf(folder: string, name: string): string {
    return join(folder, name + LOG);
  }

  append(text: string, at: number): Place {
    const bytes = frame(text, at);
    this.chunks.push(bytes);
    this.bytes += bytes.length;
    this.live += 1;
    this.unwritten += 1;
    return { segment: this, number: this.count++ };
  }

  remove(number: number): void {
    this.live -= 1;
    this.removed.push(number);
  }

  /** Writes what was appended. After a failure the file may end in a torn record, so nothing may follow it. */
  async write(): Promise<void> {
    const { chunks, unwritten } = this;
    if (chunks.length === 0 || this.broken) return;
    this.chunks = [];
    try {
      this.file ??= await open(Segment.logOf(this.folder, this.name), 'ax', 0o600);
      const bytes = Buffer.concat(chunks);
      for (let done = 0; done < bytes.length;) done += (await this.file.write(bytes, done)).bytesWritten;
      this.unsynced = true;
      this.unwritten -= unwritten;
    } catch (error) {
      this.broken = true;
      throw error;
    }
  }

  /** Writes the marks of what was removed. */
  async mark(): Promise<void> {
    const numbers = this.removed;
    if (numbers.length === 0 || this.broken) return;
    this.removed = [];
    await writeFile(join(this.folder, this.name + MARKS), marks(numbers), { flag: 'a', mode: 0o600 });
  }

  /** Asks the system to put what was written on the disk itself. */
  async sync(): Promise<void> {
    if (!this.unsynced || !this.file) return;
    this.unsynced = false;
    await this.file.datasync();
  }

  /** Lets go of the file; nothing more is appended. */
  async seal(): Promise<void> {
    const file = this.file;
    this.file = undefined;
    await file?.close();
  }

  /** The records that were not removed. */
  async read(): Promise<{ live: (StoredRecord & Place)[]; torn: number }> {
    const { records, torn } = readFrames(await readFile(Segment.logOf(this.folder, this.name)));
    const gone = readMarks(await readIfThere(join(this.folder, this.name + MARKS)));
    const live = records
      .map((record, number) => ({ ...record, segment: this, number }))
      .filter(({ number }) => !gone.has(number));
    this.live = live.length;
    return { live, torn };
  }

  /** Deletes both files. */
  async discard(): Promise<void> {
    this.chunks = [];
    this.removed = [];
    await this.seal();
    // The records first: marks alone mean nothing, records without their marks would come back.
    await rm(Segment.logOf(this.folder, this.name), { force: true });
    await rm(join(this.folder, this.name + MARKS), { force: true });
  }
}

async function readIfThere(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
