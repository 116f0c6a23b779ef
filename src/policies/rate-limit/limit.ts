import { isExactBucket, type WindowRule } from '../../stores/index.js';

/** At most `limit` requests in any `window` seconds. */
export interface LimitWindow {
  /** Requests per window, at least 1. */
  readonly limit: number;
  /** Seconds, at least 1; 60 where absent. */
  readonly window?: number;
  /**
   * Makes it a bucket: so many requests may come at once after a pause, and `limit` per window in the long run. At least
   * 1; with `algorithm: 'bucket'` it is `limit` where absent.
   */
  readonly burst?: number;
}

/** The bounds of a limit and of a window, and how many windows may stand beside each other. */
export const MAX_LIMIT = 1_000_000_000;
export const MAX_WINDOW = 31_536_000;
const MAX_WINDOWS = 8;

const DEFAULT_WINDOW = 60;

/** One limit with the header texts that can be made beforehand. */
export interface Limit extends WindowRule {
  /** The name in `RateLimit` and `RateLimit-Policy`. */
  readonly label: string;
  /** The item for `RateLimit-Policy`. */
  readonly policy: string;
  /** The decorator that made it, without `@`. */
  readonly decorator?: string;
}

/**
 * How a limit is held: `sliding` in any window of its length, `fixed` in windows that begin at multiples of their length,
 * by the clock of the store; `bucket` as a rate that admits bursts (a token bucket).
 */
export type LimitAlgorithm = 'sliding' | 'fixed' | 'bucket';

export const LIMIT_ALGORITHMS: readonly LimitAlgorithm[] = ['sliding', 'fixed', 'bucket'];

interface LimitTraits {
  readonly algorithm?: LimitAlgorithm;
  readonly burst?: number;
  readonly decorator?: string;
}

export function limitOf(name: string, label: string, limit: number, window: number, traits: LimitTraits): Limit {
  const { algorithm, decorator, burst = algorithm === 'bucket' ? limit : undefined } = traits;
  return {
    name,
    label,
    limit,
    window,
    policy: `"${label}";q=${limit};w=${window}${burst === undefined ? '' : `;burst=${burst}`}`,
    ...(burst === undefined ? algorithm === 'fixed' && { fixed: true } : { burst }),
    ...(decorator && { decorator }),
  };
}

/** Limits that hold together. Where there are several, the seconds of each tell them apart (`default:1`). */
export function limitsOf(name: string, label: string, windows: readonly LimitWindow[], traits: LimitTraits): Limit[] {
  return windows.map(({ limit, window = DEFAULT_WINDOW, burst }) => {
    const suffix = windows.length > 1 ? `:${window}` : '';
    return limitOf(name + suffix, label + suffix, limit, window, { ...traits, ...(burst !== undefined && { burst }) });
  });
}

/** What is wrong with windows that are to hold together; `algorithm` where one is said of them. */
export function windowProblems(windows: unknown, algorithm?: LimitAlgorithm): string[] {
  if (!Array.isArray(windows) || windows.length > MAX_WINDOWS) {
    return [`must be a list of at most ${MAX_WINDOWS} limits, { limit, window }`];
  }
  const problems = new Set<string>();
  const seen = new Set<unknown>();
  for (const entry of windows as unknown[]) {
    const { limit, window = DEFAULT_WINDOW, burst } = (entry ?? {}) as Record<keyof LimitWindow, unknown>;
    if (!isCount(limit, MAX_LIMIT)) problems.add(`limit must be a whole number from 1 to ${MAX_LIMIT}`);
    if (!isCount(window, MAX_WINDOW)) problems.add(`window must be a whole number from 1 to ${MAX_WINDOW}`);
    if (seen.has(window)) problems.add('no two limits may have the same window');
    seen.add(window);
    const problem = burstProblem(limit, window, burst, algorithm);
    if (problem) problems.add(problem);
  }
  return [...problems];
}

/** What is wrong with a burst, or with a bucket that has none of its own. */
export function burstProblem(
  limit: unknown,
  window: unknown,
  burst: unknown,
  algorithm: LimitAlgorithm | undefined,
): string | undefined {
  if (burst === undefined && algorithm !== 'bucket') return undefined;
  if (burst !== undefined && !isCount(burst, MAX_LIMIT)) return `burst must be a whole number from 1 to ${MAX_LIMIT}`;
  if (algorithm !== undefined && algorithm !== 'bucket') return "burst needs algorithm 'bucket'";
  if (!isCount(limit, MAX_LIMIT) || !isCount(window, MAX_WINDOW)) return undefined; // said elsewhere
  const exact = isExactBucket(limit as number, window as number, (burst ?? limit) as number);
  return exact ? undefined : 'limit, window and burst are too large for a bucket: take rounder or smaller numbers';
}

/** Reads `10/1,200/60`: requests per so many seconds. */
export function parseWindows(text: string): LimitWindow[] {
  return text.split(',').map((entry) => {
    const match = /^\s*(\d{1,10})\s*\/\s*(\d{1,10})\s*$/.exec(entry);
    if (!match) throw new Error('must be requests/seconds, separated by commas: 10/1,200/60');
    return { limit: Number(match[1]), window: Number(match[2]) };
  });
}

/** What is wrong with a `[limit, window]` of an endpoint. */
export function limitProblems(path: string, value: unknown, algorithm?: LimitAlgorithm): string[] {
  const problems: string[] = [];
  if (!path.startsWith('/')) problems.push('the path must begin with /');
  if (!Array.isArray(value) || value.length !== 2 || !value.every((number) => isCount(number, Infinity))) {
    problems.push('must be [limit, window], two whole numbers of at least 1');
  } else {
    const problem = burstProblem(value[0], value[1], undefined, algorithm);
    if (problem) problems.push(problem);
  }
  return problems;
}

function isCount(value: unknown, max: number): boolean {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= max;
}

/**
 * The key of a path in the endpoint table: Express matches without regard to case or a trailing slash, so a limit
 * that looked at them would be one capital letter away from none.
 */
export function endpointKey(path: string): string {
  const lower = path.toLowerCase();
  return lower.length > 1 && lower.endsWith('/') ? lower.slice(0, -1) : lower;
}
