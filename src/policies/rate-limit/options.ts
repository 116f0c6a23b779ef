import { IsBoolean, IsIn, IsInt, IsOptional, Max, Min, ValidateBy } from 'class-validator';
import { asBoolean, asJson, asNumber, Option } from '../../kernel/index.js';
import { COST_PROBLEM, isCost, type LimitCost, SKIPPED_OUTCOMES, type SkippedOutcome } from './cost.js';
import { type LimitKey } from './key.js';
import {
  burstProblem,
  LIMIT_ALGORITHMS,
  type LimitAlgorithm,
  limitProblems,
  type LimitWindow,
  MAX_LIMIT,
  MAX_WINDOW,
  parseWindows,
  windowProblems,
} from './limit.js';

export class RateLimitOptions {
  @Option({
    about: 'Limit every client on all routes together. Limits of routes and endpoints hold in any case.',
    env: 'GUARD_ENABLE_RATE_LIMITING',
    parse: asBoolean,
  })
  @IsBoolean()
  enabled = true;

  @Option({ about: 'Requests per window.', env: 'GUARD_RATE_LIMIT', parse: asNumber })
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  limit = 100;

  @Option({ about: 'Seconds of the sliding window.', env: 'GUARD_RATE_LIMIT_WINDOW', parse: asNumber })
  @IsInt()
  @Min(1)
  @Max(MAX_WINDOW)
  window = 60;

  @Option({
    about:
      'Several limits at once in place of `limit` and `window`: `10/1,200/60` (requests/seconds); in code `[{ limit, window }]`.',
    env: 'GUARD_RATE_LIMITS',
    parse: parseWindows,
  })
  windows: readonly LimitWindow[] = [];

  @Option({
    about: 'Further limits by exact path, beside the global one: `{ "/login": [5, 60] }` (requests, seconds).',
    env: 'GUARD_ENDPOINT_RATE_LIMITS',
    parse: asJson,
  })
  endpoints: Readonly<Record<string, readonly [limit: number, window: number]>> = {};

  @Option({
    about:
      'Who is limited together, in place of the address: a function of the request that returns a text, or nothing for the address.',
    code: true,
  })
  @IsOptional()
  @ValidateBy({
    name: 'isFunction',
    validator: { validate: isFunction, defaultMessage: () => '$property must be a function of the request' },
  })
  key?: LimitKey;

  @Option({
    about:
      'What a request takes of its limits: a whole number, 0 for nothing, or a function of the request that returns one.',
    code: true,
  })
  @ValidateBy({ name: 'isCost', validator: { validate: isCost, defaultMessage: () => COST_PROBLEM } })
  cost: LimitCost = 1;

  @Option({
    about:
      '`sliding`: no more than the limit in any window; `fixed`: windows at multiples of their length, by the clock of the store; `bucket`: the limit as a rate, with bursts (a token bucket).',
    env: 'GUARD_RATE_LIMIT_ALGORITHM',
  })
  @IsIn(LIMIT_ALGORITHMS)
  algorithm: LimitAlgorithm = 'sliding';

  @Option({
    about: 'With `bucket`: requests that may come at once after a pause; the limit where absent.',
    env: 'GUARD_RATE_LIMIT_BURST',
    parse: asNumber,
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(MAX_LIMIT)
  burst?: number;

  @Option({
    about:
      'Requests that are given back what they cost once they are answered: `successful` (status below 400) or `failed`.',
    env: 'GUARD_RATE_LIMIT_SKIP',
  })
  @IsOptional()
  @IsIn(SKIPPED_OUTCOMES)
  skip?: SkippedOutcome;

  @Option({
    about: 'Send `X-RateLimit-Limit`, `-Remaining` and `-Reset` (seconds) too, of the limit with the least left.',
    env: 'GUARD_RATE_LIMIT_LEGACY_HEADERS',
    parse: asBoolean,
  })
  @IsBoolean()
  legacyHeaders = false;

  @Option({
    about: 'Count every refusal by a limit towards an automatic ban (category `rate_limit`).',
    env: 'GUARD_ENABLE_RATE_LIMIT_AUTO_BAN',
    parse: asBoolean,
  })
  @IsBoolean()
  ban = false;

  @Option({
    about: 'Bits of an IPv6 address that make one client: a subscriber usually holds a /64.',
    env: 'GUARD_RATE_LIMIT_IPV6_PREFIX',
    parse: asNumber,
  })
  @IsInt()
  @Min(16)
  @Max(128)
  ipv6Prefix = 64;

  problems(): { path: string; message: string }[] {
    const problems = windowProblems(this.windows, this.algorithm).map((message) => ({ path: 'windows', message }));
    return [...problems, ...this.burstProblems(), ...this.endpointProblems()];
  }

  private burstProblems(): { path: string; message: string }[] {
    const { limit, window, burst, algorithm, windows } = this;
    if (burst !== undefined && windows.length > 0) {
      return [{ path: 'burst', message: 'is of limit and window: of several windows each has a burst of its own' }];
    }
    const problem = burstProblem(limit, window, burst, algorithm);
    return problem === undefined ? [] : [{ path: 'burst', message: problem }];
  }

  private endpointProblems(): { path: string; message: string }[] {
    if (typeof this.endpoints !== 'object' || this.endpoints === null || Array.isArray(this.endpoints)) {
      return [{ path: 'endpoints', message: 'must be an object of [limit, window] by path' }];
    }
    return Object.entries(this.endpoints).flatMap(([path, value]) =>
      limitProblems(path, value, this.algorithm).map((message) => ({ path: `endpoints.${path}`, message })),
    );
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}
