import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';
import { type CountryLimits, countryProblem } from './country.js';
import { LIMIT_ALGORITHMS, type LimitAlgorithm } from './limit.js';

export const RATE_LIMIT_BY_COUNTRY = 'nestjs-guard:rate-limit-by-country';

export interface CountryLimitOptions {
  /** True: beside the global limit. False (default): in its place, for the countries that have a limit here. */
  readonly additional?: boolean;
  /** How these limits are held; `rateLimit.algorithm` where absent. */
  readonly algorithm?: LimitAlgorithm;
}

/** What the decorator leaves on a route. */
export interface RouteCountryLimits extends CountryLimitOptions {
  readonly limits: CountryLimits;
}

/**
 * Gives a route limits by the country of the client, each client counted for itself (by `rateLimit.key`, or its address).
 * `*` is for every other country, and for addresses whose country is not known; without it the global limit holds for
 * those. Beside a `@RateLimit` of the same route both hold. Needs `country.resolver` or `country.database`: without a
 * source the application does not start.
 *
 * @throws GuardDecoratorError where a country is no code of two capital letters nor `*`, a limit is wrong (see
 * `@RateLimit`), or there is no such algorithm.
 * @example `@RateLimitByCountry({ US: { limit: 100, window: 60 }, '*': { limit: 20, window: 60 } })`
 */
export function RateLimitByCountry(
  limits: CountryLimits,
  { additional, algorithm }: CountryLimitOptions = {},
): MethodDecorator & ClassDecorator {
  if (algorithm !== undefined && !LIMIT_ALGORITHMS.includes(algorithm)) {
    throw new GuardDecoratorError('RateLimitByCountry', `algorithm must be one of ${LIMIT_ALGORITHMS.join(', ')}`);
  }
  const problem = countryProblem(limits, algorithm);
  if (problem !== undefined) throw new GuardDecoratorError('RateLimitByCountry', problem);
  const left: RouteCountryLimits = {
    limits: structuredClone(limits),
    ...(additional && { additional }),
    ...(algorithm && { algorithm }),
  };
  return SetMetadata(RATE_LIMIT_BY_COUNTRY, Object.freeze(left));
}
