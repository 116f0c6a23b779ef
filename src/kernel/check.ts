import { type CheckName } from './check-name.js';
import { type Exchange } from './exchange.js';
import { type RuleSet } from './rule-set.js';
import { type Verdict } from './verdict.js';

/** What a step answers: nothing (the request goes on) or a refusal; with a promise only where it had to ask a store. */
export type StepResult = Verdict | undefined | Promise<Verdict | undefined>;

/** A check bound to one route: everything that can be computed beforehand has been. */
export interface Step {
  readonly check: CheckName;
  run(exchange: Exchange): StepResult;
}

/** Reads what decorators left on a route: the method's value, and the class's. */
export interface RouteMetadata {
  /** `Controller.method`. */
  readonly name: string;
  /** The value of the method where there is one, else the class's. */
  read<T>(key: string): T | undefined;
}

/** One check: its place is in `pipeline/order.ts`. */
export interface Check {
  readonly name: CheckName;
  /** The step that needs neither body nor handler; undefined where the check has none for this route. */
  head(route: RouteMetadata | undefined): Step | undefined;
  /** The step that needs the body. */
  body?(route: RouteMetadata | undefined): Step | undefined;
  /** Lays a rule set over the configuration, or takes it away. */
  applyRules?(rules: RuleSet | undefined): void;
}
