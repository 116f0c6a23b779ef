import fc from 'fast-check';
import { MemoryWindowStore } from '../../../../src/stores/window/index.js';
import {
  bucketShape,
  emptyBucket,
  fill,
  isExactBucket,
  leak,
  moreRoomIn,
  room,
  takeOut,
  waitForRoom,
} from '../../../../src/stores/window/bucket.js';
import { HandClock } from '../../../support/clock.js';

/** The truth, in fractions: tokens that are left are `numerator / (window in ms)`. */
class ExactBucket {
  private readonly full: bigint;
  private tokens: bigint;
  private at: bigint;

  constructor(
    private readonly limit: bigint,
    private readonly window: bigint,
    burst: bigint,
    now: number,
  ) {
    this.full = burst * window;
    this.tokens = this.full;
    this.at = BigInt(now);
  }

  take(now: number, cost: number): boolean {
    const earned = this.tokens + (BigInt(now) - this.at) * this.limit;
    this.tokens = earned < this.full ? earned : this.full;
    this.at = BigInt(now);
    const price = BigInt(cost) * this.window;
    if (price > this.tokens) return false;
    this.tokens -= price;
    return true;
  }

  get left(): number {
    return Number(this.tokens / this.window);
  }
}

const limits = fc.record({
  limit: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 1_000_000_000 })),
  window: fc.oneof(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 31_536_000 })),
  burst: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 1_000_000_000 })),
});
const exact = limits.filter(({ limit, window, burst }) => isExactBucket(limit, window, burst));
const requests = fc.array(
  fc.record({
    pause: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(5000), fc.nat(100_000_000)),
    cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 70 })),
  }),
  { maxLength: 150 },
);

