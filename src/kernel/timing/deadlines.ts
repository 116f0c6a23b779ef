import { type Clock } from '../clock.js';
import { DeadlineExceededError } from './deadline.js';

interface Waiting {
  /** Monotonic milliseconds at which it is given up. */
  readonly at: number;
  done: boolean;
  readonly giveUp: () => void;
  next: Waiting | undefined;
}

/**
 * Deadlines of one length for many pieces of work, as `withDeadline` sets one: what begins first ends first, so one timer
 * serves all.
 */
export class Deadlines {
  private first: Waiting | undefined;
  private last: Waiting | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly clock: Pick<Clock, 'monotonic'>,
  ) {}

  /** The result of `work`, or a `DeadlineExceededError`. The work itself goes on; what becomes of it is not reported. */
  within<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const waiting: Waiting = {
        at: this.clock.monotonic() + this.milliseconds,
        done: false,
        giveUp: () => reject(new DeadlineExceededError(this.milliseconds)),
        next: undefined,
      };
      this.add(waiting);
      work.then(
        (value) => {
          this.settle(waiting);
          resolve(value);
        },
        (error: unknown) => {
          this.settle(waiting);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  private add(waiting: Waiting): void {
    if (this.last) this.last.next = waiting;
    else this.first = waiting;
    this.last = waiting;
    if (this.timer) this.timer.ref();
    else this.arm(this.milliseconds);
  }

  /** Answers come mostly in order, so what is done goes from the front. */
  private settle(waiting: Waiting): void {
    waiting.done = true;
    while (this.first?.done) this.first = this.first.next;
    if (this.first) return;
    this.last = undefined;
    this.timer?.unref();
  }

  /** A result that arrived in time counts also where this process was too busy to look: see `withDeadline`. */
  private arm(milliseconds: number): void {
    this.timer = setTimeout(() => setImmediate(() => this.sweep()), Math.ceil(milliseconds));
  }

  private sweep(): void {
    this.timer = undefined;
    const now = this.clock.monotonic();
    while (this.first && (this.first.done || this.first.at <= now)) {
      const { first } = this;
      this.first = first.next;
      if (!first.done) first.giveUp();
    }
    if (this.first) this.arm(this.first.at - now);
    else this.last = undefined;
  }
}
