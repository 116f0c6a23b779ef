import { LruIndex } from '../lru/index.js';
import { type Hits } from './arithmetic.js';
import { type Bucket } from './bucket.js';

/**
 * What is known of each pair of client and rule, in typed arrays: 48 bytes a pair beside the index, however often its
 * client comes. A window is six numbers, a bucket three in the same places.
 */
export class Slots {
  readonly index: LruIndex;
  private readonly counts: Uint32Array;
  private readonly beforeCounts: Uint32Array;
  /**
   * Four per slot. Window: first, last, first of the group before, last of the group before. Bucket: level, time, step,
   * and no number, which tells it from a window.
   */
  private readonly times: Float64Array;
  /** When a slot can be forgotten, in milliseconds. */
  private readonly ends: Float64Array;

  constructor(capacity: number) {
    this.index = new LruIndex(capacity);
    this.counts = new Uint32Array(capacity);
    this.beforeCounts = new Uint32Array(capacity);
    this.times = new Float64Array(capacity * 4);
    this.ends = new Float64Array(capacity);
  }

  /** Gives back what has run out, from the least recently seen on: at most so many. */
  sweep(now: number, steps: number): void {
    for (let i = 0; i < steps; i++) {
      const { oldest } = this.index;
      if (oldest < 0 || now < (this.ends[oldest] as number)) return;
      this.index.remove(oldest);
    }
  }

  /** Reads a window; none where there is no slot (-1), or where it holds a bucket. */
  loadHits(slot: number, hits: Hits): void {
    const at = slot * 4;
    if (slot < 0 || Number.isNaN(this.times[at + 3])) {
      hits.count = hits.beforeCount = 0;
      return;
    }
    hits.count = this.counts[slot] as number;
    hits.first = this.times[at] as number;
    hits.last = this.times[at + 1] as number;
    hits.beforeCount = this.beforeCounts[slot] as number;
    hits.beforeFirst = this.times[at + 2] as number;
    hits.beforeLast = this.times[at + 3] as number;
  }

  saveHits(slot: number, hits: Hits, end: number): void {
    const at = slot * 4;
    this.counts[slot] = hits.count;
    this.times[at] = hits.first;
    this.times[at + 1] = hits.last;
    this.beforeCounts[slot] = hits.beforeCount;
    this.times[at + 2] = hits.beforeFirst;
    this.times[at + 3] = hits.beforeLast;
    this.ends[slot] = end;
  }

  /** Reads a bucket; an empty one where there is no slot (-1), or where it holds a window. */
  loadBucket(slot: number, bucket: Bucket): void {
    const at = slot * 4;
    if (slot < 0 || !Number.isNaN(this.times[at + 3])) {
      bucket.level = bucket.step = 0;
      return;
    }
    bucket.level = this.times[at] as number;
    bucket.at = this.times[at + 1] as number;
    bucket.step = this.times[at + 2] as number;
  }

  saveBucket(slot: number, { level, at: time, step }: Bucket, end: number): void {
    const at = slot * 4;
    this.times[at] = level;
    this.times[at + 1] = time;
    this.times[at + 2] = step;
    this.times[at + 3] = NaN;
    this.ends[slot] = end;
  }
}
