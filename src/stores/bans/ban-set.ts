import { printable } from '../../kernel/index.js';
import { type Address, bucketOf, type Network, parseNetwork } from '../../net/index.js';
import { type Ban } from './port.js';

/** Bans that are looked at for having run out at each addition. */
const SWEEP = 4;

/** Of the room for bans, the share that automatic bans may take: the operator's own always find room. */
const AUTOMATIC_SHARE = 0.9;

/**
 * What a ban is made for or lifted from.
 *
 * @throws TypeError where it is neither an address nor a network, or everybody.
 */
export function parseTarget(target: string): Network {
  const network = parseNetwork(target);
  if (!network) throw new TypeError(`no IP address or network: ${JSON.stringify(target.slice(0, 60))}`);
  if (network.prefix === 0) throw new TypeError('a network of prefix 0 is everybody and cannot be banned');
  return network;
}

/**
 * A ban as it is kept: its target in canonical form, its reason fit for a log line.
 *
 * @throws TypeError for a target that `parseTarget` does not take, and for times that are no times.
 */
export function checkBan(ban: Ban): { ban: Ban; network: Network } {
  const network = parseTarget(ban.target);
  if (!Number.isFinite(ban.expiresAt) || !Number.isFinite(ban.createdAt))
    throw new TypeError('a ban needs finite times');
  return { ban: { ...ban, target: network.text, reason: printable(ban.reason) }, network };
}

/**
 * Bans as a set that answers for an address at once: one look-up for the address, and one for each prefix length that
 * has a ban. Bounded: when it is full, no ban in force makes room for another. A new one is turned down (and the caller
 * says so), so that nobody can lift bans by provoking many others.
 */
export class BanSet {
  private readonly bans = new Map<string, Ban>();
  /** The targets of banned networks, by family, prefix length and the bits that count. */
  private readonly networks = { 4: new Map<number, Targets>(), 6: new Map<number, Targets>() } as const;
  private sweeper: MapIterator<Ban> | undefined;

  constructor(readonly capacity: number) {}

  /** Of the room for `capacity` bans, how many there may be for one more of this source. */
  static roomFor({ source }: Pick<Ban, 'source'>, capacity: number): number {
    return source === 'automatic' ? Math.floor(capacity * AUTOMATIC_SHARE) : capacity;
  }

  /** Bans held, expired ones that are not swept yet among them. */
  get size(): number {
    return this.bans.size;
  }

  find(address: Address, now: number): Ban | undefined {
    if (this.bans.size === 0) return undefined;
    const single = this.current(address.text, now);
    if (single) return single;
    for (const [prefix, targets] of this.networks[address.family]) {
      const target = targets.get(bitsOf(address, prefix));
      const ban = target === undefined ? undefined : this.current(target, now);
      if (ban) return ban;
    }
    return undefined;
  }

  /** The ban of exactly this target, in canonical form. */
  get(target: string, now: number): Ban | undefined {
    return this.current(target, now);
  }

  /** Adds or extends a ban whose target is canonical. False where it has expired or there is no room. */
  add(ban: Ban, network: Network, now: number): boolean {
    if (ban.expiresAt <= now) return false;
    const held = this.current(ban.target, now);
    if (held && held.expiresAt >= ban.expiresAt) return true;
    if (!held) {
      this.sweep(now, SWEEP);
      if (!this.hasRoom(ban)) this.sweep(now, this.bans.size);
      if (!this.hasRoom(ban)) return false;
      this.enter(network);
    }
    this.bans.set(ban.target, ban);
    return true;
  }

  /** Removes the ban of exactly this target; false where none was in force. */
  remove(target: string, now: number): boolean {
    const held = this.bans.get(target);
    if (!held) return false;
    this.drop(held);
    return held.expiresAt > now;
  }

  /** Bans in force, ordered by target, from the one after `cursor`. */
  page(now: number, cursor: string, limit: number): { bans: readonly Ban[]; cursor?: string } {
    const byTarget = (a: Ban, b: Ban): number => (a.target < b.target ? -1 : 1);
    let found: Ban[] = [];
    let bound: string | undefined;
    for (const ban of this.bans.values()) {
      if (ban.expiresAt <= now || ban.target <= cursor || (bound !== undefined && ban.target > bound)) continue;
      found.push(ban);
      // Never more than twice the page is kept, so that a page of many bans is not a sort of all.
      if (found.length < (limit + 1) * 2) continue;
      found = found.sort(byTarget).slice(0, limit + 1);
      bound = found.at(-1)?.target;
    }
    const bans = found.sort(byTarget).slice(0, limit);
    const last = bans.at(-1)?.target;
    return found.length > limit && last !== undefined ? { bans, cursor: last } : { bans };
  }

  values(): Iterable<Ban> {
    return this.bans.values();
  }

  private current(target: string, now: number): Ban | undefined {
    const ban = this.bans.get(target);
    if (!ban || ban.expiresAt > now) return ban;
    this.drop(ban);
    return undefined;
  }

  private hasRoom({ source }: Ban): boolean {
    return this.bans.size < BanSet.roomFor({ source }, this.capacity);
  }

  private sweep(now: number, steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.sweeper ??= this.bans.values();
      const { value, done } = this.sweeper.next();
      if (done) this.sweeper = undefined;
      else if (value.expiresAt <= now) this.drop(value);
    }
  }

  private enter({ base, prefix, text }: Network): void {
    if (prefix === widthOf(base)) return;
    const networks = this.networks[base.family];
    const targets = networks.get(prefix) ?? new Map<number | string, string>();
    networks.set(prefix, targets.set(bitsOf(base, prefix), text));
  }

  private drop(ban: Ban): void {
    this.bans.delete(ban.target);
    const network = parseNetwork(ban.target);
    if (!network || network.prefix === widthOf(network.base)) return;
    const networks = this.networks[network.base.family];
    const targets = networks.get(network.prefix);
    targets?.delete(bitsOf(network.base, network.prefix));
    if (targets?.size === 0) networks.delete(network.prefix);
  }
}

type Targets = Map<number | string, string>;

function widthOf({ family }: Address): number {
  return family === 4 ? 32 : 128;
}

/** The first `prefix` bits of an address, as something that a `Map` can find. */
function bitsOf(address: Address, prefix: number): number | string {
  return address.family === 4 ? address.v4 >>> (32 - prefix) : bucketOf(address, prefix);
}
