import { type LimitAlgorithm, type Limit, limitsOf, type LimitWindow, windowProblems } from './limit.js';

/** Limits by country: two capital letters (ISO 3166-1), `*` for all others and for those that are not known. */
export type CountryLimits = Readonly<Record<string, LimitWindow | readonly LimitWindow[]>>;

/** Limits by country as the check holds them. */
export class LimitsByCountry {
  private readonly limits: ReadonlyMap<string, readonly Limit[]>;

  constructor(route: string, table: CountryLimits, algorithm: LimitAlgorithm) {
    this.limits = new Map(
      Object.entries(table).map(([code, entry]) => [
        code,
        limitsOf(`country:${route}:${code}`, 'country', listOf(entry), {
          algorithm,
          decorator: 'RateLimitByCountry',
        }),
      ]),
    );
  }

  /** What holds for a country; undefined where neither it nor `*` has a limit. */
  of(country: string | undefined): readonly Limit[] | undefined {
    return (country === undefined ? undefined : this.limits.get(country)) ?? this.limits.get('*');
  }
}

/** What is wrong with limits by country. */
export function countryProblem(table: unknown, algorithm?: LimitAlgorithm): string | undefined {
  if (typeof table !== 'object' || table === null || Array.isArray(table) || Object.keys(table).length === 0) {
    return 'limits by country are needed: { US: { limit, window }, "*": { limit, window } }';
  }
  for (const [code, entry] of Object.entries(table)) {
    if (!/^(?:[A-Z]{2}|\*)$/.test(code)) return `${JSON.stringify(code)} is no country: two capital letters, or *`;
    const windows = listOf(entry as LimitWindow);
    const [problem] = windows.length === 0 ? ['at least one limit is needed'] : windowProblems(windows, algorithm);
    if (problem !== undefined) return `${code}: ${problem}`;
  }
  return undefined;
}

function listOf(entry: LimitWindow | readonly LimitWindow[]): readonly LimitWindow[] {
  return Array.isArray(entry) ? (entry as readonly LimitWindow[]) : [entry as LimitWindow];
}
