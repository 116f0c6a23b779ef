/** One limit: at most `limit` requests, each of cost 1, in any `window` seconds. */
export interface WindowRule {
  /** Tells this rule's counter from others of the same client: `default`, `endpoint:/login`, `route:Cats.find`. */
  readonly name: string;
  readonly limit: number;
  /** Seconds. */
  readonly window: number;
  /** True: windows that begin at multiples of their length on the store's clock. False (default): any window. */
  readonly fixed?: boolean;
  /** A bucket in place of a window: this many requests at once, and `limit` per window in the long run. */
  readonly burst?: number;
}

export interface WindowState {
  /** Requests that would still be admitted now. */
  readonly remaining: number;
  /** Milliseconds until some of the quota comes back: of a window at most its length. */
  readonly resetIn: number;
}

export interface Admission {
  readonly admitted: boolean;
  /** One state per rule, in the order of the rules; those of `beside` last. */
  readonly states: readonly WindowState[];
  /** Milliseconds until the same request would be admitted; 0 where it was. */
  readonly retryIn: number;
  /** The index of the rule that refused, counted like the states; -1 where none did. */
  readonly refusedBy: number;
}

/** Limits of one client or key. */
export interface Charge {
  /** The bucket in which is counted: a canonical address or prefix, or a key. */
  readonly client: string;
  readonly rules: readonly WindowRule[];
}

/**
 * Counts requests of a client against limits. One atomic verb: either every rule admits and each is charged, or none
 * is charged. A refused request costs nothing, so a client that waits as told is admitted.
 */
export interface WindowStore {
  /**
   * `client` is the bucket: a canonical address or prefix. `cost` is what the request takes of every limit, a whole
   * number of at least 1 (default). `beside` are limits of another client, such as a key that the request names, that
   * hold at once. Memory answers at once, Redis with a promise after one round trip.
   */
  hit(client: string, rules: readonly WindowRule[], cost?: number, beside?: Charge): Admission | Promise<Admission>;
  /**
   * Gives back what an admitted request has cost, such as one that is not to count once its outcome is known. At once or
   * as soon as it may be; a failure of the store is not told: what was not given back runs out with its window.
   */
  giveBack(client: string, rules: readonly WindowRule[], cost: number): void;
  /** Forgets what `client` has used. */
  reset(client: string): void | Promise<void>;
}
