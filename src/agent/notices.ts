import { type Log, printable } from '../kernel/index.js';

/**
 * The agent's log lines: one when a trouble begins and none while it lasts. Also the memory of the last error. Secrets
 * that a platform may echo are taken out.
 */
export class Notices {
  /** The last error; fit to print. */
  lastError: string | undefined;
  private readonly open = new Set<string>();
  private recent: string[] = [];

  constructor(
    private readonly log: Log,
    private readonly secrets: () => readonly string[],
  ) {}

  /** Makes text from outside fit for a log line. */
  clean(text: string): string {
    return printable(
      this.secrets().reduce((clean, secret) => clean.replaceAll(secret, '[REDACTED]'), text),
      300,
    );
  }

  /** Remembers an error and returns it fit to print. */
  note(text: string): string {
    this.lastError = this.clean(text);
    this.recent.push(this.lastError);
    if (this.recent.length > 10) this.recent.shift();
    return this.lastError;
  }

  /** The errors since they were last forgotten, at most ten. */
  get recentErrors(): readonly string[] {
    return this.recent;
  }

  forgetRecent(): void {
    this.recent = [];
  }

  /** Logs where this trouble is new. */
  once(trouble: string, level: 'warn' | 'error', message: string): void {
    if (this.open.has(trouble)) return;
    this.open.add(trouble);
    this.log[level](message);
  }

  /** A trouble has ended; true where there was one. */
  end(trouble: string): boolean {
    return this.open.delete(trouble);
  }

  warn(message: string): void {
    this.log.warn(message);
  }

  info(message: string): void {
    this.log.info(message);
  }
}
