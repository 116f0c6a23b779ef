import { rm } from 'node:fs/promises';
import { type Clock, type Log, printable } from '../../../kernel/index.js';
import { Alarm, Loop, yieldNow } from '../../../kernel/timing/index.js';
import { BEATS, type Handle, type Recalled, type Spill, type SpillHealth, type SpillSettings } from '../port.js';
import { inherit } from './inheritance.js';
import { Ownership } from './ownership.js';
import { referTo, removeReplaced } from './references.js';
import { type Place, Segment, type SegmentKind } from './segment.js';

/** Milliseconds after which what was written is put on the disk itself (fdatasync). */
const SYNC_AFTER = 100;
/** A segment takes no more records from this size on. It is read in one piece. */
const SEGMENT_BYTES = 1_048_576;

export interface FileSpillOptions extends SpillSettings {
  /** Shared by any number of processes of one user. */
  readonly directory: string;
}

/**
 * Keeps texts in append-only segments. Texts are written once per turn of the event loop, which a killed process
 * survives, and synchronised to the disk within 100 ms, which a power cut survives.
 */
export class FileSpill implements Spill {
  private readonly owner: Ownership;
  private readonly heart: Loop;
  private readonly syncTimer = new Alarm();
  /** The folder that we write to, once there is one. */
  private folder: string | undefined;
  /** The folders that we know of: our own and those that were taken over. */
  private readonly journals = new Set<string>();
  /** The segments that are written to. */
  private readonly current = new Map<SegmentKind, Segment>();
  private readonly segments = new Set<Segment>();
  /** Segments that nobody holds, oldest first. */
  private loose: Segment[] = [];
  private readonly touched = new Set<Segment>();
  private readonly unsynced = new Set<Segment>();
  private writing: Promise<void> | undefined;
  private syncDue = false;
  private made = 0;
  private bytes = 0;
  private lastError: string | undefined;
  /** True from a failure to the next heartbeat: the disk is left alone. */
  private resting = false;

  constructor(
    private readonly options: FileSpillOptions,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.owner = new Ownership(options.directory, clock, options.takeOverAfter);
    this.heart = new Loop({
      // A sign of life is also a look for the dead.
      interval: () => options.takeOverAfter / BEATS,
      run: () => this.beat(),
      onError: (error) => this.fail(error),
    });
  }

  async open(): Promise<void> {
    await this.heart.runNow();
  }

  append(text: string, instead?: readonly Handle[]): Handle | undefined {
    if (!instead) return this.take(text, 'held');
    const places = (instead as readonly Place[]).filter(({ segment }) => this.segments.has(segment));
    const place = this.take(text, 'batches', places);
    if (place) for (const replaced of places) this.remove(replaced);
    return place;
  }

  deposit(text: string): boolean {
    return this.take(text, 'deposited') !== undefined;
  }

  remove(handle: Handle): void {
    const { segment, number } = handle as Place;
    if (!this.segments.has(segment)) return;
    segment.remove(number);
    this.touch(segment);
  }

  holds(handle: Handle): boolean {
    const { segment } = handle as Place;
    return !segment.broken && this.segments.has(segment);
  }

  async recall(): Promise<Recalled[]> {
    for (let segment = this.loose[0]; segment; segment = this.loose[0]) {
      if (this.writesTo(segment)) {
        this.current.delete('deposited');
        this.touch(segment);
      }
      await this.settled();
      if (this.loose[0] !== segment) continue;
      this.loose.shift();
      const recalled = await this.load(segment);
      if (recalled.length > 0) return recalled;
    }
    return [];
  }

  async settled(): Promise<void> {
    while (this.writing) await this.writing;
  }

  async close(): Promise<void> {
    await this.heart.stop();
    this.syncTimer.clear();
    if (this.folder === undefined) return;
    this.current.clear();
    this.syncDue = true;
    for (const segment of this.segments) this.touch(segment);
    await this.settled();
    const folder = this.folder;
    this.folder = undefined;
    try {
      await this.tidy(folder);
      await this.owner.leave();
    } catch (error) {
      this.fail(error);
    }
  }

  health(): SpillHealth {
    let unwritten = 0;
    for (const segment of this.segments) unwritten += segment.unwritten;
    const working = this.folder !== undefined && !this.resting;
    return { kind: 'file', working, unwritten, bytes: this.bytes, lastError: this.lastError };
  }

  private get full(): boolean {
    return this.bytes >= this.options.maxBytes;
  }

  private take(text: string, kind: SegmentKind, instead: readonly Place[] = []): Place | undefined {
    if (this.folder === undefined || this.resting || (this.full && instead.length === 0)) return undefined;
    const segment = this.segmentFor(this.folder, kind);
    const before = segment.bytes;
    const place = segment.append(text, this.clock.now(), referTo(instead));
    this.bytes += segment.bytes - before;
    this.touch(segment);
    return place;
  }

  private segmentFor(folder: string, kind: SegmentKind): Segment {
    const current = this.current.get(kind);
    if (current && !current.broken && current.bytes < SEGMENT_BYTES) return current;
    if (current) this.touch(current);
    const segment = Segment.create(folder, this.made++, kind);
    this.add(segment);
    this.current.set(kind, segment);
    return segment;
  }

