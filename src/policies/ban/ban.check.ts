import { type Check, type Exchange, type Step, type Verdict } from '../../kernel/index.js';
import { type BanStore } from '../../stores/index.js';

/** Refuses banned addresses and networks. The store answers from local knowledge, so this never waits. */
export class BanCheck implements Check {
  readonly name = 'ban';
  private readonly step: Step;

  constructor(bans: BanStore) {
    this.step = { check: this.name, run: (exchange) => verdictOf(bans, exchange) };
  }

  head(): Step {
    return this.step;
  }
}

function verdictOf(bans: BanStore, { address }: Exchange): Verdict | undefined {
  const ban = address && bans.find(address);
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
