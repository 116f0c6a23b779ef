import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';
import { type LimitKey } from './key.js';
import { type LimitWindow, windowProblems } from './limit.js';

export const RATE_LIMIT = 'nestjs-guard:rate-limit';

export interface RouteLimitOptions {
  /** True: beside the global limit. False (default): in its place, so a route may also have more than the rest. */
  readonly additional?: boolean;
  /** Who is limited together; `rateLimit.key` where absent, and the address where that is absent too. */
  readonly key?: LimitKey;
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
 * the same window, or the key is no function.
 * @example `@RateLimit({ limit: 5, window: 60 })`
 * @example `@RateLimit([{ limit: 10, window: 1 }, { limit: 200, window: 60 }], { additional: true })`
 * @example `@RateLimit({ limit: 50, additional: true, key: (request) => request.header('x-api-key') })`
 */
export function RateLimit(
  limit: RouteLimit | readonly LimitWindow[],
  options: RouteLimitOptions = {},
): MethodDecorator & ClassDecorator {
  const isList = Array.isArray(limit);
  const windows = (isList ? limit : [limit]) as readonly LimitWindow[];
  const { additional, key } = { ...(isList ? {} : (limit as RouteLimit)), ...options };
  const [problem] = windows.length === 0 ? ['at least one limit is needed'] : windowProblems(windows);
  if (problem) throw new GuardDecoratorError('RateLimit', problem);
  if (key !== undefined && typeof key !== 'function') {
    throw new GuardDecoratorError('RateLimit', 'key must be a function of the request');
  }
  const left: RouteLimits = {
    windows: windows.map((entry) => ({ ...entry })),
    ...(additional && { additional }),
    ...(key && { key }),
  };
  return SetMetadata(RATE_LIMIT, Object.freeze(left));
}
