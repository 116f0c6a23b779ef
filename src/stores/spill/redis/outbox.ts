/** The most texts and bytes that one script adds, but for a text that is larger, and the most that it removes. */
const MAX_ADDED = 100;
const MAX_BYTES = 65_536;
const MAX_REMOVED = 500;
/** What an entry of a stream and its place in a group take beside the text: `used_memory` grows by 100 to 210 bytes. */
const ENTRY_BYTES = 200;

/** One text, from the moment on at which it was taken. */
export class Entry {
  /** Where it is in the stream, once it is there, and in which life it was put there. */
  id: string | undefined;
  life: string | undefined;
  /** True from the moment on at which it was removed. */
  removed = false;
  readonly bytes: number;

  constructor(
    /** Undefined once it is written. */
    public text: string | undefined,
    readonly deposited = false,
    /** Those whose place it takes; empty once it is written. */
    public instead: readonly Entry[] = [],
  ) {
    this.bytes = ENTRY_BYTES + Buffer.byteLength(text ?? '');
  }

  /** One that is in the stream already. */
  static at(id: string, life: string, text: string): Entry {
    const entry = new Entry(text);
    entry.placed(id, life);
    return entry;
  }

  placed(id: string | undefined, life: string): void {
    this.id = id;
    this.life = life;
    this.text = undefined;
    this.instead = [];
  }
}

/** What is written by one script. */
export interface Parcel {
  readonly deposited: boolean;
  readonly added: readonly Entry[];
  readonly removed: readonly Entry[];
}

/** What waits to be written, in order. */
export class Outbox {
  /** Texts that are not written yet, under way or not. */
  texts = 0;
  /** Bytes that are not under way yet. */
  bytes = 0;
  private adding: Entry[] = [];
  private removing: Entry[] = [];

  add(entry: Entry): void {
    for (const replaced of entry.instead) replaced.removed = true;
    this.adding.push(entry);
    this.texts += 1;
    this.bytes += entry.bytes;
  }

  /** What is not under way yet never will be. */
  remove(entry: Entry): void {
    entry.removed = true;
    this.removing.push(entry);
  }

  /**
   * What is to be written next by this life; undefined where there is nothing. With `freeing` only what needs no memory.
   * What another life has written is not ours to remove any more.
   */
  pack(life: string, freeing: boolean): Parcel | undefined {
    while (this.removing.length > 0 || (this.adding.length > 0 && !freeing)) {
      const taken = freeing ? [] : this.takeAdding();
      const added = taken.filter(({ removed }) => !removed);
      this.texts -= taken.length - added.length;
      // Also those whose place a text was to take that was itself removed before it was written.
      const removed = [...taken.flatMap(({ instead }) => instead), ...this.removing.splice(0, MAX_REMOVED)];
      const ours = removed.filter((entry) => entry.id !== undefined && entry.life === life);
      if (added.length > 0 || ours.length > 0) {
        return { deposited: added[0]?.deposited ?? false, added, removed: ours };
      }
    }
    return undefined;
  }

  /** A parcel was refused: it comes first the next time. */
  putBack({ added, removed }: Parcel): void {
    const replaced = new Set(added.flatMap(({ instead }) => instead));
    this.adding = [...added, ...this.adding];
    this.bytes += added.reduce((sum, { bytes }) => sum + bytes, 0);
    this.removing = [...removed.filter((entry) => !replaced.has(entry)), ...this.removing];
  }

  /** A parcel was written by this life, its texts under these ids. */
  written({ added }: Parcel, ids: readonly string[], life: string): void {
    this.texts -= added.length;
    added.forEach((entry, i) => entry.placed(ids[i], life));
  }

  /** Texts of one kind, in order, as many as one script may add. */
  private takeAdding(): Entry[] {
    const [first] = this.adding;
    let count = 0;
    let bytes = 0;
    for (const entry of this.adding) {
      const fits = bytes + entry.bytes <= MAX_BYTES && entry.deposited === first?.deposited;
      if (count === MAX_ADDED || (count > 0 && !fits)) break;
      count += 1;
      bytes += entry.bytes;
    }
    this.bytes -= bytes;
    return this.adding.splice(0, count);
  }
}
