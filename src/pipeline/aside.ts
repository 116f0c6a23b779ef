import { type Log, printable, StoreUnavailableError } from '../kernel/index.js';

/** Pieces of work under way beyond which answers wait again: what is under way is then bounded by the open requests. */
const MOST = 1000;

/** Work that requests begin and whose end their answers do not wait for. */
export class Aside {
  private readonly underWay = new Set<Promise<void>>();
  private failures = 0;

  constructor(
    /** What the work does, for the log: `counting offences`. */
    private readonly what: string,
    private readonly log: Log,
  ) {}

  /** Begins a piece of work. Its end, which never rejects, where the answer has to wait for it. */
  run(work: () => Promise<unknown>): Promise<void> | undefined {
    const done: Promise<void> = this.attempt(work).finally(() => this.underWay.delete(done));
    this.underWay.add(done);
    return this.underWay.size > MOST ? done : undefined;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      if (this.failures > 0) this.log.info(`${this.what} works again; it failed ${this.failures} times`);
      this.failures = 0;
    } catch (error) {
      // The store has counted and told by itself that it does not answer.
      if (error instanceof StoreUnavailableError) return;
      this.failures += 1;
      if (this.failures > 1) return;
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.log.error(`${this.what} fails: ${printable(text, 2000)}`);
    }
  }
}
