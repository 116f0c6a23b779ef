import fc from 'fast-check';
import {
  advance,
  charge,
  type Hits,
  noHits,
  resetIn,
  used,
  waitFor,
} from '../../../../src/stores/window/arithmetic.js';

/** The truth: every admitted hit with its time. */
class ExactLog {
  private readonly times: number[] = [];

  add(now: number, cost = 1): void {
    for (let i = 0; i < cost; i++) this.times.push(now);
  }

  /** Hits in (now - window, now]. */
  inside(now: number, window: number): number {
    return this.times.filter((time) => time > now - window && time <= now).length;
  }
}

function decide(hits: Hits, limit: number, now: number, window: number, fixed = false, cost = 1): number {
  advance(hits, now, window, fixed);
  const wait = waitFor(hits, limit, now, window, fixed, cost);
  if (wait === 0) charge(hits, now, window, fixed, cost);
  return wait;
}

const limits = fc.integer({ min: 1, max: 30 });
const windows = fc.integer({ min: 1, max: 2000 });
/** Pauses between requests: bursts, steady flows and long silences. */
const pauses = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2500 })), {
  maxLength: 120,
});

describe('the arithmetic of a sliding window', () => {
  it('differs from an exact log by less than the size of the fading group, and by nothing while there is none', () => {
    fc.assert(
      fc.property(limits, windows, pauses, (limit, window, gaps) => {
        const hits = noHits();
        const log = new ExactLog();
        let now = 1_000_000;
        for (const gap of gaps) {
          now += gap;
          if (decide(hits, limit, now, window) === 0) log.add(now);
          const error = Math.abs(used(hits, now, window) - log.inside(now, window));
          expect(error).toBeLessThanOrEqual(Math.max(0, hits.beforeCount - 2));
          expect(log.inside(now, window)).toBeLessThanOrEqual(limit === 1 ? 1 : 2 * limit - 2);
        }
      }),
    );
  });

  it('never admits more than the limit within one window of a first hit', () => {
    fc.assert(
      fc.property(limits, windows, pauses, (limit, window, gaps) => {
        const hits = noHits();
        let now = 1_000_000;
        let admitted = 0;
        for (const gap of gaps) {
          now += gap;
          if (now >= 1_000_000 + window) break;
          if (decide(hits, limit, now, window) === 0) admitted += 1;
        }
        expect(admitted).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('is exact for evenly spaced hits', () => {
    const small = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(small, fc.integer({ min: 1, max: 50 }), small, (gap, count, gaps) => {
        const window = gap * gaps;
        const hits = noHits();
        const log = new ExactLog();
        for (let i = 0, now = 5000; i < count; i++, now += gap) {
          // As many hits fit the window as the limit admits, so none is refused and the spacing stays even.
          expect(decide(hits, gaps, now, window)).toBe(0);
          log.add(now);
          expect(used(hits, now, window)).toBe(log.inside(now, window));
        }
      }),
    );
  });

  it('names the earliest moment at which the request is admitted, at most a window away', () => {
    fc.assert(
      fc.property(limits, windows, pauses, (limit, window, gaps) => {
        const hits = noHits();
        let now = 1_000_000;
        for (const gap of gaps) {
          now += gap;
          const wait = decide(hits, limit, now, window);
          if (wait === 0) continue;
          expect(wait).toBeLessThanOrEqual(window);
          const early = { ...hits };
          advance(early, now + wait - 1, window);
          expect(waitFor(early, limit, now + wait - 1, window)).toBe(1);
          const later = { ...hits };
          advance(later, now + wait, window);
          expect(waitFor(later, limit, now + wait, window)).toBe(0);
        }
      }),
    );
  });

  it('charges nothing for a refusal', () => {
    const hits = noHits();
    decide(hits, 1, 0, 1000);
    const before = { ...hits };
    for (let now = 0; now < 1000; now += 10) expect(decide(hits, 1, now, 1000)).toBe(1000 - now);
    expect(hits).toEqual(before);
    expect(decide(hits, 1, 1000, 1000)).toBe(0);
  });

  it('fades a burst at the end of a window instead of forgetting it at its edge', () => {
    const hits = noHits();
    expect(decide(hits, 10, 0, 1000)).toBe(0);
    for (let i = 0; i < 9; i++) expect(decide(hits, 10, 990, 1000)).toBe(0);
    let admitted = 0;
    for (let i = 0; i < 20; i++) if (decide(hits, 10, 1010, 1000) === 0) admitted += 1;
    expect(admitted).toBe(1);
  });

  it('neither hands out a second quota nor locks anybody out when the clock goes back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (back) => {
        const hits = noHits();
        for (let i = 0; i < 3; i++) decide(hits, 3, 20_000_000 + i, 1000);
        const now = 20_000_002 - back;
        const wait = decide(hits, 3, now, 1000);
        expect(wait).toBeGreaterThan(0);
        expect(wait).toBeLessThanOrEqual(1000);
        expect(decide(hits, 3, now + wait, 1000)).toBe(0);
      }),
    );
  });

  it('says when quota comes back, at most a window away', () => {
    fc.assert(
      fc.property(limits, windows, pauses, (limit, window, gaps) => {
        const hits = noHits();
        let now = 1_000_000;
        for (const gap of gaps) {
          now += gap;
          decide(hits, limit, now, window);
          const reset = resetIn(hits, now, window);
          expect(reset).toBeLessThanOrEqual(window);
          expect(reset).toBeGreaterThanOrEqual(0);
          if (used(hits, now, window) > 0) expect(reset).toBeGreaterThan(0);
        }
      }),
    );
  });
});

