import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';
import { COST_PROBLEM, isCost, type LimitCost, SKIPPED_OUTCOMES, type SkippedOutcome } from './cost.js';
import { type LimitKey } from './key.js';
import { LIMIT_ALGORITHMS, type LimitAlgorithm, type LimitWindow, windowProblems } from './limit.js';

export const RATE_LIMIT = 'nestjs-guard:rate-limit';

export interface RouteLimitOptions {
  /** True: beside the global limit. False (default): in its place, so a route may also have more than the rest. */
  readonly additional?: boolean;
  /** Who is limited together; `rateLimit.key` where absent, and the address where that is absent too. */
  readonly key?: LimitKey;
  /** What a request takes of every limit that it is held against; `rateLimit.cost` where absent. */
  readonly cost?: LimitCost;
  /** How the limits of this route are held; `rateLimit.algorithm` where absent. */
  readonly algorithm?: LimitAlgorithm;
  /** Which answered requests are given back what they took; `rateLimit.skip` where absent. */
  readonly skip?: SkippedOutcome;
}

/** A limit of a route with all that can be said of it. */
export interface RouteLimit extends LimitWindow, RouteLimitOptions {}

/** What the decorator leaves on a route. */
export interface RouteLimits extends RouteLimitOptions {
  readonly windows: readonly LimitWindow[];
}

/**
 * Gives a route a limit of its own for each client, or several that hold at once. On a class: every route of the class
 * that has none, each counted for itself. Holds also where `rateLimit.enabled` is false.
 *
 * @throws GuardDecoratorError where there is no limit, a limit or a window is no whole number of at least 1, two have
 * the same window, the key is no function, the cost is neither a whole number nor a function or is more than a limit (or a
 * burst) of the route, a burst stands beside another algorithm, or there is no such algorithm or outcome.
 * @example `@RateLimit({ limit: 5, window: 60 })`
 * @example `@RateLimit([{ limit: 10, window: 1 }, { limit: 200, window: 60 }], { additional: true })`
 * @example `@RateLimit({ limit: 10, window: 1, burst: 50 })`
 * @example `@RateLimit({ limit: 50, additional: true, key: (request) => request.header('x-api-key') })`
 */
export function RateLimit(
  limit: RouteLimit | readonly LimitWindow[],
  options: RouteLimitOptions = {},
): MethodDecorator & ClassDecorator {
  const isList = Array.isArray(limit);
  const windows = (isList ? limit : [limit]) as readonly LimitWindow[];
  const said: RouteLimitOptions = { ...(isList ? {} : (limit as RouteLimit)), ...options };
  const problem = windows.length === 0 ? 'at least one limit is needed' : problemOf(windows, said);
  if (problem) throw new GuardDecoratorError('RateLimit', problem);
  const { additional, key, cost, algorithm, skip } = said;
  const left: RouteLimits = {
    windows: windows.map((entry) => ({ ...entry })),
    ...(additional && { additional }),
    ...(key && { key }),
    ...(cost !== undefined && { cost }),
    ...(algorithm && { algorithm }),
    ...(skip && { skip }),
  };
  return SetMetadata(RATE_LIMIT, Object.freeze(left));
}

function problemOf(
  windows: readonly LimitWindow[],
  { key, cost, algorithm, skip }: RouteLimitOptions,
): string | undefined {
  const [problem] = windowProblems(windows, algorithm);
  if (problem) return problem;
  if (key !== undefined && typeof key !== 'function') return 'key must be a function of the request';
  if (cost !== undefined && !isCost(cost)) return COST_PROBLEM;
  if (typeof cost === 'number' && windows.some(({ limit, burst = limit }) => cost > burst)) {
    return 'a request that costs more than a limit of its own is never admitted';
  }
  if (algorithm !== undefined && !LIMIT_ALGORITHMS.includes(algorithm)) {
    return `algorithm must be one of ${LIMIT_ALGORITHMS.join(', ')}`;
  }
  if (skip !== undefined && !SKIPPED_OUTCOMES.includes(skip))
    return `skip must be one of ${SKIPPED_OUTCOMES.join(', ')}`;
  return undefined;
}
