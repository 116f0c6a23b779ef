/** The one way to read the time. Handed in everywhere, so that tests move it by hand. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May jump when the system clock is set. */
  now(): number;
  /** Milliseconds since an arbitrary start, with fractions; never goes back. */
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
