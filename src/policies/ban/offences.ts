import { type Clock, type EventSink, type Exchange, type RuleSet, type Verdict } from '../../kernel/index.js';
import { parseNetwork } from '../../net/index.js';
import { type BanStore, type CounterStore } from '../../stores/index.js';
import { type BanOptions } from './options.js';

const TOTAL = 'total';

export interface OffencesDependencies {
  readonly options: BanOptions;
  readonly bans: BanStore;
  readonly counters: CounterStore;
  readonly events: EventSink;
  readonly clock: Clock;
  /** Bits of an IPv6 address that make one client. */
  readonly ipv6Prefix: number;
}

interface Settings {
  readonly enabled: boolean;
  readonly threshold: number;
  readonly duration: number;
}

/**
 * Counts offences per client, in all and by category, and bans who reaches a threshold. Counts live in the store, so
 * that several instances count together, and end with the ban's duration, so that old offences do not add up for ever.
 */
export class Offences {
  private settings: Settings;
  /** Seconds of the bans that are being made, by target: offences that come meanwhile lead to no second one. */
  private readonly making = new Map<string, number>();

  constructor(private readonly deps: OffencesDependencies) {
    this.settings = deps.options;
  }

  applyRules(rules: RuleSet | undefined): void {
    const base = this.deps.options;
    const threshold = rules?.banning?.threshold ?? base.threshold;
    this.settings = {
      enabled: rules?.banning?.enabled ?? base.enabled,
      // The family halves the threshold while an emergency rule holds.
      threshold: rules?.emergency ? Math.max(1, Math.floor(threshold / 2)) : threshold,
      duration: rules?.banning?.duration ?? base.duration,
    };
  }

  /** Counts the offence of a refused request; true where it led to a ban. */
  async record(exchange: Exchange, verdict: Verdict): Promise<boolean> {
    const { enabled, threshold, duration } = this.settings;
    if (!enabled || !exchange.address || !exchange.bannable) return false;
    const category = verdict.category ?? verdict.check;
    const special = Object.hasOwn(this.deps.options.categories, category)
      ? this.deps.options.categories[category]
      : undefined;

    const keys = special ? [TOTAL, `category:${category}`] : [TOTAL];
    const window = Math.max(duration, special?.duration ?? 0);
    const [total = 0, ofCategory = 0] = await this.deps.counters.add(exchange.client.bucket, keys, window);
    if (special && ofCategory >= special.threshold) {
      return this.ban(exchange, special.duration, `${ofCategory} offences of category ${category}`, category);
    }
    if (total >= threshold) return this.ban(exchange, duration, `${total} offences`, category);
    return false;
  }

  private async ban(exchange: Exchange, seconds: number, reason: string, category: string): Promise<boolean> {
    const target = this.targetOf(exchange);
    const other = this.making.get(target);
    if (other !== undefined && other >= seconds) return false;
    this.making.set(target, seconds);
    try {
      return await this.make(exchange, target, seconds, reason, category);
    } finally {
      this.making.delete(target);
    }
  }

  private async make(
    exchange: Exchange,
    target: string,
    seconds: number,
    reason: string,
    category: string,
  ): Promise<boolean> {
    const { bans, counters, events, clock } = this.deps;
    const now = clock.now();
    const holds = await bans.add({
      target,
      reason,
      source: 'automatic',
      createdAt: now,
      expiresAt: now + seconds * 1000,
    });
    events.record({
      type: holds ? 'ip_banned' : 'ip_ban_failed',
      ip: exchange.client.text,
      action: holds ? 'banned' : 'ban_failed',
      reason,
      endpoint: exchange.rawPath,
      method: exchange.method,
      rule: category,
      metadata: { duration: seconds, target, request_id: exchange.id },
    });
    if (holds) await counters.reset(exchange.client.bucket);
    return holds;
  }

  /** Who is banned: whoever was counted. An IPv6 client is its network, or it would come back from the next address. */
  private targetOf({ address, client }: Exchange): string {
    if (address?.family !== 6) return client.text;
    return parseNetwork(`${address.text}/${this.deps.ipv6Prefix}`)?.text ?? client.text;
  }
}