/** Requests of any cost: the pause before each, and what it costs. */
const costly = fc.array(
  fc.tuple(
    fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2500 })),
    fc.integer({ min: 1, max: 35 }),
  ),
  { maxLength: 120 },
);

describe('requests that cost more than one', () => {
  it('count as so many hits at once, within the bound of the fading group', () => {
    fc.assert(
      fc.property(limits, windows, costly, (limit, window, requests) => {
        const hits = noHits();
        const log = new ExactLog();
        let now = 1_000_000;
        for (const [pause, cost] of requests) {
          now += pause;
          if (decide(hits, limit, now, window, false, cost) === 0) log.add(now, cost);
          const error = Math.abs(used(hits, now, window) - log.inside(now, window));
          expect(error).toBeLessThanOrEqual(Math.max(0, hits.beforeCount - 2));
          expect(log.inside(now, window)).toBeLessThanOrEqual(limit === 1 ? 1 : 2 * limit - 2);
        }
      }),
    );
  });

  it('are admitted at the moment that was named and not before, or never where they cost more than the limit', () => {
    fc.assert(
      fc.property(limits, windows, fc.boolean(), costly, (limit, window, fixed, requests) => {
        const hits = noHits();
        let now = 1_000_000;
        for (const [pause, cost] of requests) {
          now += pause;
          const wait = decide(hits, limit, now, window, fixed, cost);
          if (cost > limit) expect(wait).toBe(window);
          if (wait === 0 || cost > limit) continue;
          const at = (time: number): number => {
            const copy = { ...hits };
            advance(copy, time, window, fixed);
            return waitFor(copy, limit, time, window, fixed, cost);
          };
          expect(at(now + wait - 1)).toBe(1);
          expect(at(now + wait)).toBe(0);
        }
      }),
    );
  });
});

describe('the arithmetic of a fixed window', () => {
  it('is exact: what was admitted since the last multiple of the window, never more than the limit', () => {
    fc.assert(
      fc.property(limits, windows, costly, (limit, window, requests) => {
        const hits = noHits();
        const log = new ExactLog();
        let now = 1_000_000;
        for (const [pause, cost] of requests) {
          now += pause;
          const wait = decide(hits, limit, now, window, true, cost);
          if (wait === 0) log.add(now, cost);
          const inside = log.inside(now, (now % window) + 1);
          expect(used(hits, now, window)).toBe(inside);
          expect(inside).toBeLessThanOrEqual(limit);
          if (inside > 0) expect(resetIn(hits, now, window)).toBe(window - (now % window));
        }
      }),
    );
  });

  it('forgets the group that a sliding window has left under the same name', () => {
    const hits = noHits();
    for (const now of [0, 990, 1010]) decide(hits, 10, now, 1000);
    expect(decide(hits, 2, 1020, 1000, true)).toBe(0);
    expect(hits.beforeCount).toBe(0);
  });
});
