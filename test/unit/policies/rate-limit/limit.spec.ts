import { limitsOf, parseWindows, windowProblems } from '../../../../src/policies/rate-limit/limit.js';
import { RateLimit } from '../../../../src/policies/rate-limit/index.js';
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
