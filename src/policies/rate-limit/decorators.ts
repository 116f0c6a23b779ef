import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';

export const RATE_LIMIT = 'nestjs-guard:rate-limit';

export interface RouteLimit {
  /** Requests per window, at least 1. */
  readonly limit: number;
  /** Seconds, at least 1; 60 where absent. */
  readonly window?: number;
  /** True: beside the global limit. False (default): in its place, so a route may also have more than the rest. */
  readonly additional?: boolean;
}

/**
 * Gives a route a limit of its own for each client. On a class: every route of the class that has none, each counted
 * for itself. Holds also where `rateLimit.enabled` is false.
 *
 * @throws GuardDecoratorError where the limit or the window is no whole number of at least 1.
 * @example `@RateLimit({ limit: 5, window: 60 })`
 */
export function RateLimit(limit: RouteLimit): MethodDecorator & ClassDecorator {
  for (const key of ['limit', 'window'] as const) {
    const value: unknown = limit[key] ?? (key === 'window' ? 60 : undefined);
    if (!Number.isInteger(value) || (value as number) < 1) {
      throw new GuardDecoratorError('RateLimit', `${key} must be a whole number of at least 1`);
    }
  }
  return SetMetadata(RATE_LIMIT, Object.freeze({ ...limit }));
}
