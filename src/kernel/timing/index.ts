export { Alarm } from './alarm.js';
export { type Backoff, backoffDelay } from './backoff.js';
export { Breaker, type BreakerOptions, type BreakerState } from './breaker.js';
export { DeadlineExceededError, pause, withDeadline } from './deadline.js';
export { Deadlines } from './deadlines.js';
export { Loop, type LoopOptions } from './loop.js';
export { yieldNow } from './yield.js';
