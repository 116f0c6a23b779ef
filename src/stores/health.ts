/** How the stores are. */
export interface StoreHealth {
  readonly kind: 'memory' | 'redis';
  /** `up`: as configured; `degraded`: Redis answers and bans are being caught up; `down`: Redis does not answer. */
  readonly state: 'up' | 'degraded' | 'down';
  /** Milliseconds since the epoch at which this state began. */
  readonly since: number;
  /** The last error, without secrets; null where there was none. */
  readonly lastError: string | null;
  readonly counters: {
    /** Commands sent to Redis. */
    readonly calls: number;
    /** Commands that failed or were not answered in time. */
    readonly failures: number;
    /** Decisions that were made without Redis. */
    readonly fallbacks: number;
  };
}
