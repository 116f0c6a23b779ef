import {
  type Check,
  compilePatterns,
  type Exchange,
  type RuleSet,
  type Step,
  type TextMatcher,
  type Verdict,
} from '../../kernel/index.js';
import { type UserAgentOptions } from './options.js';

const VERDICT: Verdict = {
  check: 'userAgent',
  status: 403,
  reason: 'the user agent is denied',
  event: 'user_agent_blocked',
  rule: 'userAgent.deny',
};

/** Refuses clients by their User-Agent. A rule set's list stands in place of the configured one while it holds. */
export class UserAgentCheck implements Check {
  readonly name = 'userAgent';
  private readonly base: TextMatcher | undefined;
  private matcher: TextMatcher | undefined;
  private readonly step: Step = { check: this.name, run: (exchange) => this.run(exchange) };

  constructor(options: UserAgentOptions) {
    this.base = compilePatterns(options.deny);
    this.matcher = this.base;
  }

  head(): Step {
    return this.step;
  }

  applyRules(rules: RuleSet | undefined): void {
    this.matcher = rules && rules.userAgents.length > 0 ? compilePatterns(rules.userAgents) : this.base;
  }

  private run(exchange: Exchange): Verdict | undefined {
    if (!this.matcher || exchange.exempt) return undefined;
    const userAgent = exchange.headers['user-agent'];
    return userAgent !== undefined && this.matcher(userAgent) ? VERDICT : undefined;
  }
}
