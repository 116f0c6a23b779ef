export interface Backoff {
  /** Milliseconds before the first retry. */
  readonly base: number;
  /** The longest wait, in milliseconds. */
  readonly max: number;
}

/**
 * Exponential backoff with full jitter: a random wait between half and all of `base × 2^attempt`, at most `max`.
 * Jitter keeps many agents that lost the platform at the same moment from coming back at the same moment.
 */
export function backoffDelay(backoff: Backoff, attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(backoff.max, backoff.base * 2 ** Math.min(attempt, 30));
  return ceiling / 2 + (ceiling / 2) * random();
}