  private writesTo(segment: Segment): boolean {
    return segment.kind !== undefined && this.current.get(segment.kind) === segment;
  }

  private add(segment: Segment): void {
    this.segments.add(segment);
    this.bytes += segment.bytes;
    if (segment.kind === 'deposited') this.loose.push(segment);
  }

  private touch(segment: Segment): void {
    this.touched.add(segment);
    this.writing ??= this.work();
  }

  /**
   * The only place that writes: first all records, and batches down to the disk, then the marks of what was removed when
   * the round began. So nothing is marked before that is kept which takes its place.
   */
  private async work(): Promise<void> {
    do {
      await yieldNow();
      const round = [...this.touched];
      this.touched.clear();
      for (const segment of round) segment.cut();
      for (const segment of round) await this.attempt(() => segment.write());
      for (const segment of round) if (segment.holdsBatches) await this.attempt(() => segment.sync());
      for (const segment of round) await this.attempt(() => this.settle(segment));
      if (this.syncDue) {
        this.syncDue = false;
        for (const segment of this.unsynced) await this.attempt(() => segment.sync());
        this.unsynced.clear();
      }
    } while (this.touched.size > 0 || this.syncDue);
    this.writing = undefined;
  }

  private async settle(segment: Segment): Promise<void> {
    // One that is written to goes too where there is no room for what would be written.
    const active = this.writesTo(segment) && !(this.full && segment.live === 0);
    // What came while we were writing is for the next round, and needs the file.
    const changed = (): boolean => this.touched.has(segment);
    if (segment.live === 0 && !active && !changed() && !this.loose.includes(segment)) {
      if (this.writesTo(segment) && segment.kind) this.current.delete(segment.kind);
      if (this.segments.delete(segment)) this.bytes -= segment.bytes;
      this.unsynced.delete(segment);
      await segment.discard();
      if (segment.folder !== this.folder) await this.tidy(segment.folder);
      return;
    }
    await segment.mark();
    if (changed()) return;
    if (!active) {
      await segment.sync();
      return segment.seal();
    }
    if (this.unsynced.size === 0) this.syncTimer.set(SYNC_AFTER, () => this.sync());
    this.unsynced.add(segment);
  }

  private sync(): void {
    this.syncDue = true;
    this.writing ??= this.work();
  }

  /** Removes a folder that holds nothing any more. */
  private async tidy(folder: string): Promise<void> {
    for (const segment of this.segments) if (segment.folder === folder) return;
    // Marks without their records may be left in it, by one that was killed while it deleted both.
    await rm(folder, { recursive: true, force: true });
    this.journals.delete(folder);
  }

  private async load(segment: Segment): Promise<Recalled[]> {
    try {
      const { records, torn } = await segment.read();
      if (torn > 0) this.log.warn(`Spilled telemetry: ${torn} bytes at the end of a segment are broken and were cut.`);
      const replaced = removeReplaced(records, [segment, ...this.loose]);
      const live = await segment.left(records);
      for (const one of [segment, ...replaced]) this.touch(one);
      const oldest = this.clock.now() - this.options.maxAge;
      const own = segment.kind !== undefined;
      return live.map(({ text, at, number }) => {
        return { text, handle: { segment, number } satisfies Place, own, expired: at < oldest };
      });
    } catch (error) {
      // Stays where it is: another process may be able to read it.
      segment.live = Infinity;
      this.fail(error);
      return [];
    }
  }

  private async beat(): Promise<void> {
    this.resting = false;
    if (this.folder === undefined || !(await this.owner.beat())) {
      if (this.folder !== undefined) this.disown();
      await this.owner.enter();
      this.folder = await this.owner.journal();
      this.journals.add(this.folder);
    }
    await this.adopt((await this.owner.takeOver()).filter((folder) => !this.journals.has(folder)));
  }

  private async adopt(folders: readonly string[]): Promise<void> {
    const { segments, empty } = await inherit(folders);
    for (const segment of segments) this.add(segment);
    // It is older than what we could not hold, and must not wait until we have sent all of that.
    this.loose.unshift(...segments);
    for (const folder of folders) this.journals.add(folder);
    for (const folder of empty) await this.tidy(folder);
  }

  /** Another process took us for dead and has our segments now; what is held in memory is no longer kept. */
  private disown(): void {
    this.log.warn('Spilled telemetry: this process stood still for so long that another one took over its segments.');
    for (const segment of this.segments) {
      segment.broken = true;
      this.touch(segment);
    }
    this.segments.clear();
    this.journals.clear();
    this.folder = undefined;
    this.loose = [];
    this.current.clear();
    this.bytes = 0;
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(error);
    }
  }

  private fail(error: unknown): void {
    const message = printable(error instanceof Error ? error.message : String(error), 300);
    if (message !== this.lastError) this.log.warn(`Telemetry cannot be kept in files: ${message}`);
    this.lastError = message;
    this.resting = true;
  }
}
