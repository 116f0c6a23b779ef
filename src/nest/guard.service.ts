import { Injectable } from '@nestjs/common';
import { type Clock, type EventSink, GuardError } from '../kernel/index.js';
import { bucketOf, parseAddress, parseNetwork } from '../net/index.js';
import { type DetectionReport, type Findings } from '../policies/attacks/index.js';
import { keyedBucket } from '../policies/rate-limit/index.js';
import { type Ban, type Stores } from '../stores/index.js';

/** What the event of an action by hand tells beside the action. */
export interface Audit {
  /** For the operator; never shown to the client. */
  readonly reason?: string;
  /** Who did it: the name of an operator, of a job. Stands in the event's metadata alone. */
  readonly by?: string;
}

export interface BanRequest extends Audit {
  /** Seconds that the ban holds; `ban.duration` where absent. */
  readonly seconds?: number;
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
 * does holds on every instance. Every ban, every lift and every reset is an event, with who did it where that is said.
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
  async ban(target: string, { seconds = this.deps.duration, reason = BY_HAND, by }: BanRequest = {}): Promise<Ban> {
    const network = networkOf(target);
    if (!(Number.isFinite(seconds) && seconds > 0)) throw new GuardError('GUARD_ARGUMENT', 'seconds must be above 0');
    const { stores, clock } = this.deps;
    const now = clock.now();
    const ban: Ban = { target: network, reason, source: 'manual', createdAt: now, expiresAt: now + seconds * 1000 };
    const holds = await stores.bans.add(ban);
    this.audit(holds ? 'ip_banned' : 'ip_ban_failed', holds ? 'banned' : 'ban_failed', { reason, by }, network, {
      duration: seconds,
    });
    if (!holds) throw new GuardError('GUARD_STORE_UNAVAILABLE', 'the store holds no more bans');
    return ban;
  }

  /**
   * Lifts the ban of exactly this address or network; false where there was none.
   *
   * @throws GuardError (`GUARD_ARGUMENT`) where the target is no address or network.
   */
  async unban(target: string, { reason = BY_HAND, by }: Audit = {}): Promise<boolean> {
    const network = networkOf(target);
    const lifted = await this.deps.stores.bans.lift(network);
    if (lifted) this.audit('ip_unbanned', 'unbanned', { reason, by }, network);
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
   * limit names so; the event tells their digest, as Redis knows them. Instances that remember a refusal forget it
   * within a second.
   *
   * @throws GuardError (`GUARD_ARGUMENT`) where the client is no address.
   */
  async resetLimits(client: string | { readonly key: string }, { reason = BY_HAND, by }: Audit = {}): Promise<void> {
    const { window, counters } = this.deps.stores;
    if (typeof client === 'object') {
      const bucket = keyedBucket(client.key);
      await window.reset(bucket);
      this.audit('limits_reset', 'limits_reset', { reason, by }, undefined, { client: bucket });
      return;
    }
    const address = parseAddress(client);
    if (!address) throw new GuardError('GUARD_ARGUMENT', `no IP address: ${JSON.stringify(client)}`);
    const bucket = bucketOf(address, this.deps.ipv6Prefix);
    await window.reset(bucket);
    await counters.reset(bucket);
    this.audit('limits_reset', 'limits_reset', { reason, by }, address.text, { client: bucket });
  }

  private audit(
    type: string,
    action: string,
    { reason, by }: Audit,
    ip: string | undefined,
    metadata: Record<string, unknown> = {},
  ): void {
    this.deps.events.record({
      type,
      action,
      reason,
      rule: 'manual',
      ...(ip !== undefined && { ip }),
      metadata: { ...metadata, ...(by !== undefined && { by }) },
    });
  }
}

const BY_HAND = 'by hand';

function networkOf(target: string): string {
  const network = parseNetwork(target);
  if (!network) throw new GuardError('GUARD_ARGUMENT', `no IP address or network: ${JSON.stringify(target)}`);
  if (network.prefix === 0)
    throw new GuardError('GUARD_ARGUMENT', 'a ban of everybody is an emergency: see emergency.enabled');
  return network.text;
}
