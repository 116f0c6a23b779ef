export { type CountryLimitOptions, RateLimitByCountry } from './country.decorator.js';
export { type CountryLimits } from './country.js';
export { RateLimit, type RouteLimit, type RouteLimitOptions } from './decorators.js';
export { type LimitCost, type SkippedOutcome } from './cost.js';
export { keyedBucket, type LimitKey, type LimitRequest } from './key.js';
export { type LimitAlgorithm, limitProblems, type LimitWindow } from './limit.js';
export { RateLimitOptions } from './options.js';
export { RateLimitCheck } from './rate-limit.check.js';
