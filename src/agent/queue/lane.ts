import { type OverflowPolicy } from '../options.js';
import { type Balance, DROP_REASONS, type DropReason } from '../stats.js';
import { type Batch } from './batch.js';
import { type Entry } from './entry.js';
import { Ring } from './ring.js';

export interface LaneLimits {
  readonly maxQueue: number;
  readonly maxQueueBytes: number;
  readonly overflow: OverflowPolicy;
}

/**
 * One kind of telemetry, events or metrics: what waits, what is under way, and where everything went. Every change of
 * place and its count happen in one synchronous step, so that the balance holds whenever someone looks.
 *
 * Items leave the queue only for a batch that is about to be sent. While a batch cannot be delivered, the rest stays
 * in the queue, so the bounds of the queue bound the memory.
 */
export class Lane<T> {
  readonly droppedBy = Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0])) as Record<DropReason, number>;
  /** Batches to deliver, in order. Halves of one that was too large stand in its place. */
  readonly batches: Batch[] = [];
  private readonly waiting: Ring<Entry<T>>;
  private waitingBytes = 0;
  private recorded = 0;
  private delivered = 0;
  private rejected = 0;
  private dropped = 0;

  constructor(
    readonly kind: 'events' | 'metrics',
    /** The item's JSON text, redacted. */
    private readonly encode: (entry: Entry<T>) => string,
    private readonly limits: LaneLimits,
  ) {
    this.waiting = new Ring(limits.maxQueue);
  }

  /** How many items wait for a batch. */
  get size(): number {
    return this.waiting.size;
  }

  get balance(): Balance {
    const { recorded, delivered, rejected, dropped } = this;
    const underWay = this.batches.reduce((sum, batch) => sum + batch.items.length, 0);
    return { recorded, delivered, rejected, dropped, pending: this.waiting.size + underWay };
  }

  /** Takes an item in. Constant time. */
  record(entry: Entry<T>): void {
    this.recorded += 1;
    if (entry.bytes > this.limits.maxQueueBytes) return this.drop('too_large');
    for (let reason = this.lack(entry); reason; reason = this.lack(entry)) {
      if (this.limits.overflow === 'drop-newest') return this.drop(reason);
      this.take();
      this.drop(reason);
    }
    this.waiting.push(entry);
    this.waitingBytes += entry.bytes;
  }

  /** Counts an item that is not taken in. */
  refuse(reason: DropReason): void {
    this.recorded += 1;
    this.drop(reason);
  }

  /**
   * Moves the oldest waiting item into a batch. Returns the bytes of its JSON, or 0 where it did not fit into what is
   * left of `room`; an item that fits into no batch, or that cannot be encoded, is dropped.
   */
  pack(batch: Batch, room: number): number {
    const entry = this.waiting.peek();
    if (!entry) return 0;
    let json: string;
    try {
      json = this.encode(entry);
    } catch {
      // Not reported further: the text of the error may quote what could not be encoded.
      this.take();
      this.drop('unencodable');
      return 1;
    }
    const bytes = Buffer.byteLength(json) + 1;
    if (batch.bytes + bytes <= room) {
      this.take();
      batch.add(json, bytes);
      return bytes;
    }
    if (batch.items.length > 0) return 0;
    this.take();
    this.drop('too_large');
    return bytes;
  }

  /** The first batch has been accepted. */
  deliver(): void {
    this.delivered += this.batches.shift()?.items.length ?? 0;
  }

  /** The first batch has been refused for good. */
  reject(): void {
    this.rejected += this.batches.shift()?.items.length ?? 0;
  }

  /** The platform finds the first batch too large: two halves take its place, or its only item is dropped. */
  split(now: number): void {
    const batch = this.batches[0];
    if (!batch) return;
    if (batch.items.length > 1) {
      this.batches.splice(0, 1, ...batch.halve(now));
    } else {
      this.batches.shift();
      this.drop('too_large');
    }
  }

  private lack(entry: Entry<T>): DropReason | undefined {
    if (this.waiting.full) return 'queue_full';
    return this.waitingBytes + entry.bytes > this.limits.maxQueueBytes ? 'queue_bytes' : undefined;
  }

  private take(): void {
    this.waitingBytes -= this.waiting.shift()?.bytes ?? 0;
  }

  private drop(reason: DropReason): void {
    this.dropped += 1;
    this.droppedBy[reason] += 1;
  }
}
