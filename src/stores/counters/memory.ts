import { type Clock } from '../../kernel/index.js';
import { LruIndex } from '../lru/index.js';
import { type CounterStore } from './port.js';

/** Slots that are looked at for having run out whenever a new one is needed. */
const SWEEP = 2;

/**
 * Counts of this process. Bounded: `capacity` pairs of client and key at most; beyond that the least recently counted
 * is forgotten. Time is the monotonic clock.
 */
export class MemoryCounterStore implements CounterStore {
  private readonly index: LruIndex;
  private readonly counts: Uint32Array;
  private readonly ends: Float64Array;
  /** Of the counts, how many Redis has not answered for yet. */
  private readonly expected: Uint32Array;

  constructor(
    private readonly clock: Clock,
    capacity: number,
  ) {
    this.index = new LruIndex(capacity);
    this.counts = new Uint32Array(capacity);
    this.ends = new Float64Array(capacity);
    this.expected = new Uint32Array(capacity);
  }

  get size(): number {
    return this.index.size;
  }

  add(client: string, keys: readonly string[], window: number): readonly number[] {
    const now = Math.floor(this.clock.monotonic());
    const hash = this.index.hash(client);
    return keys.map((key) => this.increment(client, key, hash, now, now + window * 1000));
  }

  known(client: string, keys: readonly string[]): readonly number[] {
    const now = Math.floor(this.clock.monotonic());
    const hash = this.index.hash(client);
    return keys.map((key) => {
      const slot = this.index.find(client, key, hash);
      return slot < 0 || this.hasEnded(slot, now) ? 0 : (this.counts[slot] as number);
    });
  }

  reset(client: string): void {
    this.index.removeClient(client);
  }

  /** As `add`, for counts of which Redis is to be told: `learn` follows. */
  expect(client: string, keys: readonly string[], window: number): void {
    this.add(client, keys, window);
    const hash = this.index.hash(client);
    for (const key of keys) {
      const slot = this.index.find(client, key, hash);
      if (slot >= 0) this.expected[slot] = (this.expected[slot] as number) + 1;
    }
  }

  /** Redis has answered with these counts, which take the place of what was known; or it has not. */
  learn(client: string, keys: readonly string[], counts?: readonly number[]): void {
    const hash = this.index.hash(client);
    keys.forEach((key, i) => {
      const slot = this.index.find(client, key, hash);
      if (slot < 0 || this.expected[slot] === 0) return; // it was forgotten meanwhile
      const rest = (this.expected[slot] as number) - 1;
      this.expected[slot] = rest;
      // Answers come in the order of the questions, so those that are still under way are not counted in this one.
      if (counts) this.counts[slot] = (counts[i] as number) + rest;
    });
  }

  private increment(client: string, key: string, hash: number, now: number, end: number): number {
    let slot = this.index.find(client, key, hash);
    if (slot < 0) {
      for (let i = 0; i < SWEEP && this.index.oldest >= 0 && this.hasEnded(this.index.oldest, now); i++) {
        this.index.remove(this.index.oldest);
      }
      slot = this.index.insert(client, key, hash);
      this.expected[slot] = 0;
      this.start(slot, end);
    } else {
      this.index.touch(slot);
      if (this.hasEnded(slot, now)) this.start(slot, end);
    }
    return (this.counts[slot] = (this.counts[slot] as number) + 1);
  }

  private start(slot: number, end: number): void {
    this.counts[slot] = 0;
    this.ends[slot] = end;
  }

  private hasEnded(slot: number, now: number): boolean {
    return now >= (this.ends[slot] as number);
  }
}
