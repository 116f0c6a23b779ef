import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';
import { type LimitWindow, windowProblems } from './limit.js';

export const RATE_LIMIT = 'nestjs-guard:rate-limit';

export interface RouteLimitOptions {
  /** True: beside the global limit. False (default): in its place, so a route may also have more than the rest. */
  readonly additional?: boolean;
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
 * @throws GuardDecoratorError where there is no limit, a limit or a window is no whole number of at least 1, or two
 * have the same window.
 * @example `@RateLimit({ limit: 5, window: 60 })`
 * @example `@RateLimit([{ limit: 10, window: 1 }, { limit: 200, window: 60 }], { additional: true })`
 */
export function RateLimit(
  limit: RouteLimit | readonly LimitWindow[],
  options: RouteLimitOptions = {},
): MethodDecorator & ClassDecorator {
  const isList = Array.isArray(limit);
  const windows = (isList ? limit : [limit]) as readonly LimitWindow[];
  const { additional } = { ...(isList ? {} : (limit as RouteLimit)), ...options };
  const [problem] = windows.length === 0 ? ['at least one limit is needed'] : windowProblems(windows);
  if (problem) throw new GuardDecoratorError('RateLimit', problem);
  const left: RouteLimits = { windows: windows.map((entry) => ({ ...entry })), ...(additional && { additional }) };
  return SetMetadata(RATE_LIMIT, Object.freeze(left));
}
