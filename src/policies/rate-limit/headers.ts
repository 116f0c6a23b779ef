import { type WindowState } from '../../stores/index.js';
import { type Limit } from './limit.js';

/** `RateLimit` and `RateLimit-Policy` (IETF draft-ietf-httpapi-ratelimit-headers), an item per limit. */
export function fieldsOf(
  limits: readonly Limit[],
  states: readonly WindowState[],
): { fields: string; policies: string } {
  let fields = '';
  let policies = '';
  for (let i = 0; i < limits.length; i++) {
    const limit = limits[i] as Limit;
    const state = states[i];
    const separator = i === 0 ? '' : ', ';
    policies += separator + limit.policy;
    fields += `${separator}"${limit.label}";r=${state?.remaining ?? 0};t=${seconds(state)}`;
  }
  return { fields, policies };
}

/**
 * The older fields, which hold one limit: the one with the least left, of two the one that takes longer to come back.
 * `X-RateLimit-Limit` of a bucket is its burst: what can remain. `X-RateLimit-Reset` is in seconds from now, as clients of
 * @nestjs/throttler read it.
 */
export function legacyFieldsOf(
  limits: readonly Limit[],
  states: readonly WindowState[],
): readonly (readonly [name: string, value: string])[] {
  let least = 0;
  for (let i = 1; i < limits.length; i++) if (isLess(states[i], states[least])) least = i;
  const state = states[least];
  return [
    ['X-RateLimit-Limit', String(limits[least]?.burst ?? limits[least]?.limit ?? 0)],
    ['X-RateLimit-Remaining', String(state?.remaining ?? 0)],
    ['X-RateLimit-Reset', String(seconds(state))],
  ];
}

function isLess(a: WindowState | undefined, b: WindowState | undefined): boolean {
  if (!a || !b) return false;
  return a.remaining < b.remaining || (a.remaining === b.remaining && a.resetIn > b.resetIn);
}

function seconds(state: WindowState | undefined): number {
  return Math.ceil((state?.resetIn ?? 0) / 1000);
}
