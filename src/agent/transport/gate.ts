import { type Clock } from '../../kernel/index.js';
import { Breaker, type BreakerState } from '../../kernel/timing/index.js';
import { type Notices } from '../notices.js';
import { CallBudget } from './call-budget.js';
import { type Outcome } from './outcome.js';

const THRESHOLD = 5;
const COOLDOWN = 60_000;
/**
 * Agents that have lost the platform in one moment, or were told to wait by the same answer, wait for different times:
 * by up to this share longer. Never shorter than the platform asked for.
 */
const SPREAD = 1 / 4;
/** While a probe is under way, nobody knows how long it takes. */
const PROBE_WAIT = 1_000;

/** Decides whether a call may leave now: the circuit, what the platform asked for, and the calls of the last minute. */
export class Gate {
  private readonly breaker: Breaker;
  private readonly budget = new CallBudget();
  private pausedUntil = -Infinity;
  /** True while the platform's last word was that it refuses the credentials. */
  refused = false;

  constructor(
    private readonly clock: Clock,
    private readonly notices: Notices,
    private readonly random: () => number = Math.random,
  ) {
    const cooldown = (): number => this.spread(COOLDOWN);
    this.breaker = new Breaker({ threshold: THRESHOLD, cooldown, clock, onChange: this.announce });
  }

  get circuit(): BreakerState {
    return this.breaker.state;
  }

  /** Milliseconds until a call may leave, as far as is known; 0 for now. */
  get wait(): number {
    const now = this.clock.monotonic();
    return Math.max(0, this.pausedUntil - now, this.budget.wait(now), this.breaker.retryIn);
  }

  /**
   * Asks to make a call. 0 lets it leave, and its outcome must come back through `settle`; otherwise the milliseconds to
   * wait. With `force` an open circuit does not hold it back: for the last try before the process ends.
   */
  admit(force = false): number {
    const now = this.clock.monotonic();
    const wait = Math.max(this.pausedUntil - now, this.budget.wait(now));
    if (wait > 0) return wait;
    if (!force && !this.breaker.tryPass()) return this.breaker.retryIn || PROBE_WAIT;
    this.budget.take(now);
    return 0;
  }

  /** There are new credentials: what was said of the old ones counts no more. */
  forgive(): void {
    if (!this.refused) return;
    this.refused = false;
    this.breaker.succeed();
  }

  settle(outcome: Outcome): void {
    if (outcome.kind !== 'aborted') this.refused = outcome.kind === 'credentials';
    switch (outcome.kind) {
      case 'failed':
        return this.breaker.fail();
      case 'credentials':
        return this.breaker.open();
      case 'throttled':
        this.pausedUntil = this.clock.monotonic() + this.spread(outcome.seconds * 1000);
        return this.breaker.release();
      case 'aborted':
        return this.breaker.release();
      default:
        return this.breaker.succeed();
    }
  }

  private spread(wait: number): number {
    return wait * (1 + SPREAD * this.random());
  }

  private readonly announce = (state: BreakerState): void => {
    if (state === 'open' && !this.refused) {
      this.notices.once(
        'circuit',
        'warn',
        `The platform does not take telemetry (${this.notices.lastError ?? 'no answer'}). It is kept and tried again about once a minute.`,
      );
    } else if (state === 'closed' && this.notices.end('circuit')) {
      this.notices.info('The platform takes telemetry again.');
    }
  };
}
