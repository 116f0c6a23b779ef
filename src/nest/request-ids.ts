import { randomBytes } from 'node:crypto';

/**
 * Makes request ids: eight random bytes for this application, then a number. Unique, cheap, and never taken from the
 * request, which could name another's.
 */
export function requestIds(): () => string {
  const prefix = randomBytes(8).toString('hex');
  let last = 0;
  return () => `${prefix}-${(++last).toString(36)}`;
}
