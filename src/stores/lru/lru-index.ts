import { randomInt } from 'node:crypto';

const NONE = -1;

/** Bytes of a client's text: its length, and up to 39 characters, which the longest address has. */
const WIDTH = 40;

/** In place of the length: the text is longer, or not of single bytes, and is kept beside. */
const BESIDE = 255;

/**
 * Gives each (client, name) a slot number from 0 to `capacity - 1`, for numbers that their owner keeps in typed
 * arrays. When all slots are taken the least recently used one is given away. Every operation is O(1); nothing grows
 * beyond `capacity`, and no operation ever copies the table.
 *
 * An open-addressing hash table over typed arrays, the clients' texts among them: a `Map` stops the process for tens of
 * milliseconds when it grows past a million entries, and so does the garbage collector with a million strings. The hash
 * is seeded at random, so nobody can choose colliding keys.
 */
export class LruIndex {
  /** Hash table: slot + 1, or 0 where free. At most half full. */
  private readonly table: Int32Array;
  private readonly mask: number;
  private readonly hashes: Int32Array;
  private readonly newer: Int32Array;
  private readonly older: Int32Array;
  private readonly texts: Uint8Array;
  private readonly beside = new Map<number, string>();
  private readonly names: (string | undefined)[];
  private readonly seed = randomInt(2 ** 32);
  private newest = NONE;
  private oldestSlot = NONE;
  /** Slots that were used and given back, chained through `older`. */
  private free = NONE;
  private unused = 0;
  private taken = 0;

  constructor(readonly capacity: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, capacity) * 2));
    this.table = new Int32Array(size);
    this.mask = size - 1;
    this.hashes = new Int32Array(capacity);
    this.newer = new Int32Array(capacity);
    this.older = new Int32Array(capacity);
    this.texts = new Uint8Array(capacity * WIDTH);
    this.names = new Array<string | undefined>(capacity).fill(undefined);
  }

  get size(): number {
    return this.taken;
  }

  /** The least recently used slot, or -1. */
  get oldest(): number {
    return this.oldestSlot;
  }

  /** The hash of a client, to be handed to `find` and `insert`: computed once for several names. */
  hash(client: string): number {
    let hash = this.seed;
    for (let i = 0; i < client.length; i++) {
      hash = Math.imul(hash ^ client.charCodeAt(i), 0x5bd1e995);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0x2c1b3c6d);
    return hash ^ (hash >>> 16);
  }

  /** The slot of (client, name), or -1. */
  find(client: string, name: string, hash: number): number {
    for (let at = hash & this.mask; ; at = (at + 1) & this.mask) {
      const slot = (this.table[at] as number) - 1;
      if (slot < 0) return NONE;
      if (this.hashes[slot] === hash && this.names[slot] === name && this.isOf(slot, client)) return slot;
    }
  }

  /** Marks a slot as just used. */
  touch(slot: number): void {
    if (slot === this.newest) return;
    this.unlink(slot);
    this.link(slot);
  }

  /** A slot for (client, name), which has none yet; the caller sets its numbers. */
  insert(client: string, name: string, hash: number): number {
    if (this.taken === this.capacity) this.remove(this.oldestSlot);
    let slot = this.free;
    if (slot === NONE) slot = this.unused++;
    else this.free = this.older[slot] as number;
    this.taken += 1;
    this.write(slot, client);
    this.names[slot] = name;
    this.hashes[slot] = hash;
    let at = hash & this.mask;
    while (this.table[at] !== 0) at = (at + 1) & this.mask;
    this.table[at] = slot + 1;
    this.link(slot);
    return slot;
  }

  /** Gives a slot back. */
  remove(slot: number): void {
    this.unhash(slot);
    this.unlink(slot);
    if (this.texts[slot * WIDTH] === BESIDE) this.beside.delete(slot);
    this.names[slot] = undefined;
    this.older[slot] = this.free;
    this.free = slot;
    this.taken -= 1;
  }

  /** Gives every slot of a client back. */
  removeClient(client: string): void {
    const hash = this.hash(client);
    const found: number[] = [];
    for (let at = hash & this.mask; this.table[at] !== 0; at = (at + 1) & this.mask) {
      const slot = (this.table[at] as number) - 1;
      if (this.hashes[slot] === hash && this.isOf(slot, client)) found.push(slot);
    }
    for (const slot of found) this.remove(slot);
  }

  private isOf(slot: number, client: string): boolean {
    const at = slot * WIDTH;
    const length = this.texts[at];
    if (length === BESIDE) return this.beside.get(slot) === client;
    if (length !== client.length) return false;
    for (let i = 0; i < length; i++) if (this.texts[at + 1 + i] !== client.charCodeAt(i)) return false;
    return true;
  }

  private write(slot: number, client: string): void {
    const at = slot * WIDTH;
    if (client.length >= WIDTH || !isLatin1(client)) {
      this.texts[at] = BESIDE;
      this.beside.set(slot, ownCopy(client));
      return;
    }
    this.texts[at] = client.length;
    for (let i = 0; i < client.length; i++) this.texts[at + 1 + i] = client.charCodeAt(i);
  }

  /** Takes a slot out of the hash table and moves back those that had to step aside for it. */
  private unhash(slot: number): void {
    let hole = (this.hashes[slot] as number) & this.mask;
    while (this.table[hole] !== slot + 1) hole = (hole + 1) & this.mask;
    for (let at = (hole + 1) & this.mask; this.table[at] !== 0; at = (at + 1) & this.mask) {
      const home = (this.hashes[(this.table[at] as number) - 1] as number) & this.mask;
      if (((at - home) & this.mask) < ((at - hole) & this.mask)) continue;
      this.table[hole] = this.table[at] as number;
      hole = at;
    }
    this.table[hole] = 0;
  }

  private link(slot: number): void {
    this.newer[slot] = NONE;
    this.older[slot] = this.newest;
    if (this.newest === NONE) this.oldestSlot = slot;
    else this.newer[this.newest] = slot;
    this.newest = slot;
  }

  private unlink(slot: number): void {
    const newer = this.newer[slot] as number;
    const older = this.older[slot] as number;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
    if (older === NONE) this.oldestSlot = newer;
    else this.newer[older] = newer;
  }
}

/**
 * A copy that stands alone. A piece cut from a header keeps the whole header alive in V8, so a client could make each
 * tracked key as heavy as the headers that the server accepts.
 */
function ownCopy(text: string): string {
  const encoding = isLatin1(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}
