export { RateLimit, type RouteLimit, type RouteLimitOptions } from './decorators.js';
export { keyedBucket, type LimitKey, type LimitRequest } from './key.js';
export { limitProblems, type LimitWindow } from './limit.js';
export { RateLimitOptions } from './options.js';
export { RateLimitCheck, type SetHeader } from './rate-limit.check.js';
