import { type BreakerState } from '../kernel/timing/index.js';
import { type SpillHealth } from '../stores/index.js';
import { type OutcomeKind } from './transport/outcome.js';

/** Why an item was given up before the platform had decided about it. A closed list. */
export const DROP_REASONS = [
  'queue_full',
  'queue_bytes',
  'too_large',
  'unencodable',
  'before_send',
  'before_send_failed',
  'stopped',
  'spill_lost',
  'spill_expired',
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** Where every item is. At every moment `recorded = delivered + rejected + dropped + pending`. */
export interface Balance {
  readonly recorded: number;
  /** Accepted by the platform. */
  readonly delivered: number;
  /** Refused by the platform for good. */
  readonly rejected: number;
  /** Given up here; `droppedBy` says why. */
  readonly dropped: number;
  /** Still here: waiting, spilled or under way. */
  readonly pending: number;
}

/** Where the pending items are: `queued + underWay + spilled = pending`. */
export interface Places {
  /** In memory, in no batch. */
  readonly queued: number;
  /** In a batch that is being sent or waits to be sent again. */
  readonly underWay: number;
  /** In files or in Redis only. */
  readonly spilled: number;
}

/**
 * `off`: no agent. `starting`: the platform has not answered yet. `healthy`, `degraded`: as reported to the platform.
 * `failed`: the platform refuses the credentials or cannot decrypt. `stopped`: after the shutdown.
 */
export type AgentState = 'off' | 'starting' | 'healthy' | 'degraded' | 'failed' | 'stopped';

export interface AgentStats {
  readonly state: AgentState;
  readonly events: Balance;
  readonly metrics: Balance;
  /** Events and metrics together. */
  readonly places: Places;
  /** Events and metrics together. */
  readonly droppedBy: Readonly<Record<DropReason, number>>;
  /** What is kept outside the memory; undefined with `durability: 'memory'`. `unwritten` would be lost with the process. */
  readonly spill?: SpillHealth;
  /** When the last flush ended, in milliseconds since the epoch. */
  readonly lastFlush?: number;
  /** Fit to print, without secrets. */
  readonly lastError?: string;
  readonly circuit: BreakerState;
  /** Where the keys in use came from; undefined where the agent is off. */
  readonly keys?: string;
  /** The platform could not decrypt the last batch: the API key and the encryption key are not a pair. */
  readonly wrongPair: boolean;
  /** Calls by what their answer meant. */
  readonly calls: Readonly<Record<OutcomeKind, number>>;
}

/** What a flush did and what it left. Counts events and metrics together. */
export interface FlushReport {
  readonly delivered: number;
  readonly rejected: number;
  readonly dropped: number;
  readonly pending: number;
  /** Why items are left, where some are; fit to print. */
  readonly reason?: string;
}
