import { type Clock } from '../clock.js';

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface BreakerOptions {
  /** Failures in a row that open the circuit. */
  readonly threshold: number;
  /** Milliseconds that it stays open before one probe is let through; a function is asked each time. */
  readonly cooldown: number | (() => number);
  readonly clock: Clock;
  /** Called once at each change of state. */
  readonly onChange?: (state: BreakerState) => void;
}

/** A circuit breaker: closed, open after failures in a row, and after a pause one probe decides. */
export class Breaker {
  private failures = 0;
  private openUntil = 0;
  private current: BreakerState = 'closed';

  constructor(private readonly options: BreakerOptions) {}

  get state(): BreakerState {
    return this.current;
  }

  /** Milliseconds until a probe may pass; 0 where calls may pass now. */
  get retryIn(): number {
    return this.current === 'open' ? Math.max(0, this.openUntil - this.options.clock.monotonic()) : 0;
  }

  /** Asks to make a call. While open: false, but for one probe after the pause. */
  tryPass(): boolean {
    if (this.current === 'closed') return true;
    if (this.current === 'half-open' || this.options.clock.monotonic() < this.openUntil) return false;
    this.change('half-open');
    return true;
  }

  succeed(): void {
    this.failures = 0;
    if (this.current !== 'closed') this.change('closed');
  }

  fail(): void {
    this.failures += 1;
    if (this.current === 'half-open' || (this.current === 'closed' && this.failures >= this.options.threshold)) {
      this.open();
    }
  }

  /** Opens at once, whatever the count: for failures that another try cannot heal. */
  open(cooldown = this.options.cooldown): void {
    const wait = typeof cooldown === 'number' ? cooldown : cooldown();
    this.openUntil = this.options.clock.monotonic() + wait;
    if (this.current !== 'open') this.change('open');
  }

  /** Gives a probe back that was neither a success nor a failure. */
  release(): void {
    if (this.current === 'half-open') this.change('open');
  }

  private change(state: BreakerState): void {
    this.current = state;
    this.options.onChange?.(state);
  }
}
