import { type Clock, type EventSink, type Log, printable, type RuleSet } from '../../kernel/index.js';
import { Alarm } from '../../kernel/timing/index.js';
import { type BanStore } from '../../stores/index.js';
import { readRules } from './wire.js';

export interface RuleBookDependencies {
  readonly bans: BanStore;
  readonly events: EventSink;
  readonly clock: Clock;
  readonly log: Log;
  /** Lays the rules over the configuration; called with undefined where they end. */
  readonly apply: (rules: RuleSet | undefined) => void;
}

export interface RuleBookState {
  readonly id: string | null;
  readonly version: number | null;
  readonly expiresAt: string | null;
  /** Answers of the platform that were no valid rule set. */
  readonly invalid: number;
}

/**
 * The rule set in force. Each version is laid over the configuration and never over the version before; it ends
 * exactly when it expires. Bans that it made are state and run to their own end.
 */
export class RuleBook {
  private current: RuleSet | undefined;
  private invalid = 0;
  private lastComplaint = '';
  private readonly expiry = new Alarm();

  constructor(private readonly deps: RuleBookDependencies) {}

  get state(): RuleBookState {
    const { id = null, version = null, expiresAt } = this.current ?? {};
    return { id, version, expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null, invalid: this.invalid };
  }

  /** Takes an answer of the platform. Anything but a valid, newer, living rule set changes nothing. */
  async accept(raw: unknown): Promise<void> {
    if (raw === undefined || raw === null || (typeof raw === 'object' && Object.keys(raw).length === 0)) return;
    const read = readRules(raw);
    if ('problems' in read) {
      this.invalid += 1;
      this.complain(`The platform sent rules that are none and that change nothing: ${read.problems.join('; ')}`);
      return;
    }
    const { rules } = read;
    if (this.current && rules.id === this.current.id && rules.version <= this.current.version) return;
    if (rules.expiresAt !== undefined && rules.expiresAt <= this.deps.clock.now()) {
      this.complain(`The rules ${label(rules)} have expired already and are ignored`);
      return;
    }
    await this.put(rules);
  }

  stop(): void {
    this.expiry.clear();
  }

  private async put(rules: RuleSet): Promise<void> {
    const { apply, clock, log } = this.deps;
    const wasEmergency = this.current?.emergency === true;
    this.current = rules;
    apply(rules);
    this.expiry.clear();
    if (rules.expiresAt !== undefined) {
      this.expiry.set(rules.expiresAt - clock.now(), () => this.expire(rules));
    }
    log.info(`Rules ${label(rules)} are in force`);
    if (rules.unsupported.length > 0) {
      log.warn(`Rules ${label(rules)}: this version does not apply ${rules.unsupported.join(', ')}`);
    }
    if (rules.emergency && !wasEmergency) {
      this.deps.events.record({
        type: 'emergency_mode_activated',
        action: 'emergency_mode_activated',
        reason: `rules ${label(rules)}`,
        rule: rules.id,
        metadata: { whitelist_count: rules.emergencyAllow.length },
      });
    }
    await this.applyBans(rules);
  }

  private async applyBans(rules: RuleSet): Promise<void> {
    const { bans, clock } = this.deps;
    const now = clock.now();
    const expiresAt = now + rules.banDuration * 1000;
    const reason = `rules ${label(rules)}`;
    let refused = 0;
    for (const target of rules.ban) {
      if (!(await bans.add({ target, reason, source: 'rule', createdAt: now, expiresAt }))) refused += 1;
    }
    if (refused > 0)
      this.deps.log.warn(`Rules ${label(rules)}: the store holds no more bans; ${refused} are not in force`);
    for (const target of rules.unban) {
      if (await bans.lift(target))
        this.deps.events.record({ type: 'ip_unbanned', ip: target, action: 'unbanned', reason });
    }
  }

  private expire(rules: RuleSet): void {
    if (this.current !== rules) return;
    this.deps.apply(undefined);
    this.current = { ...rules, ...NOTHING };
    this.deps.log.info(`Rules ${label(rules)} have expired; the configuration alone is in force`);
  }

  /** Says the same thing once, however often the platform repeats it. */
  private complain(message: string): void {
    if (message === this.lastComplaint) return;
    this.lastComplaint = message;
    this.deps.log.warn(printable(message, 1000));
  }
}

/** What is left of expired rules: their identity, so that the same version does not come back. */
const NOTHING = { emergency: false, expiresAt: undefined } as const;

function label(rules: RuleSet): string {
  return `${printable(rules.id, 100)} version ${rules.version}`;
}
