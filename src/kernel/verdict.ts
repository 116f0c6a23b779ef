import { type CheckName } from './check-name.js';

/** A refusal, as data. One place turns it into an answer, one place into an event. */
export interface Verdict {
  readonly check: CheckName;
  /** The kind of attack, list or rule, such as `sqli`; for events and bans, never for the client. */
  readonly category?: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  /** A sentence for the operator. */
  readonly reason: string;
  /** The event type of the platform. */
  readonly event: string;
  /** Seconds until a retry can succeed, for `Retry-After`. */
  readonly retryAfter?: number;
  /** The decorator whose rule applied, without `@`. */
  readonly decorator?: string;
  /** The name of the rule, list or detector that applied. */
  readonly rule?: string;
  /** What was found and where, cut and redacted; for events and the operator only. */
  readonly evidence?: Readonly<Record<string, unknown>>;
  /** True where it is only told and the request goes on, as in monitor mode. */
  readonly flagged?: boolean;
  /** True where this refusal counts towards an automatic ban. */
  readonly offence?: boolean;
}
