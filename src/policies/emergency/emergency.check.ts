import { type Check, type Exchange, type RuleSet, type Step, type Verdict } from '../../kernel/index.js';
import { type AddressSet, addressSetOf } from '../../net/index.js';
import { type EmergencyOptions } from './options.js';

const VERDICT: Verdict = {
  check: 'emergency',
  status: 503,
  reason: 'emergency mode is active',
  event: 'emergency_mode_block',
  rule: 'emergency',
};

/** In an emergency only the listed addresses pass. A rule set can declare one; it cannot end a configured one. */
export class EmergencyCheck implements Check {
  readonly name = 'emergency';
  private active: boolean;
  private allow: AddressSet;
  private readonly step: Step = { check: this.name, run: (exchange) => this.run(exchange) };

  constructor(private readonly options: EmergencyOptions) {
    this.active = options.enabled;
    this.allow = addressSetOf(options.allow);
  }

  head(): Step {
    return this.step;
  }

  applyRules(rules: RuleSet | undefined): void {
    this.active = this.options.enabled || rules?.emergency === true;
    const list = rules && rules.emergencyAllow.length > 0 ? rules.emergencyAllow : this.options.allow;
    this.allow = addressSetOf(list);
  }

  private run({ address }: Exchange): Verdict | undefined {
    if (!this.active) return undefined;
    return address && this.allow.has(address) ? undefined : VERDICT;
  }
}
