import { type Handle, type Spill } from '../../stores/index.js';
import { type OverflowPolicy } from '../options/queue-options.js';
import { type Balance, DROP_REASONS, type DropReason, type Places } from '../stats.js';
import { Batch } from './batch.js';
import { type Entry } from './entry.js';
import { batchText, itemText, Kept, type KeptBatch } from './kept.js';
import { Ring } from './ring.js';

/** Why an item is not sent. */
export interface Withheld {
  readonly drop: DropReason;
}

/** The item's JSON text, redacted. Throws where it cannot be encoded. */
export type Encoder<T> = (entry: Entry<T>) => string | Withheld;

export interface LaneLimits {
  readonly maxQueue: number;
  readonly maxQueueBytes: number;
  readonly overflow: OverflowPolicy;
}

const UNENCODABLE: Withheld = { drop: 'unencodable' };

/**
 * One kind of telemetry, events or metrics: what waits, what is under way, and where everything went. Every change of
 * place and its count happen in one synchronous step, so that the balance holds whenever someone looks.
 *
 * Items leave the queue only for a batch that is about to be sent. While a batch cannot be delivered, the rest stays
 * in the queue, so the bounds of the queue bound the memory. With a spill each item is fresh until `keep` has encoded
 * it and handed it to the spill; then it waits, or, where the queue is half full, is in the spill only.
 */
