import { type Clock, type EventSink, type Exchange, type RuleSet, type Verdict } from '../../kernel/index.js';
import { parseNetwork } from '../../net/index.js';
import { type Ban, type BanStore, type CounterStore } from '../../stores/index.js';
import { ComingSet } from './coming-set.js';
import { type BanOptions, type CategoryBan } from './options.js';

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

/** What counts lead to. */
interface Sentence {
  readonly seconds: number;
  readonly reason: string;
}

/**
 * Counts offences per client, in all and by category, and bans who reaches a threshold. Counts live in the store, so
 * that several instances count together, and end with the ban's duration, so that old offences do not add up for ever.
 * Where the store has to be asked and what is known here reaches a threshold already, the client is refused from then on
 * until the answer says whether it is banned.
 */
export class Offences {
  private settings: Settings;
  private readonly expected = new ComingSet();
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

  /** The ban that a client is about to have, where what is known here says so and the store has not answered yet. */
  coming(exchange: Exchange): Ban | undefined {
    return this.expected.size > 0 && exchange.bannable ? this.expected.get(this.targetOf(exchange)) : undefined;
  }

  /** Counts the offence of a refused request; true where it led to a ban. */
  async record(exchange: Exchange, verdict: Verdict): Promise<boolean> {
    const { enabled, duration } = this.settings;
    if (!enabled || !exchange.address || !exchange.bannable) return false;
    const category = verdict.category ?? verdict.check;
    const special = Object.hasOwn(this.deps.options.categories, category)
      ? this.deps.options.categories[category]
      : undefined;

    const { counters } = this.deps;
    const { bucket } = exchange.client;
    const keys = special ? [TOTAL, `category:${category}`] : [TOTAL];
    const counted = counters.add(bucket, keys, Math.max(duration, special?.duration ?? 0));
    if (!(counted instanceof Promise)) return this.judge(exchange, category, this.sentence(counted, special, category));

    const likely = this.sentence(counters.known(bucket, keys), special, category);
    const ban = likely && this.banOf(exchange, likely);
    if (ban) this.expected.add(ban);
    try {
      return await this.judge(exchange, category, this.sentence(await counted, special, category));
    } finally {
      if (ban) this.expected.remove(ban);
    }
  }

  private sentence(
    [total = 0, ofCategory = 0]: readonly number[],
    special: CategoryBan | undefined,
    category: string,
  ): Sentence | undefined {
    if (special && ofCategory >= special.threshold) {
      return { seconds: special.duration, reason: `${ofCategory} offences of category ${category}` };
    }
    const { threshold, duration } = this.settings;
    return total >= threshold ? { seconds: duration, reason: `${total} offences` } : undefined;
  }

  private async judge(exchange: Exchange, category: string, sentence: Sentence | undefined): Promise<boolean> {
    if (!sentence) return false;
    const ban = this.banOf(exchange, sentence);
    const { seconds } = sentence;
    const other = this.making.get(ban.target);
    if (other !== undefined && other >= seconds) return false;
    this.making.set(ban.target, seconds);
    try {
      return await this.make(exchange, ban, seconds, category);
    } finally {
      this.making.delete(ban.target);
    }
  }

  private async make(exchange: Exchange, ban: Ban, seconds: number, category: string): Promise<boolean> {
    const { bans, counters, events } = this.deps;
    const holds = await bans.add(ban);
    events.record({
      type: holds ? 'ip_banned' : 'ip_ban_failed',
      ip: exchange.client.text,
      action: holds ? 'banned' : 'ban_failed',
      reason: ban.reason,
      endpoint: exchange.rawPath,
      method: exchange.method,
      rule: category,
      metadata: { duration: seconds, target: ban.target, request_id: exchange.id },
    });
    if (holds) await counters.reset(exchange.client.bucket);
    return holds;
  }

  private banOf(exchange: Exchange, { seconds, reason }: Sentence): Ban {
    const now = this.deps.clock.now();
    const target = this.targetOf(exchange);
    return { target, reason, source: 'automatic', createdAt: now, expiresAt: now + seconds * 1000 };
  }

  /** Who is banned: whoever was counted. An IPv6 client is its network, or it would come back from the next address. */
  private targetOf({ address, client }: Exchange): string {
    if (address?.family !== 6) return client.text;
    return parseNetwork(`${address.text}/${this.deps.ipv6Prefix}`)?.text ?? client.text;
  }
}
