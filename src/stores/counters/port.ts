/** Counts offences per client and category in a window that begins with the first of them. */
export interface CounterStore {
  /**
   * Adds one to each of `keys` (all of one client) and answers the counts, in order. A count starts again
   * `window` seconds after its first increment.
   */
  add(client: string, keys: readonly string[], window: number): readonly number[] | Promise<readonly number[]>;
  /** The counts as far as they are known here, at once: with Redis what it said last, and what was added here since. */
  known(client: string, keys: readonly string[]): readonly number[];
  /** Forgets every count of a client. */
  reset(client: string): void | Promise<void>;
}
