import { CHECK_NAMES, type CheckName, type Exchange } from '../kernel/index.js';

export const OUTCOMES = ['served', 'blocked', 'skipped', 'clientError', 'serverError', 'aborted'] as const;

/** How a request ended. Every request ends in exactly one of them. */
export type Outcome = (typeof OUTCOMES)[number];

/** Counts how requests ended, and which checks refused. */
export class Outcomes {
  private readonly counts: Record<Outcome, number> = zeros(OUTCOMES);
  private readonly byCheck: Record<CheckName, number> = zeros(CHECK_NAMES);
  private readonly monitored: Record<CheckName, number> = zeros(CHECK_NAMES);

  /** `complete` is false where the client closed the connection before the answer was complete. */
  record(exchange: Exchange, status: number, complete: boolean): Outcome {
    const outcome = outcomeOf(exchange, status, complete);
    this.counts[outcome] += 1;
    if (outcome === 'blocked' && exchange.verdict) this.byCheck[exchange.verdict.check] += 1;
    if (exchange.wouldBe) this.monitored[exchange.wouldBe.check] += 1;
    return outcome;
  }

  get requests(): Record<Outcome | 'total', number> {
    return { total: OUTCOMES.reduce((sum, outcome) => sum + this.counts[outcome], 0), ...this.counts };
  }

  /** Refusals by check, without those that never refused. */
  get blockedBy(): Partial<Record<CheckName, number>> {
    return withoutZeros(this.byCheck);
  }

  /** What monitor mode or a mode `flag` let pass, by the check that would have refused. */
  get wouldBlockBy(): Partial<Record<CheckName, number>> {
    return withoutZeros(this.monitored);
  }
}

function outcomeOf({ verdict, skipped }: Exchange, status: number, complete: boolean): Outcome {
  if (verdict) return 'blocked';
  if (!complete) return 'aborted';
  if (skipped) return 'skipped';
  if (status < 400) return 'served';
  return status < 500 ? 'clientError' : 'serverError';
}

function zeros<K extends string>(names: readonly K[]): Record<K, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
}

function withoutZeros<K extends string>(counts: Record<K, number>): Partial<Record<K, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)) as Partial<Record<K, number>>;
}
