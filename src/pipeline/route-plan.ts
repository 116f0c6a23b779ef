import { type Check, CHECK_NAMES, type CheckName, type RouteMetadata, type Step } from '../kernel/index.js';
import { SKIP_GUARD } from './skip-guard.js';

/** What runs for the requests of one route, computed once. */
export interface RoutePlan {
  /** `Controller.method`; undefined for requests that no route matches. */
  readonly handler: string | undefined;
  /** True where every check is skipped. */
  readonly skipped: boolean;
  /** What needs neither the body nor the handler, in order. */
  readonly head: readonly Step[];
  /** What needs the body. */
  readonly body: readonly Step[];
}

/** Refuses requests whose client has no address to believe: they must not share one limit, nor go without. */
const IDENTITY: Step = {
  check: 'ip',
  run: ({ address }) =>
    address
      ? undefined
      : { check: 'ip', status: 403, reason: 'the client has no address', event: 'ip_blocked', rule: 'identity' },
};

/** Makes the plan of a route from the checks, in their order, and from what decorators left on it. */
export function planRoute(checks: readonly Check[], route: RouteMetadata | undefined, identify: boolean): RoutePlan {
  const skips = new Set<CheckName>(route?.read<readonly CheckName[]>(SKIP_GUARD));
  const active = checks.filter(({ name }) => !skips.has(name));
  const steps = active.map((check) => check.head(route)).filter((step) => step !== undefined);
  return {
    handler: route?.name,
    skipped: CHECK_NAMES.every((name) => skips.has(name)),
    head: identify && !skips.has('ip') ? [IDENTITY, ...steps] : steps,
    body: active.map((check) => check.body?.(route)).filter((step) => step !== undefined),
  };
}
