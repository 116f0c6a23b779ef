export interface LoopOptions {
  /** Milliseconds between the end of one run and the start of the next; asked anew each time. */
  readonly interval: () => number;
  /** Must not throw for long: a throw is handed to `onError` and the loop goes on. */
  readonly run: (signal: AbortSignal) => Promise<void> | void;
  readonly onError: (error: unknown) => void;
}

/**
 * Runs a task again and again, never twice at the same time. Its timer is unref'd: it never keeps a process alive.
 */
export class Loop {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private readonly abort = new AbortController();

  constructor(private readonly options: LoopOptions) {}

  /** Schedules the first run after `delay` milliseconds. */
  start(delay = this.options.interval()): void {
    if (this.abort.signal.aborted || this.timer) return;
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.runNow();
    }, delay);
    this.timer.unref();
  }

  /** Runs at once, or joins the run that is under way, and schedules the next. */
  runNow(): Promise<void> {
    this.running ??= this.execute().finally(() => {
      this.running = undefined;
      this.start();
    });
    return this.running;
  }

  /** Ends the loop. The signal of a run under way is aborted; the promise resolves when that run has ended. */
  async stop(): Promise<void> {
    this.abort.abort();
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
  }

  private async execute(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    try {
      await this.options.run(this.abort.signal);
    } catch (error) {
      this.options.onError(error);
    }
  }
}
