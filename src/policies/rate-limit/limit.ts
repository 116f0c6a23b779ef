import { type WindowRule } from '../../stores/index.js';

/** One limit with the header texts that can be made beforehand. */
export interface Limit extends WindowRule {
  /** The name in `RateLimit` and `RateLimit-Policy`. */
  readonly label: string;
  /** The item for `RateLimit-Policy`. */
  readonly policy: string;
  /** The decorator that made it, without `@`. */
  readonly decorator?: string;
}

export function limitOf(name: string, label: string, limit: number, window: number, decorator?: string): Limit {
  return { name, label, limit, window, policy: `"${label}";q=${limit};w=${window}`, ...(decorator && { decorator }) };
}

/** What is wrong with a `[limit, window]` of an endpoint. */
export function limitProblems(path: string, value: unknown): string[] {
  const problems: string[] = [];
  if (!path.startsWith('/')) problems.push('the path must begin with /');
  const isCount = (number: unknown): boolean => Number.isInteger(number) && (number as number) >= 1;
  if (!Array.isArray(value) || value.length !== 2 || !value.every(isCount)) {
    problems.push('must be [limit, window], two whole numbers of at least 1');
  }
  return problems;
}

/**
 * The key of a path in the endpoint table: Express matches without regard to case or a trailing slash, so a limit
 * that looked at them would be one capital letter away from none.
 */
export function endpointKey(path: string): string {
  const lower = path.toLowerCase();
  return lower.length > 1 && lower.endsWith('/') ? lower.slice(0, -1) : lower;
}
