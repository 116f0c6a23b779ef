import { type Address } from '../../net/index.js';

export type BanSource = 'automatic' | 'rule' | 'manual';

export interface Ban {
  /** A canonical address or network (CIDR). */
  readonly target: string;
  readonly reason: string;
  readonly source: BanSource;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

export interface BanStore {
  /**
   * The ban that holds for an address now, from local knowledge: synchronous and without I/O. With Redis the local
   * copy follows the shared one within a second.
   */
  find(address: Address): Ban | undefined;
  /**
   * Makes or extends a ban. A ban that ends later than the new one stays as it is. False where the ban does not hold
   * because the store is full (logged) or because it has expired already. Rejects with a TypeError for a target that is
   * neither an address nor a network, and for a network of prefix 0, which is everybody.
   */
  add(ban: Ban): Promise<boolean>;
  /** Lifts the ban of exactly this address or network; false where there was none. */
  lift(target: string): Promise<boolean>;
  /** Bans in force, ordered by target, from the one after `cursor`; 100 where no limit is given. */
  list(options?: { cursor?: string; limit?: number }): Promise<{ bans: readonly Ban[]; cursor?: string }>;
}
