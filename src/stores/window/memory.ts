import { type Clock } from '../../kernel/index.js';
import { advance, charge, giveBack, type Hits, noHits, resetIn, used, waitFor } from './arithmetic.js';
import { type Bucket, emptyBucket, fill, leak, moreRoomIn, room, takeOut, waitForRoom } from './bucket.js';
import { type Admission, type Charge, type WindowRule, type WindowState, type WindowStore } from './port.js';
import { shapeOf } from './shape.js';
import { Slots } from './slots.js';

/** Slots that are looked at for having run out at each decision. */
const SWEEP = 2;

/**
 * Limits of this process. Bounded: `capacity` pairs of client and rule at most; beyond that the least recently
 * seen is forgotten, so its client starts anew. Decisions are synchronous. Time is the monotonic clock: setting the
 * system clock changes nothing.
 */
export class MemoryWindowStore implements WindowStore {
  private readonly slots: Slots;
  /** What is being decided on, one per rule of a request: reused, so that a decision allocates its answer alone. */
  private readonly hits: Hits[] = [];
  private readonly buckets: Bucket[] = [];
  private readonly found: number[] = [];
  private readonly waits: number[] = [];

  constructor(
    private readonly clock: Clock,
    capacity: number,
  ) {
    this.slots = new Slots(capacity);
  }

  /** Pairs of client and rule that are held. */
  get size(): number {
    return this.slots.index.size;
  }

  hit(client: string, rules: readonly WindowRule[], cost = 1, beside?: Charge): Admission {
    const now = Math.floor(this.clock.monotonic());
    this.slots.sweep(now, SWEEP);
    const hash = this.slots.index.hash(client);
    const besideHash = beside ? this.slots.index.hash(beside.client) : 0;
    this.weigh(client, hash, rules, 0, now, cost);
    if (beside) this.weigh(beside.client, besideHash, beside.rules, rules.length, now, cost);
    const count = rules.length + (beside?.rules.length ?? 0);
    let retryIn = 0;
    let refusedBy = -1;
    for (let i = 0; i < count; i++) {
      const wait = this.waits[i] as number;
      if (wait <= retryIn) continue;
      retryIn = wait;
      refusedBy = i;
    }
    const admitted = refusedBy < 0;
    const states = new Array<WindowState>(count);
    this.settle(client, hash, rules, 0, now, admitted ? cost : 0, states);
    if (beside) {
      this.settle(beside.client, besideHash, beside.rules, rules.length, now, admitted ? cost : 0, states);
    }
    return { admitted, states, retryIn, refusedBy };
  }

  giveBack(client: string, rules: readonly WindowRule[], cost: number): void {
    const now = Math.floor(this.clock.monotonic());
    const { index } = this.slots;
    const hash = index.hash(client);
    for (const rule of rules) {
      const slot = index.find(client, rule.name, hash);
      if (slot < 0) continue;
      this.load(slot, rule, 0, now);
      const shape = shapeOf(rule);
      if (shape) takeOut(this.buckets[0] as Bucket, shape, cost);
      else giveBack(this.hits[0] as Hits, cost);
      this.save(slot, rule, 0, now);
    }
  }

  reset(client: string): void {
    this.slots.index.removeClient(client);
  }

  /** Reads what is known of the client, and how long the request would have to wait for each rule. */
  private weigh(
    client: string,
    hash: number,
    rules: readonly WindowRule[],
    from: number,
    now: number,
    cost: number,
  ): void {
    const { index } = this.slots;
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as WindowRule;
      const slot = index.find(client, rule.name, hash);
      // Also what is refused was seen, and what was just seen is not given away to the other rules of this request.
      if (slot >= 0) index.touch(slot);
      this.found[from + i] = slot;
      this.load(slot, rule, from + i, now);
      const shape = shapeOf(rule);
      this.waits[from + i] = shape
        ? waitForRoom(this.buckets[from + i] as Bucket, shape, cost)
        : waitFor(this.hits[from + i] as Hits, rule.limit, now, rule.window * 1000, rule.fixed, cost);
    }
  }

  /** Charges each rule (a cost of 0: none), and says how it stands. */
  private settle(
    client: string,
    hash: number,
    rules: readonly WindowRule[],
    from: number,
    now: number,
    cost: number,
    states: WindowState[],
  ): void {
    for (let i = 0; i < rules.length; i++) {
      const rule = rules[i] as WindowRule;
      const at = from + i;
      if (cost > 0) {
        const shape = shapeOf(rule);
        if (shape) fill(this.buckets[at] as Bucket, shape, cost);
        else charge(this.hits[at] as Hits, now, rule.window * 1000, rule.fixed, cost);
        const slot = this.found[at] as number;
        this.save(slot < 0 ? this.slots.index.insert(client, rule.name, hash) : slot, rule, at, now);
      }
      states[at] = this.stateOf(rule, at, now);
    }
  }

  private stateOf(rule: WindowRule, at: number, now: number): WindowState {
    const shape = shapeOf(rule);
    const wait = this.waits[at] as number;
    if (shape) {
      const bucket = this.buckets[at] as Bucket;
      return { remaining: room(bucket, shape), resetIn: wait > 0 ? wait : moreRoomIn(bucket, shape) };
    }
    const hits = this.hits[at] as Hits;
    const window = rule.window * 1000;
    const remaining = Math.max(0, rule.limit - used(hits, now, window));
    return { remaining, resetIn: wait > 0 ? wait : resetIn(hits, now, window) };
  }

  private load(slot: number, rule: WindowRule, at: number, now: number): void {
    const shape = shapeOf(rule);
    if (shape) {
      const bucket = (this.buckets[at] ??= emptyBucket());
      this.slots.loadBucket(slot, bucket);
      leak(bucket, now, shape);
      return;
    }
    const hits = (this.hits[at] ??= noHits());
    this.slots.loadHits(slot, hits);
    advance(hits, now, rule.window * 1000, rule.fixed);
  }

  private save(slot: number, rule: WindowRule, at: number, now: number): void {
    const shape = shapeOf(rule);
    if (shape) {
      const bucket = this.buckets[at] as Bucket;
      this.slots.saveBucket(slot, bucket, now + bucket.level / shape.leak);
      return;
    }
    const hits = this.hits[at] as Hits;
    this.slots.saveHits(slot, hits, hits.last + rule.window * 1000);
  }
}
