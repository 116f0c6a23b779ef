const CALLS = 100;
const WINDOW = 60_000;

/** At most 100 calls in any 60 seconds. Remembers when each of the last 100 left. */
export class CallBudget {
  private readonly times = new Float64Array(CALLS).fill(-Infinity);
  private next = 0;

  /** Milliseconds until a call may leave. */
  wait(now: number): number {
    return Math.max(0, (this.times[this.next] as number) + WINDOW - now);
  }

  take(now: number): void {
    this.times[this.next] = now;
    this.next = (this.next + 1) % CALLS;
  }
}
