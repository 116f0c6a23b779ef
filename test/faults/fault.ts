import { type RedisOptions } from '../../src/stores/index.js';

/** The address whose limit is looked at. */
export const GREEDY = '198.51.100.7';

/** Milliseconds that are long enough for a breaker that tries again to do so several times. */
export const A_WHILE = 2000;

/** Servers of one fault's own, and how they fail and heal. */
export interface Stage {
  /** How an application reaches them: asked once for each application. */
  readonly connect: () => Partial<RedisOptions>;
  readonly fail: () => Promise<unknown>;
  /** Absent where it heals by itself. */
  readonly heal?: () => Promise<unknown>;
  /** Whether the hash at this key has this field, where the data is once all is well. */
  readonly has: (key: string, field: string) => Promise<boolean>;
  readonly close: () => Promise<unknown>;
}

export interface Fault {
  readonly name: string;
  /** Milliseconds that it lasts at least. */
  readonly lasts: number;
  /** True where what was counted before is lost with it. */
  readonly forgets?: boolean;
  readonly stage: () => Promise<Stage>;
}