describe('the arithmetic of a bucket', () => {
  it('is exact: it admits what an exact bucket of fractions admits, and has as much left', () => {
    fc.assert(
      fc.property(exact, requests, ({ limit, window, burst }, steps) => {
        const shape = bucketShape(limit, window, burst);
        const bucket = emptyBucket();
        let now = 1_790_000_000_000;
        const truth = new ExactBucket(BigInt(limit), BigInt(window * 1000), BigInt(burst), now);
        for (const { pause, cost } of steps) {
          now += pause;
          leak(bucket, now, shape);
          const wait = waitForRoom(bucket, shape, cost);
          if (wait === 0) fill(bucket, shape, cost);
          expect(wait === 0).toBe(truth.take(now, cost));
          expect(room(bucket, shape)).toBe(truth.left);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never admits more in t ms than the burst and what leaks out in t + 1 ms', () => {
    fc.assert(
      fc.property(exact, requests, ({ limit, window, burst }, steps) => {
        const shape = bucketShape(limit, window, burst);
        const bucket = emptyBucket();
        const admitted: { at: number; cost: number }[] = [];
        let now = 1_000;
        for (const { pause, cost } of steps) {
          now += pause;
          leak(bucket, now, shape);
          if (waitForRoom(bucket, shape, cost) > 0) continue;
          fill(bucket, shape, cost);
          admitted.push({ at: now, cost });
          let sum = 0;
          for (const one of [...admitted].reverse()) {
            sum += one.cost;
            expect(sum).toBeLessThanOrEqual(burst + (limit * (now - one.at + 1)) / (window * 1000));
          }
        }
      }),
    );
  });

  it('tells to the millisecond when a request has room, and when there is room for one more', () => {
    fc.assert(
      fc.property(exact, requests, ({ limit, window, burst }, steps) => {
        const shape = bucketShape(limit, window, burst);
        const bucket = emptyBucket();
        let now = 5_000;
        for (const { pause, cost } of steps) {
          now += pause;
          leak(bucket, now, shape);
          const wait = waitForRoom(bucket, shape, cost);
          const more = moreRoomIn(bucket, shape);
          if (more > 0) {
            const left = room(bucket, shape);
            const later = (milliseconds: number): number => {
              const copy = { ...bucket };
              leak(copy, now + milliseconds, shape);
              return room(copy, shape);
            };
            expect(later(more - 1)).toBe(left);
            expect(later(more)).toBeGreaterThan(left);
          } else expect(room(bucket, shape)).toBe(burst);
          if (wait === 0) fill(bucket, shape, cost);
          if (wait === 0 || cost > burst) continue;
          const early = { ...bucket };
          leak(early, now + wait - 1, shape);
          expect(waitForRoom(early, shape, cost)).toBe(1);
          leak(bucket, (now += wait), shape);
          expect(waitForRoom(bucket, shape, cost)).toBe(0);
        }
      }),
    );
  });

  it('takes out what was put in, and never more than is there', () => {
    const shape = bucketShape(10, 1, 50);
    const bucket = emptyBucket();
    leak(bucket, 1000, shape);
    fill(bucket, shape, 30);
    takeOut(bucket, shape, 10);
    expect(room(bucket, shape)).toBe(30);
    takeOut(bucket, shape, 999);
    expect(room(bucket, shape)).toBe(50);
  });

  it('keeps what was used when its rate changes, and forgives what a smaller burst has no room for', () => {
    const bucket = emptyBucket();
    leak(bucket, 1000, bucketShape(10, 60, 50));
    fill(bucket, bucketShape(10, 60, 50), 30);
    leak(bucket, 1000, bucketShape(7, 90, 50));
    expect(room(bucket, bucketShape(7, 90, 50))).toBe(20);
    leak(bucket, 1000, bucketShape(7, 90, 5));
    expect(room(bucket, bucketShape(7, 90, 5))).toBe(0);
    expect(waitForRoom(bucket, bucketShape(7, 90, 5), 1)).toBe(Math.ceil(90_000 / 7));
  });

  it('stands still while the clock goes back', () => {
    const shape = bucketShape(1, 1, 2);
    const bucket = emptyBucket();
    leak(bucket, 10_000, shape);
    fill(bucket, shape, 2);
    leak(bucket, 4_000, shape);
    expect(waitForRoom(bucket, shape, 1)).toBe(1000);
    leak(bucket, 5_000, shape);
    expect(waitForRoom(bucket, shape, 1)).toBe(0);
  });

  it('knows which buckets it cannot compute without rounding', () => {
    expect(isExactBucket(100, 60, 1_000_000_000)).toBe(true);
    expect(isExactBucket(999_999_937, 86_400, 999_999_937)).toBe(false);
  });
});

describe('a bucket in memory', () => {
  it('admits a burst at once and then the rate, and is not mistaken for a window of the same name', () => {
    const clock = new HandClock();
    const store = new MemoryWindowStore(clock, 10);
    const bucket = [{ name: 'a', limit: 2, window: 1, burst: 5 }];
    const window = [{ name: 'a', limit: 2, window: 1 }];
    const admitted = (): number => {
      let count = 0;
      while (store.hit('192.0.2.1', bucket).admitted) count += 1;
      return count;
    };
    expect(admitted()).toBe(5);
    expect(store.hit('192.0.2.1', bucket)).toMatchObject({ retryIn: 500, states: [{ remaining: 0, resetIn: 500 }] });
    clock.advance(500);
    expect(admitted()).toBe(1);
    clock.advance(60_000);
    expect(admitted()).toBe(5);
    expect(store.hit('192.0.2.1', window)).toMatchObject({ admitted: true, states: [{ remaining: 1 }] });
    expect(store.hit('192.0.2.1', bucket)).toMatchObject({ admitted: true, states: [{ remaining: 4 }] });
  });

  it('is forgotten once it has run empty, and not before', () => {
    const clock = new HandClock();
    const store = new MemoryWindowStore(clock, 100);
    const bucket = [{ name: 'a', limit: 1, window: 1, burst: 100 }];
    store.hit('192.0.2.1', bucket, 100);
    clock.advance(99_999);
    store.hit('192.0.2.2', [{ name: 'a', limit: 1, window: 1 }]);
    expect(store.size).toBe(2);
    clock.advance(1);
    store.hit('192.0.2.2', [{ name: 'a', limit: 1, window: 1 }]);
    expect(store.size).toBe(1);
  });
});
