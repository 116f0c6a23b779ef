import { SetMetadata } from '@nestjs/common';
import { nearest } from '../config/index.js';
import { CHECK_NAMES, type CheckName, GuardDecoratorError } from '../kernel/index.js';

export const SKIP_GUARD = 'nestjs-guard:skip';

/**
 * Leaves a route, or every route of a class, out of the guard: out of all checks, or of those that are named. Where
 * both the class and the method have it, the method's holds. A route that is left out of all checks is counted as
 * `skipped`.
 *
 * @throws GuardDecoratorError where a name is no check.
 * @example `@SkipGuard()`, `@SkipGuard('rateLimit', 'detection')`
 */
export function SkipGuard(...checks: CheckName[]): MethodDecorator & ClassDecorator {
  for (const name of checks) {
    if (CHECK_NAMES.includes(name)) continue;
    const near = nearest(String(name), CHECK_NAMES);
    throw new GuardDecoratorError(
      'SkipGuard',
      `${JSON.stringify(name)} is no check${near ? `; did you mean ${near}?` : ''}`,
    );
  }
  return SetMetadata(SKIP_GUARD, checks.length === 0 ? CHECK_NAMES : Object.freeze([...checks]));
}
