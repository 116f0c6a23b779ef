export { RateLimit, type RouteLimit } from './decorators.js';
export { limitProblems } from './limit.js';
export { RateLimitOptions } from './options.js';
export { RateLimitCheck, type SetHeader } from './rate-limit.check.js';
