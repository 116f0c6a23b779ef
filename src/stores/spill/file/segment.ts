import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { frame, MAGIC, marks, readFrames, readMarks, type References, type StoredRecord } from './frames.js';

const LOG = '.log';
const MARKS = '.gone';

/**
 * What a segment holds: texts that somebody holds too, texts that nobody holds, or batches, which take the place of
 * texts of other segments and therefore must be read before them: their names come first.
 */
export type SegmentKind = 'batches' | 'held' | 'deposited';
const FIRST_LETTER = { batches: 'b', held: 't', deposited: 't' } as const;

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
  /** Of these, the ones whose marks are to be written now. */
  private marking: number[] = [];
  private file: FileHandle | undefined;
  private unsynced = false;

  private constructor(
    readonly folder: string,
    readonly name: string,
    /** Undefined for one that somebody else has written. */
    readonly kind: SegmentKind | undefined,
    size?: number,
  ) {
    this.bytes = size ?? MAGIC.length;
    if (size === undefined) this.chunks.push(MAGIC);
  }

  /** A segment to write to, the `number`th of its folder. */
  static create(folder: string, number: number, kind: SegmentKind): Segment {
    return new Segment(folder, FIRST_LETTER[kind] + `${number}`.padStart(10, '0'), kind);
  }

  /** A segment to read, of so many bytes. */
  static found(folder: string, name: string, bytes: number): Segment {
    return new Segment(folder, name, undefined, bytes);
  }

  /** The names, without their endings, of the segments among the files of a folder. */
  static namesAmong(files: readonly string[]): string[] {
    return files.filter((file) => file.endsWith(LOG)).map((file) => file.slice(0, -LOG.length));
  }

  /** True where its records take the place of others. */
  get holdsBatches(): boolean {
    return this.name.startsWith(FIRST_LETTER.batches);
  }

  /** Names it in references; the same wherever its folder is moved to. */
  get key(): string {
    return `${basename(this.folder)}/${this.name}`;
  }

  static logOf(folder: string, name: string): string {
    return join(folder, name + LOG);
  }

  append(text: string, at: number, references?: References): Place {
    const bytes = frame(text, at, references);
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

  /** What was removed up to now is for the next `mark`; what is removed from now on is for the one after. */
  cut(): void {
    this.marking = this.marking.concat(this.removed);
    this.removed = [];
  }

  /** Writes the marks of what was removed before the last `cut`. */
  async mark(): Promise<void> {
    const numbers = this.marking;
    if (numbers.length === 0 || this.broken) return;
    this.marking = [];
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

  async read(): Promise<{ records: StoredRecord[]; torn: number }> {
    return readFrames(await readFile(Segment.logOf(this.folder, this.name)));
  }

  /** Those of its records that were not removed. */
  async left(records: readonly StoredRecord[]): Promise<(StoredRecord & Place)[]> {
    const gone = readMarks(await readIfThere(join(this.folder, this.name + MARKS)));
    for (const number of [...this.marking, ...this.removed]) gone.add(number);
    const live = records
      .map((record, number) => ({ ...record, segment: this, number }))
      .filter(({ number }) => !gone.has(number));
    this.live = live.length;
    return live;
  }

  /** Deletes both files. */
  async discard(): Promise<void> {
    this.chunks = [];
    this.removed = this.marking = [];
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