export class Lane<T> {
  readonly droppedBy = Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0])) as Record<DropReason, number>;
  /** Batches to deliver, in order. Halves of one that was too large stand in its place. */
  readonly batches: Batch[] = [];
  private readonly waiting: Ring<Entry<T> | Kept>;
  private readonly fresh: Ring<Entry<T>> | undefined;
  private waitingBytes = 0;
  private recorded = 0;
  private delivered = 0;
  private rejected = 0;
  private dropped = 0;
  private spilled = 0;

  constructor(
    readonly kind: 'events' | 'metrics',
    private readonly encode: Encoder<T>,
    private readonly limits: LaneLimits,
    private readonly spill?: Spill,
  ) {
    this.waiting = new Ring(limits.maxQueue);
    this.fresh = spill && new Ring(limits.maxQueue);
  }

  /** How many items in memory are in no batch. */
  get size(): number {
    return this.ready + this.unkept;
  }

  /** How many of them can be packed. */
  get ready(): number {
    return this.waiting.size;
  }

  /** How many items the spill has not been asked to keep yet; 0 without one. */
  get unkept(): number {
    return this.fresh?.size ?? 0;
  }

  /** How many items would be lost if the process ended now and the spill has written what it took. */
  get mortal(): number {
    let count = this.unkept;
    for (const item of this.waiting) if (!(item instanceof Kept) || !item.handle) count += 1;
    for (const batch of this.batches) if (batch.handles.length === 0) count += batch.items.length;
    return count;
  }

  get balance(): Balance {
    const { recorded, delivered, rejected, dropped } = this;
    const { queued, underWay, spilled } = this.places;
    return { recorded, delivered, rejected, dropped, pending: queued + underWay + spilled };
  }

  get places(): Places {
    const underWay = this.batches.reduce((sum, batch) => sum + batch.items.length, 0);
    return { queued: this.size, underWay, spilled: this.spilled };
  }

  /** Takes an item in. Constant time. */
  record(entry: Entry<T>): void {
    this.recorded += 1;
    if (entry.bytes > this.limits.maxQueueBytes) return this.drop('too_large');
    for (let reason = this.lack(entry); reason; reason = this.lack(entry)) {
      if (this.limits.overflow !== 'drop-oldest') return this.drop(reason);
      this.discard(this.take());
      this.drop(reason);
    }
    (this.fresh ?? this.waiting).push(entry);
    this.waitingBytes += entry.bytes;
  }

  /** Counts an item that is not taken in. */
  refuse(reason: DropReason): void {
    this.recorded += 1;
    this.drop(reason);
  }

  /** Hands the oldest fresh item to the spill. Returns the characters of its JSON; 0 where there is none. */
  keep(): number {
    const entry = this.fresh?.shift();
    if (!this.spill || !entry) return 0;
    const json = this.encoded(entry);
    if (typeof json !== 'string') {
      this.waitingBytes -= entry.bytes;
      this.drop(json.drop);
      return 1;
    }
    const text = itemText(this.kind, json);
    if (this.crowded && this.spill.deposit(text)) {
      this.waitingBytes -= entry.bytes;
      this.spilled += 1;
    } else {
      this.waiting.push(new Kept(json, entry.bytes, this.spill.append(text)));
    }
    return json.length;
  }

  /**
   * Moves the oldest waiting item into a batch. Returns the bytes of its JSON, or 0 where it did not fit into what is
   * left of `room`; an item that fits into no batch, or that cannot be encoded, is dropped.
   */
  pack(batch: Batch, room: number): number {
    const item = this.waiting.peek();
    if (!item) return 0;
    const json = item instanceof Kept ? item.json : this.encoded(item);
    if (typeof json !== 'string') {
      this.take();
      this.drop(json.drop);
      return 1;
    }
    const bytes = Buffer.byteLength(json) + 1;
    if (batch.bytes + bytes <= room) {
      this.take();
      batch.add(json, bytes);
      if (item instanceof Kept && item.handle) batch.handles.push(item.handle);
      return bytes;
    }
    if (batch.items.length > 0) {
      // Encoded once: what runs then, the user's hook too, sees each item once.
      if (!(item instanceof Kept)) this.waiting.replace(new Kept(json, item.bytes, undefined));
      return 0;
    }
    this.discard(this.take());
    this.drop('too_large');
    return bytes;
  }

  /** Asks the spill once more to keep what it could not keep before, or does not keep any more. */
  keepAgain(): void {
    const { spill } = this;
    if (!spill) return;
    for (const item of this.waiting) {
      if (item instanceof Kept && !(item.handle && spill.holds(item.handle))) {
        item.handle = spill.append(itemText(this.kind, item.json));
        if (!item.handle) return;
      }
    }
  }

  /** Makes sure that a batch comes back under its id if this process dies. Resolves when that is written. */
  seal(batch: Batch): Promise<void> | undefined {
    const { spill } = this;
    if (!spill || (batch.sealed && batch.handles.some((handle) => spill.holds(handle)))) return undefined;
    batch.sealed = true;
    const handle = spill.append(batchText(this.kind, batch), batch.handles);
    if (!handle) return undefined;
    batch.handles = [handle];
    return spill.settled();
  }

  /** An item that was in the spill only is back; one that another process left counts as recorded now. */
  takeBack(json: string, handle: Handle, own: boolean, room: number, now: number): void {
    this.arrive(1, own);
    const bytes = Buffer.byteLength(json) + 1;
    if (bytes > room) {
      this.forget([handle]);
      return this.drop('too_large');
    }
    let batch = this.batches.at(-1);
    if (!batch || batch.sealed || batch.bytes + bytes > room) this.batches.push((batch = new Batch(now)));
    batch.add(json, bytes);
    batch.handles.push(handle);
  }

  /** A batch that another process was about to send is here, under the id that it had there. */
  takeOver({ id, createdAt, items }: KeptBatch, handle: Handle): void {
    this.arrive(items.length, false);
    const batch = new Batch(createdAt, items, 0, id);
    batch.handles = [handle];
    batch.sealed = true;
    this.batches.push(batch);
  }

  /** So many items were in the spill for too long. */
  takeExpired(count: number, handle: Handle, own: boolean): void {
    this.arrive(count, own);
    this.forget([handle]);
    for (let i = 0; i < count; i++) this.drop('spill_expired');
  }

  /** The spill has nothing left: what we still count as there is lost. */
  writeOff(): void {
    while (this.spilled > 0) {
      this.spilled -= 1;
      this.drop('spill_lost');
    }
  }

  /** The first batch has been accepted. */
  deliver(): void {
    this.delivered += this.leave();
  }

  /** The first batch has been refused for good. */
  reject(): void {
    this.rejected += this.leave();
  }

  /** The platform finds the first batch too large: two halves take its place, or its only item is dropped. */
  split(): void {
    const batch = this.batches[0];
    if (!batch) return;
    if (batch.items.length > 1) {
      const halves = batch.halve();
      this.batches.splice(0, 1, ...halves);
      // The second takes the place of the whole: only then are both kept. Until then the whole would come back too, and
      // be halved into batches of the same ids.
      halves[1].handles = batch.handles;
      for (const half of halves) void this.seal(half);
    } else {
      this.leave();
      this.drop('too_large');
    }
  }

  private get crowded(): boolean {
    const { overflow, maxQueue, maxQueueBytes } = this.limits;
    if (overflow !== 'spill') return false;
    // What comes after a spilled item is spilled too, so that the order stays.
    return this.spilled > 0 || 2 * this.waiting.size >= maxQueue || 2 * this.waitingBytes > maxQueueBytes;
  }

  private lack(entry: Entry<T>): DropReason | undefined {
    if (this.size >= this.limits.maxQueue) return 'queue_full';
    return this.waitingBytes + entry.bytes > this.limits.maxQueueBytes ? 'queue_bytes' : undefined;
  }

  /** What throws is not reported: the text of the error may quote what could not be encoded. */
  private encoded(entry: Entry<T>): string | Withheld {
    try {
      return this.encode(entry);
    } catch {
      return UNENCODABLE;
    }
  }

  /** Takes the oldest item out of the queue. */
  private take(): Entry<T> | Kept | undefined {
    const item = this.waiting.shift() ?? this.fresh?.shift();
    this.waitingBytes -= item?.bytes ?? 0;
    return item;
  }

  private discard(item: Entry<T> | Kept | undefined): void {
    if (item instanceof Kept && item.handle) this.spill?.remove(item.handle);
  }

  /** The first batch is decided. Returns its items' number. */
  private leave(): number {
    const batch = this.batches.shift();
    if (batch) this.forget(batch.handles);
    return batch?.items.length ?? 0;
  }

  private forget(handles: readonly Handle[]): void {
    for (const handle of handles) this.spill?.remove(handle);
  }

  private arrive(count: number, own: boolean): void {
    if (own) this.spilled -= count;
    else this.recorded += count;
  }

  private drop(reason: DropReason): void {
    this.dropped += 1;
    this.droppedBy[reason] += 1;
  }
}
