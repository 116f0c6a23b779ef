import {
  type CheckName,
  type Clock,
  type EventSink,
  type Exchange,
  type Log,
  printable,
  type Step,
  type StepResult,
  StoreUnavailableError,
  type Verdict,
} from '../kernel/index.js';
import { type Offences } from '../policies/ban/index.js';
import { refusalEvent, type RefusalLog } from '../telemetry/events/index.js';
import { Aside } from './aside.js';

export interface PipelineDependencies {
  readonly mode: 'enforce' | 'monitor';
  readonly failMode: 'closed' | 'open';
  readonly offences: Pick<Offences, 'record'>;
  readonly events: EventSink;
  readonly refusals: Pick<RefusalLog, 'write'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Seconds after which a client may ask again while a store is down and `redis.onFailure` is `closed`. */
const STORE_RETRY = 5;

/**
 * Runs the steps of a route on a request, and is the one place that knows what a refusal means: an event, a log line,
 * an offence, and whether it is enforced. It answers without a promise where no step had to ask a store.
 */
export class Pipeline {
  private readonly failing = new Set<CheckName>();
  private readonly aside: Aside;

  constructor(private readonly deps: PipelineDependencies) {
    this.aside = new Aside('Counting offences', deps.log);
  }

  run(exchange: Exchange, steps: readonly Step[], from = 0): StepResult {
    for (let i = from; i < steps.length; i++) {
      const result = this.attempt(exchange, steps[i] as Step);
      if (result === undefined) continue;
      if (result instanceof Promise) return this.runAfter(result, exchange, steps, i);
      const settled = this.settle(exchange, result);
      if (settled) return settled;
    }
    return undefined;
  }

  private async runAfter(
    pending: Promise<Verdict | undefined>,
    exchange: Exchange,
    steps: readonly Step[],
    at: number,
  ): Promise<Verdict | undefined> {
    const verdict = await pending;
    const settled = verdict && this.settle(exchange, verdict);
    return settled ?? this.run(exchange, steps, at + 1);
  }

  /** A step's answer; a step that throws answers as the fail mode says. */
  private attempt(exchange: Exchange, step: Step): StepResult {
    try {
      const result = step.run(exchange);
      if (!(result instanceof Promise)) {
        if (this.failing.size > 0) this.recovered(step.check);
        return result;
      }
      return result.then(
        (verdict) => {
          this.recovered(step.check);
          return verdict;
        },
        (error: unknown) => this.failed(step.check, error),
      );
    } catch (error) {
      return this.failed(step.check, error);
    }
  }

  private failed(check: CheckName, error: unknown): Verdict | undefined {
    if (!this.failing.has(check)) {
      this.failing.add(check);
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.deps.log.error(`The check ${check} fails (failMode ${this.deps.failMode}): ${printable(text, 2000)}`);
    }
    if (error instanceof StoreUnavailableError) {
      const reason = 'the store is unavailable';
      return { check, status: 503, reason, event: 'redis_error', rule: 'redis.onFailure', retryAfter: STORE_RETRY };
    }
    if (this.deps.failMode === 'open') return undefined;
    return { check, status: 500, reason: 'the check failed', event: 'security_check_failed', rule: 'failMode' };
  }

  private recovered(check: CheckName): void {
    if (this.failing.delete(check)) this.deps.log.info(`The check ${check} works again`);
  }

  /** Resolves when every offence so far is counted, and every ban that it led to made. */
  settled(): Promise<void> {
    return this.aside.settled();
  }

  /** The verdict where it is enforced; undefined where the request goes on. The refusal does not wait for its offence. */
  private settle(exchange: Exchange, verdict: Verdict): StepResult {
    const enforced = this.deps.mode === 'enforce' && !verdict.flagged;
    if (!enforced && exchange.wouldBe) return undefined;
    if (enforced) exchange.verdict = verdict;
    else exchange.wouldBe = verdict;
    const seconds = (this.deps.clock.monotonic() - exchange.startedAt) / 1000;
    this.deps.events.record(refusalEvent(exchange, verdict, enforced, seconds));
    this.deps.refusals.write(exchange, verdict, enforced);
    if (!enforced) return undefined;
    const full = verdict.offence && this.aside.run(() => this.deps.offences.record(exchange, verdict));
    return full ? full.then(() => verdict) : verdict;
  }
}
