import { type Clock } from '../../kernel/index.js';
import { LruIndex } from '../lru/index.js';
import { advance, charge, giveBack, type Hits, noHits, resetIn, used, waitFor } from './arithmetic.js';
import { type Admission, type WindowRule, type WindowState, type WindowStore } from './port.js';

/** Slots that are looked at for having run out at each decision. */
const SWEEP = 2;

/**
 * Windows of this process. Bounded: `capacity` pairs of client and rule at most; beyond that the least recently
 * seen is forgotten, so its client starts anew. A pair costs about 110 bytes however often its client comes.
 * Decisions are synchronous. Time is the monotonic clock: setting the system clock changes nothing.
 */
export class MemoryWindowStore implements WindowStore {
  private readonly index: LruIndex;
  private readonly counts: Uint32Array;
  private readonly beforeCounts: Uint32Array;
  /** Four times per slot: first, last, first of the group before, last of the group before. */
  private readonly times: Float64Array;
  /** Seconds of the rule's window, for the sweep alone. */
  private readonly windows: Float32Array;
  /** What is being decided on, one per rule of a request: reused, so that a decision allocates its answer alone. */
  private readonly scratch: Hits[] = [];
  private readonly slots: number[] = [];

  constructor(
    private readonly clock: Clock,
    capacity: number,
  ) {
    this.index = new LruIndex(capacity);
    this.counts = new Uint32Array(capacity);
    this.beforeCounts = new Uint32Array(capacity);
    this.times = new Float64Array(capacity * 4);
    this.windows = new Float32Array(capacity);
  }

  get size(): number {
    return this.index.size;
  }

  hit(client: string, rules: readonly WindowRule[], cost = 1): Admission {
    const now = Math.floor(this.clock.monotonic());
    this.sweep(now);
    const hash = this.index.hash(client);
    let retryIn = 0;
    let refusedBy = -1;
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as WindowRule;
      const hits = (this.scratch[i] ??= noHits());
      const slot = this.index.find(client, rule.name, hash);
      this.slots[i] = slot;
      this.load(slot, hits);
      // Also what is refused was seen, and what was just seen is not given away to the other rules of this request.
      if (slot >= 0) this.index.touch(slot);
      advance(hits, now, rule.window * 1000, rule.fixed);
      const wait = waitFor(hits, rule.limit, now, rule.window * 1000, rule.fixed, cost);
      if (wait <= retryIn) continue;
      retryIn = wait;
      refusedBy = i;
    }
    const admitted = refusedBy < 0;
    const states = new Array<WindowState>(rules.length);
    for (let i = 0; i < rules.length; i++) {
      states[i] = this.settle(client, hash, i, rules[i] as WindowRule, now, admitted, cost);
    }
    return { admitted, states, retryIn, refusedBy };
  }

  giveBack(client: string, rules: readonly WindowRule[], cost: number): void {
    const now = Math.floor(this.clock.monotonic());
    const hash = this.index.hash(client);
    for (const rule of rules) {
      const slot = this.index.find(client, rule.name, hash);
      if (slot < 0) continue;
      const hits = (this.scratch[0] ??= noHits());
      this.load(slot, hits);
      advance(hits, now, rule.window * 1000, rule.fixed);
      giveBack(hits, cost);
      this.save(slot, hits, rule);
    }
  }

  reset(client: string): void {
    this.index.removeClient(client);
  }

  private settle(
    client: string,
    hash: number,
    i: number,
    rule: WindowRule,
    now: number,
    admitted: boolean,
    cost: number,
  ): WindowState {
    const hits = this.scratch[i] as Hits;
    const slot = this.slots[i] as number;
    const window = rule.window * 1000;
    if (admitted) {
      charge(hits, now, window, rule.fixed, cost);
      this.save(slot < 0 ? this.index.insert(client, rule.name, hash) : slot, hits, rule);
    }
    const wait = admitted ? 0 : waitFor(hits, rule.limit, now, window, rule.fixed, cost);
    const remaining = Math.max(0, rule.limit - used(hits, now, window));
    return { remaining, resetIn: wait > 0 ? wait : resetIn(hits, now, window) };
  }

  /** Gives back what has run out, from the least recently seen on. */
  private sweep(now: number): void {
    for (let i = 0; i < SWEEP; i++) {
      const oldest = this.index.oldest;
      if (oldest < 0) return;
      if (now < (this.times[oldest * 4 + 1] as number) + (this.windows[oldest] as number) * 1000) return;
      this.index.remove(oldest);
    }
  }

  private load(slot: number, hits: Hits): void {
    if (slot < 0) {
      hits.count = hits.beforeCount = 0;
      return;
    }
    const at = slot * 4;
    hits.count = this.counts[slot] as number;
    hits.first = this.times[at] as number;
    hits.last = this.times[at + 1] as number;
    hits.beforeCount = this.beforeCounts[slot] as number;
    hits.beforeFirst = this.times[at + 2] as number;
    hits.beforeLast = this.times[at + 3] as number;
  }

  private save(slot: number, hits: Hits, { window }: WindowRule): void {
    const at = slot * 4;
    this.counts[slot] = hits.count;
    this.times[at] = hits.first;
    this.times[at + 1] = hits.last;
    this.beforeCounts[slot] = hits.beforeCount;
    this.times[at + 2] = hits.beforeFirst;
    this.times[at + 3] = hits.beforeLast;
    this.windows[slot] = window;
  }
}
