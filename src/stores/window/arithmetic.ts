/**
 * The sliding window, as arithmetic. A client's hits are kept as two groups anchored at hits, not at the clock: the
 * current group begins with its first hit and lasts one window; the group before it fades out. Six numbers, whatever
 * the client sends. The Redis twin computes the same in Lua (`hit.lua.ts`); a test compares the two.
 *
 * What is known of a group: how many hits it has, when the first was and when the last. So at the time `now`
 *  - the current group counts whole: it is younger than one window;
 *  - of the group before, with n hits, all n count until its first hit is one window old, none once its last hit is.
 *    Between the two at least 1 and at most n - 1 hits are left, and they are taken to be evenly spread:
 *    (n - 1) × (last + window - now) / (last - first), rounded up.
 *
 * Error bound. The estimate is exact while only one group exists (so a burst never gets more than the limit), for
 * groups of one or two hits, and for evenly spread hits of any number. In all other cases truth and estimate both lie
 * in [1, n - 1], so they differ by at most n - 2, where n ≤ limit: however a client spreads its hits, no window holds
 * more than limit + n - 2 ≤ 2 × limit - 2 of them (limit ≥ 2), and nobody is refused who has sent fewer than `limit`
 * in the last two windows.
 *
 * Times are whole milliseconds on any one clock.
 */
export interface Hits {
  /** Hits of the current group; 0 where there is none. */
  count: number;
  first: number;
  last: number;
  /** Hits of the group before; 0 where there is none. */
  beforeCount: number;
  beforeFirst: number;
  beforeLast: number;
}

export function noHits(): Hits {
  return { count: 0, first: 0, last: 0, beforeCount: 0, beforeFirst: 0, beforeLast: 0 };
}

/** Brings the groups to the time `now`: what has run out goes, a current group that is a window old steps back. */
export function advance(hits: Hits, now: number, window: number): void {
  const ahead = hits.last - now;
  if (hits.count > 0 && ahead > 0) {
    // The clock went back (a Redis failover, a clock that was set): as if the last hit had come just now, so that
    // neither a second quota is handed out nor anybody locked out until the clock has caught up.
    hits.first -= ahead;
    hits.last -= ahead;
    hits.beforeFirst -= ahead;
    hits.beforeLast -= ahead;
  }
  if (hits.count > 0 && now >= hits.first + window) {
    hits.beforeCount = hits.count;
    hits.beforeFirst = hits.first;
    hits.beforeLast = hits.last;
    hits.count = 0;
  }
  if (hits.beforeCount > 0 && now >= hits.beforeLast + window) hits.beforeCount = 0;
}

/** The hits that count at the time `now`. The groups must be at `now`. */
export function used(hits: Hits, now: number, window: number): number {
  const { count, beforeCount, beforeFirst, beforeLast } = hits;
  if (beforeCount === 0) return count;
  const edge = now - window;
  if (edge < beforeFirst) return count + beforeCount;
  return count + Math.ceil(((beforeCount - 1) * (beforeLast - edge)) / (beforeLast - beforeFirst));
}

/**
 * Milliseconds until one more hit fits the limit if none comes before; 0 where it fits now. Never more than the
 * window. The groups must be at `now`.
 */
export function waitFor(hits: Hits, limit: number, now: number, window: number): number {
  if (limit < 1) return window;
  if (used(hits, now, window) < limit) return 0;
  const { count, first, last, beforeCount, beforeFirst, beforeLast } = hits;
  // The current group alone fills the limit: some of it must fade. Else some of the group before must.
  const at =
    count >= limit
      ? fadedTo(limit - 1, count, first, last)
      : fadedTo(limit - 1 - count, beforeCount, beforeFirst, beforeLast);
  return Math.min(window, Math.max(1, at + window - now));
}

/** The time, one window early, from which at most `rest` of a group's hits count. */
function fadedTo(rest: number, count: number, first: number, last: number): number {
  return count - 1 <= rest ? first : last - Math.floor((rest * (last - first)) / (count - 1));
}

/** Adds a hit. The groups must be at `now`. */
export function charge(hits: Hits, now: number): void {
  if (hits.count === 0) hits.first = now;
  hits.count += 1;
  hits.last = now;
}

/** Milliseconds until quota comes back: until the oldest group's next step, at most the window. */
export function resetIn(hits: Hits, now: number, window: number): number {
  if (hits.count > 0) return Math.max(0, hits.first + window - now);
  return hits.beforeCount > 0 ? Math.max(0, hits.beforeLast + window - now) : 0;
}
