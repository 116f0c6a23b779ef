import { type Clock, type Log } from '../../kernel/index.js';
import { type Address } from '../../net/index.js';
import { BanSet, checkBan, parseTarget } from './ban-set.js';
import { type Ban, type BanStore } from './port.js';

/** Bans of this process; lost when it ends. Expiry follows the system clock. */
export class MemoryBanStore implements BanStore {
  private readonly set: BanSet;
  private full = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    capacity: number,
  ) {
    this.set = new BanSet(capacity);
  }

  find(address: Address): Ban | undefined {
    return this.set.find(address, this.clock.now());
  }

  /** The ban holds when the call returns: another request may have been read with the one that led to it. */
  add(ban: Ban): Promise<boolean> {
    return new Promise((resolve) => resolve(this.put(ban)));
  }

  lift(target: string): Promise<boolean> {
    return Promise.resolve().then(() => this.set.remove(parseTarget(target).text, this.clock.now()));
  }

  list({ cursor = '', limit = 100 } = {}): Promise<{ bans: readonly Ban[]; cursor?: string }> {
    return Promise.resolve(this.set.page(this.clock.now(), cursor, limit));
  }

  private put(wanted: Ban): boolean {
    const { ban, network } = checkBan(wanted);
    const now = this.clock.now();
    const added = this.set.add(ban, network, now);
    const full = !added && ban.expiresAt > now;
    if (full && !this.full)
      this.log.warn(`${this.set.size} bans are in force: new ones are turned down until some end`);
    this.full = full;
    return added;
  }
}
