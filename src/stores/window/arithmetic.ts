/**
 * The windows, as arithmetic. A client's hits are kept as two groups, six numbers, whatever the client sends; a request
 * that costs more than one is so many hits at one time. The Redis twin computes the same in Lua (`hit.lua.ts`); a test
 * compares the two.
 *
 * A fixed window begins at a multiple of its length on the clock and has one group: no window holds more than the
 * limit, but two halves of neighbouring windows may hold two limits together.
 *
 * In a sliding window the groups are anchored at hits, not at the clock: the current group begins with its first hit
 * and lasts one window; the group before it fades out.
 *
 * What is known of a group: how many hits it has, when the first was and when the last. So at the time `now`
 *  - the current group counts whole: it is younger than one window;
 *  - of the group before, with n hits, all n count until its first hit is one window old, none once its last hit is.
 *    Between the two at least 1 and at most n - 1 hits are left, and they are taken to be evenly spread:
 *    (n - 1) × (last + window - now) / (last - first), rounded up.
 *
 * Error bound. The estimate is exact while only one group exists (so a burst never gets more than the limit), for
 * groups of one or two requests of cost 1 or of one of any cost, and for evenly spread hits of any number. In all other cases truth and estimate both lie
 * in [1, n - 1], so they differ by at most n - 2, where n ≤ limit: however a client spreads its hits, no window holds
 * more than limit + n - 2 ≤ 2 × limit - 2 of them (limit ≥ 2), and nobody is refused a request of cost c who has used
 * at most limit - c in the last two windows.
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
export function advance(hits: Hits, now: number, window: number, fixed = false): void {
  const ahead = hits.last - now;
  if (hits.count > 0 && ahead > 0) {
    // The clock went back (a Redis failover, a clock that was set): as if the last hit had come just now, so that
    // neither a second quota is handed out nor anybody locked out until the clock has caught up.
    hits.first -= ahead;
    hits.last -= ahead;
    hits.beforeFirst -= ahead;
    hits.beforeLast -= ahead;
  }
  if (fixed) hits.beforeCount = 0;
  if (hits.count > 0 && now >= hits.first + window) {
    hits.beforeCount = fixed ? 0 : hits.count;
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
 * Milliseconds until a request of this cost fits the limit if none comes before; 0 where it fits now. Never more than
 * the window, also where the cost is above the limit and it will never fit. The groups must be at `now`.
 */
export function waitFor(hits: Hits, limit: number, now: number, window: number, fixed = false, cost = 1): number {
  const room = limit - cost;
  if (room < 0) return window;
  if (used(hits, now, window) <= room) return 0;
  const { count, first, last, beforeCount, beforeFirst, beforeLast } = hits;
  // The current group alone leaves no room: some of it must fade. Else some of the group before must.
  const at =
    count > room
      ? fixed
        ? first
        : fadedTo(room, count, first, last)
      : fadedTo(room - count, beforeCount, beforeFirst, beforeLast);
  return Math.min(window, Math.max(1, at + window - now));
}

/** The time, one window early, from which at most `rest` of a group's hits count. */
function fadedTo(rest: number, count: number, first: number, last: number): number {
  return count - 1 <= rest ? first : last - Math.floor((rest * (last - first)) / (count - 1));
}

/** Adds a request of this cost. The groups must be at `now`. */
export function charge(hits: Hits, now: number, window: number, fixed = false, cost = 1): void {
  if (hits.count === 0) hits.first = fixed ? now - (now % window) : now;
  hits.count += cost;
  hits.last = now;
}

/** Takes a request of this cost back: from the current group, and what is not there from the one before. */
export function giveBack(hits: Hits, cost: number): void {
  const current = Math.min(hits.count, cost);
  hits.count -= current;
  hits.beforeCount = Math.max(0, hits.beforeCount - (cost - current));
}

/** Milliseconds until quota comes back: until the oldest group's next step, at most the window. */
export function resetIn(hits: Hits, now: number, window: number): number {
  if (hits.count > 0) return Math.max(0, hits.first + window - now);
  return hits.beforeCount > 0 ? Math.max(0, hits.beforeLast + window - now) : 0;
}
