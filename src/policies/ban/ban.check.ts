import { type Check, type Exchange, type Step, type Verdict } from '../../kernel/index.js';
import { type Ban, type BanStore } from '../../stores/index.js';

/** The ban that a client is about to have; undefined where none is coming. */
export type ComingBans = (exchange: Exchange) => Ban | undefined;

/** Refuses banned addresses and networks. The store answers from local knowledge, so this never waits. */
export class BanCheck implements Check {
  readonly name = 'ban';
  private readonly step: Step;

  constructor(bans: Pick<BanStore, 'find'>, coming: ComingBans) {
    this.step = { check: this.name, run: (exchange) => verdictOf(bans, coming, exchange) };
  }

  head(): Step {
    return this.step;
  }
}

function verdictOf(bans: Pick<BanStore, 'find'>, coming: ComingBans, exchange: Exchange): Verdict | undefined {
  const ban = exchange.address && (bans.find(exchange.address) ?? coming(exchange));
  if (!ban) return undefined;
  return {
    check: 'ban',
    category: ban.source,
    status: 403,
    reason: `banned: ${ban.reason}`,
    event: 'ip_blocked',
    rule: ban.target,
    evidence: { filter_type: 'banned', expires_at: new Date(ban.expiresAt).toISOString() },
  };
}
