/**
 * The names of all checks, in the one spelling that is used everywhere: in `blockedBy`, `@SkipGuard(...)`,
 * `muted.checks`, events and logs. The order in which they run stands in `pipeline/order.ts`.
 */
export const CHECK_NAMES = ['ban', 'emergency', 'ip', 'userAgent', 'rateLimit', 'detection'] as const;

export type CheckName = (typeof CHECK_NAMES)[number];
