import { type Check, type CheckName } from '../kernel/index.js';

/**
 * The order in which the checks run, each exactly once: what is cheap and decisive comes first. The order is the
 * family's, but that bans come before an emergency.
 */
export const ORDER = [
  'ban',
  'emergency',
  'ip',
  'userAgent',
  'rateLimit',
  'detection',
] as const satisfies readonly CheckName[];

/**
 * The checks in their order.
 *
 * @throws Error where a check is missing, or one is there that has no place.
 */
export function inOrder(checks: readonly Check[]): readonly Check[] {
  const byName = new Map(checks.map((check) => [check.name, check]));
  const missing = ORDER.filter((name) => !byName.has(name));
  if (missing.length > 0 || checks.length !== ORDER.length) {
    throw new Error(`The checks do not match their order; missing: ${missing.join(', ') || 'none'}`);
  }
  return ORDER.map((name) => byName.get(name) as Check);
}
