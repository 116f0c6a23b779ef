import {
  type LimitAlgorithm,
  limitsOf,
  type LimitWindow,
  parseWindows,
  windowProblems,
} from '../../../../src/policies/rate-limit/limit.js';
import { RateLimit, RateLimitOptions } from '../../../../src/policies/rate-limit/index.js';
import { GuardDecoratorError } from '../../../../src/kernel/index.js';

describe('several windows', () => {
  it('are read from requests/seconds', () => {
    expect(parseWindows('10/1, 200 / 60')).toEqual([
      { limit: 10, window: 1 },
      { limit: 200, window: 60 },
    ]);
    for (const text of ['10', '10/', '/1', '10/1,', '10/1;2/3', '-1/2', '1.5/2', '1e3/2', '10/1/2']) {
      expect(() => parseWindows(text)).toThrow('requests/seconds');
    }
  });

  it('have names of their own, and one alone keeps the plain name', () => {
    const names = (windows: { limit: number; window?: number }[]): string[] =>
      limitsOf('default', 'default', windows, {}).map(({ name, label }) => `${name} ${label}`);
    expect(names([{ limit: 10, window: 1 }, { limit: 200 }])).toEqual(['default:1 default:1', 'default:60 default:60']);
    expect(names([{ limit: 200 }])).toEqual(['default default']);
  });

  it('are wrong where one is no limit, two are alike, or there are too many', () => {
    expect(windowProblems([])).toEqual([]);
    expect(windowProblems([{ limit: 10, window: 1 }, { limit: 200 }])).toEqual([]);
    for (const windows of [undefined, {}, 'x', new Array(9).fill({ limit: 1 })]) {
      expect(windowProblems(windows)[0]).toMatch(/list of at most 8/);
    }
    for (const entry of [
      null,
      undefined,
      5,
      {},
      { limit: 0 },
      { limit: 1.5 },
      { limit: '5' },
      { limit: 2_000_000_000 },
    ]) {
      expect(windowProblems([entry])[0]).toMatch(/^limit must be/);
    }
    expect(windowProblems([{ limit: 1, window: 0 }])[0]).toMatch(/^window must be/);
    expect(windowProblems([{ limit: 1 }, { limit: 2, window: 60 }])).toEqual([
      'no two limits may have the same window',
    ]);
  });

  it('are refused by the decorator when the class is made', () => {
    expect(() => RateLimit([])).toThrow(GuardDecoratorError);
    expect(() => RateLimit([{ limit: 1 }, { limit: 2 }])).toThrow('same window');
    expect(() => RateLimit({ limit: 0 })).toThrow('limit must be');
  });
});

describe('a burst', () => {
  it('makes a limit a bucket, as the algorithm does, with the limit for a burst', () => {
    const of = (window: LimitWindow, algorithm?: LimitAlgorithm): unknown =>
      limitsOf('default', 'default', [window], { ...(algorithm && { algorithm }) }).map(({ burst, fixed, policy }) => ({
        burst,
        fixed,
        policy,
      }))[0];
    expect(of({ limit: 10, window: 1, burst: 50 })).toEqual({ burst: 50, policy: '"default";q=10;w=1;burst=50' });
    expect(of({ limit: 10, window: 1 }, 'bucket')).toEqual({ burst: 10, policy: '"default";q=10;w=1;burst=10' });
    expect(of({ limit: 10, window: 1 }, 'fixed')).toEqual({ fixed: true, policy: '"default";q=10;w=1' });
  });

  it('is wrong where it is no whole number, beside another algorithm, or out of reach of exact arithmetic', () => {
    expect(windowProblems([{ limit: 10, burst: 50 }])).toEqual([]);
    expect(windowProblems([{ limit: 10, burst: 50 }], 'bucket')).toEqual([]);
    expect(windowProblems([{ limit: 10, burst: 0 }])[0]).toMatch(/^burst must be/);
    expect(windowProblems([{ limit: 10, burst: 50 }], 'fixed')).toEqual(["burst needs algorithm 'bucket'"]);
    const vast = { limit: 999_999_937, window: 86_400 };
    expect(windowProblems([vast])).toEqual([]);
    expect(windowProblems([vast], 'bucket')[0]).toMatch(/too large for a bucket/);
    expect(windowProblems([{ ...vast, burst: 999_999_937 }])[0]).toMatch(/too large for a bucket/);
    expect(() => RateLimit({ limit: 1, burst: 0 })).toThrow('burst must be');
    expect(() => RateLimit({ limit: 1, burst: 5 }, { algorithm: 'sliding' })).toThrow('burst needs algorithm');
    expect(() => RateLimit({ limit: 1, burst: 5 }, { cost: 6 })).toThrow('never admitted');
    expect(() => RateLimit({ limit: 1, burst: 5 }, { cost: 5 })).not.toThrow();
  });

  it('is checked among the options', () => {
    const problems = (over: Partial<RateLimitOptions>): string[] =>
      Object.assign(new RateLimitOptions(), over)
        .problems()
        .map(({ path, message }) => `${path}: ${message}`);
    expect(problems({ algorithm: 'bucket', burst: 500 })).toEqual([]);
    expect(problems({ burst: 500 })).toEqual(["burst: burst needs algorithm 'bucket'"]);
    expect(problems({ algorithm: 'bucket', burst: 5, windows: [{ limit: 1 }] })[0]).toMatch(/^burst: is of limit and/);
    expect(problems({ algorithm: 'bucket', limit: 999_999_937, window: 86_400 })[0]).toMatch(/^burst: .*too large/);
    expect(problems({ algorithm: 'bucket', endpoints: { '/a': [999_999_937, 86_400] } })[0]).toMatch(
      /^endpoints\.\/a: /,
    );
  });
});
