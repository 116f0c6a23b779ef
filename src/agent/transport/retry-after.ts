const DEFAULT_SECONDS = 60;
const MAX_SECONDS = 300;
const MIN_SECONDS = 1;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date. 60 where it is absent or neither, at most 300, and at
 * least 1, so that a platform that says "now" is not called in a tight loop.
 */
export function retryAfterSeconds(header: string | undefined, now: number): number {
  const text = header?.trim() ?? '';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  if (Number.isNaN(seconds)) return DEFAULT_SECONDS;
  return Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, seconds));
}
