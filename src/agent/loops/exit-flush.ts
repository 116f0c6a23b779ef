import { type FlushReport } from '../stats.js';

/** What is asked of the agent when the process ends by itself. */
export interface Exiting {
  /** Items that wait. */
  readonly pending: number;
  flush(timeout: number, last: boolean): Promise<FlushReport>;
  sayWhatIsLeft(): void;
}

/**
 * Sends what waits when the process has nothing left to do and nobody shut the application down: Node says
 * `beforeExit` then, and lives on while a flush is under way. It says so again afterwards; what a flush has left is not
 * tried again unless more was recorded.
 */
export class ExitFlush {
  private busy = false;
  private left: number | undefined;

  constructor(
    private readonly agent: Exiting,
    /** Milliseconds that a flush may hold the process. */
    private readonly timeout: number,
  ) {}

  start(): void {
    process.on('beforeExit', this.run);
  }

  stop(): void {
    process.off('beforeExit', this.run);
  }

  private readonly run = (): void => {
    if (this.busy || this.agent.pending === this.left) return;
    this.busy = true;
    void this.flush();
  };

  private async flush(): Promise<void> {
    const { pending } = await this.agent.flush(this.timeout, true);
    this.left = pending;
    this.busy = false;
    this.agent.sayWhatIsLeft();
  }
}
