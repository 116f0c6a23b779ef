import { type Clock, type Log } from '../../kernel/index.js';
import { describeError, secretsOf } from './describe.js';
import { type RedisOptions } from './options.js';

const POLICY = {
  local: 'this instance decides from its own memory',
  closed: 'requests are refused',
  open: 'requests are not limited',
} as const;

/** There is no connection to send a command on. */
export class NotConnectedError extends Error {
  constructor(status: string) {
    super(`the connection is ${status}`);
  }
}

/** Remembers how Redis is and why, without secrets, and says so in the log: once at each edge. */
export class Journal {
  /** Milliseconds since the epoch at which the state began that Redis is in. */
  since: number;
  lastError: string | null = null;
  /** Why Redis does not answer; null while it does, and while that is not known. */
  private reason: string | null = null;
  private down = false;
  private refused = false;
  private readonly secrets: readonly string[];

  constructor(
    private readonly options: RedisOptions,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.secrets = secretsOf(options);
    this.since = clock.now();
  }

  /** What went wrong, fit for a log: where there is just no connection, the reason for that. */
  describe(error: unknown): string {
    return error instanceof NotConnectedError && this.reason !== null
      ? this.reason
      : describeError(error, this.secrets);
  }

  /** Keeps what went wrong. That there is no connection is no news where the reason is known. */
  note(error: unknown): void {
    if (error instanceof NotConnectedError && this.reason !== null) return;
    this.reason = this.lastError = describeError(error, this.secrets);
  }

  /** The same for what follows from something that was noted already, perhaps. */
  noteIfUnknown(error: unknown): void {
    if (this.reason === null) this.note(error);
  }

  /** Redis answers: what went wrong before explains nothing that comes later. */
  fine(): void {
    this.reason = null;
  }

  /** Redis is not asked any longer. */
  lost(): void {
    if (this.down) return;
    this.down = true;
    this.since = this.clock.now();
    const consequence = POLICY[this.options.onFailure];
    this.log.warn(`Redis does not answer (${this.reason ?? 'no answer'}): ${consequence} until it does`);
  }

  /** Redis is asked again, or for the first time. */
  found(fallbacks: number): void {
    if (this.down) {
      const seconds = ((this.clock.now() - this.since) / 1000).toFixed(1);
      this.log.info(`Redis answers again after ${seconds} s; ${fallbacks} decisions so far were made without it`);
    }
    this.down = false;
    this.reason = null;
    this.since = this.clock.now();
  }

  /** We may not subscribe to what others publish. */
  subscriptionRefused(error: unknown): void {
    this.lastError = describeError(error, this.secrets);
    if (this.refused) return;
    this.refused = true;
    const how = `seen every ${this.options.banPollInterval} s only`;
    this.log.warn(`Redis refuses the subscription (${this.lastError}): changes of bans by other instances are ${how}`);
  }
}
