import { Injectable } from '@nestjs/common';
import { type Clock, type EventSink, GuardError } from '../kernel/index.js';
import { bucketOf, parseAddress, parseNetwork } from '../net/index.js';
import { type DetectionReport, type Findings } from '../policies/attacks/index.js';
import { keyedBucket } from '../policies/rate-limit/index.js';
import { type Ban, type Stores } from '../stores/index.js';

export interface BanRequest {
  /** Seconds that the ban holds; `ban.duration` where absent. */
  readonly seconds?: number;
  /** For the operator; never shown to the client. */
  readonly reason?: string;
}

export interface BanPage {
  readonly bans: readonly Ban[];
  /** Where the next page begins; undefined after the last. */
  readonly cursor?: string;
}

export interface GuardServiceDependencies {
  readonly stores: Stores;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly findings: Findings;
  /** Seconds of a ban that does not say. */
  readonly duration: number;
  /** Bits of an IPv6 address that make one client. */
  readonly ipv6Prefix: number;
}

/**
 * Bans and limits, for the application's own code: an admin page, a fraud check, a support tool. With Redis what it
 * does holds on every instance. Every ban and every lift is an event.
 */
@Injectable()
export class GuardService {
  constructor(private readonly deps: GuardServiceDependencies) {}

  /**
   * Bans an address or a network (CIDR). A ban of the same target that ends later stays as it is.
   *
   * @throws GuardError (`GUARD_ARGUMENT`) where the target is no address or network, is everybody, or `seconds` is not
   * above 0; GuardError (`GUARD_STORE_UNAVAILABLE`) where the store holds no more bans.
   */
  async ban(target: string, { seconds = this.deps.duration, reason = 'by hand' }: BanRequest = {}): Promise<Ban> {
    const network = networkOf(target);
    if (!(Number.isFinite(seconds) && seconds > 0)) throw new GuardError('GUARD_ARGUMENT', 'seconds must be above 0');
    const { stores, events, clock } = this.deps;
    const now = clock.now();
    const ban: Ban = { target: network, reason, source: 'manual', createdAt: now, expiresAt: now + seconds * 1000 };
    if (!(await stores.bans.add(ban))) throw new GuardError('GUARD_STORE_UNAVAILABLE', 'the store holds no more bans');
    events.record({
      type: 'ip_banned',
      ip: network,
      action: 'banned',
      reason,
      rule: 'manual',
      metadata: { duration: seconds },
    });
    return ban;
  }

  /**
   * Lifts the ban of exactly this address or network; false where there was none.
   *
   * @throws GuardError (`GUARD_ARGUMENT`) where the target is no address or network.
   */
  async unban(target: string, reason = 'by hand'): Promise<boolean> {
    const network = networkOf(target);
    const lifted = await this.deps.stores.bans.lift(network);
    if (lifted) {
      this.deps.events.record({ type: 'ip_unbanned', ip: network, action: 'unbanned', reason, rule: 'manual' });
    }
    return lifted;
  }

  /** The bans in force, a page at a time, ordered by target. */
  async bans(page: { cursor?: string; limit?: number } = {}): Promise<BanPage> {
    return this.deps.stores.bans.list(page);
  }

  /**
   * What attack detection found on this instance since it started, by route and field, each with the exception that
   * would let it pass. In monitor mode: what to except before enforcing.
   */
  detections(): DetectionReport {
    return this.deps.findings.report();
  }

  /**
   * Gives a client its whole limits back, and forgets its offences. `{ key }` stands for those that a key function of a
   * limit names so.
   *
   * @throws GuardError (`GUARD_ARGUMENT`) where the client is no address.
   */
  async resetLimits(client: string | { readonly key: string }): Promise<void> {
    if (typeof client === 'object') return this.deps.stores.window.reset(keyedBucket(client.key));
    const address = parseAddress(client);
    if (!address) throw new GuardError('GUARD_ARGUMENT', `no IP address: ${JSON.stringify(client)}`);
    const bucket = bucketOf(address, this.deps.ipv6Prefix);
    await this.deps.stores.window.reset(bucket);
    await this.deps.stores.counters.reset(bucket);
  }
}

function networkOf(target: string): string {
  const network = parseNetwork(target);
  if (!network) throw new GuardError('GUARD_ARGUMENT', `no IP address or network: ${JSON.stringify(target)}`);
  if (network.prefix === 0)
    throw new GuardError('GUARD_ARGUMENT', 'a ban of everybody is an emergency: see emergency.enabled');
  return network.text;
}
