import { type Clock } from '../kernel/index.js';
import { type AgentSettings } from './settings.js';
import { type Balance } from './stats.js';
import { canonicalJson } from './codec/canonical-json.js';
import { timestamp } from './codec/wire.js';
import { type Gate } from './transport/gate.js';

export type Health = 'healthy' | 'degraded' | 'failed';

/** The figures that a health is judged by. */
export interface Vitals {
  readonly events: Balance;
  readonly metrics: Balance;
  readonly lastFlush?: number;
  /** The platform could not decrypt the last batch: the API key and the encryption key are not a pair. */
  readonly wrongPair?: boolean;
}

const FULL = 0.9;
const LOSSES = 0.1;

/** Judges how the agent is doing and writes its status reports. */
export class Doctor {
  private readonly started: number;
  /** Settled and lost items at the last report: the share of losses is that of the time since. */
  private seen = { settled: 0, lost: 0 };

  constructor(
    private readonly settings: Pick<AgentSettings, 'bufferSize'>,
    private readonly gate: Gate,
    private readonly clock: Clock,
  ) {
    this.started = clock.monotonic();
  }

  /**
   * Degraded where the circuit is open, where what waits reaches 90 % of `bufferSize`, or where more than 10 % of the
   * items since the last report were lost. Failed where the platform refuses the credentials, or cannot
   * decrypt.
   */
  judge(vitals: Vitals): Health {
    if (this.gate.refused || vitals.wrongPair) return 'failed';
    const { settled, lost } = tally(vitals);
    const losses = (lost - this.seen.lost) / Math.max(1, settled - this.seen.settled);
    const waiting = vitals.events.pending + vitals.metrics.pending;
    const degraded = this.gate.circuit !== 'closed' || waiting >= FULL * this.settings.bufferSize || losses > LOSSES;
    return degraded ? 'degraded' : 'healthy';
  }

  /** The body of a status report. */
  report(vitals: Vitals, errors: readonly string[]): string {
    const { events, metrics, lastFlush } = vitals;
    return canonicalJson({
      timestamp: timestamp(this.clock.now()),
      status: this.judge(vitals),
      uptime: (this.clock.monotonic() - this.started) / 1000,
      events_sent: events.delivered,
      events_failed: events.rejected + events.dropped,
      buffer_size: events.pending + metrics.pending,
      last_flush: lastFlush === undefined ? null : timestamp(lastFlush),
      errors,
    });
  }

  /** A report has arrived: the next one speaks of what comes after. */
  reported(vitals: Vitals): void {
    this.seen = tally(vitals);
  }
}

function tally({ events, metrics }: Vitals): { settled: number; lost: number } {
  const lost = events.rejected + events.dropped + metrics.rejected + metrics.dropped;
  return { settled: lost + events.delivered + metrics.delivered, lost };
}
