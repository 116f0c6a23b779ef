import { GuardDecoratorError } from '../../../../src/kernel/index.js';
import { costOf, isCost, isSkipped } from '../../../../src/policies/rate-limit/cost.js';
import { RateLimit } from '../../../../src/policies/rate-limit/index.js';
import { exchangeOf } from '../../../support/exchange.js';

describe('the cost of a request', () => {
  it('is a number or what a function of the request says', () => {
    const request = exchangeOf({ method: 'POST' });
    expect(costOf(request, 3)).toBe(3);
    expect(costOf(request, ({ method }) => (method === 'POST' ? 5 : 1))).toBe(5);
    expect(costOf(request, () => 0)).toBe(0);
  });

  it('is an error where it is no whole number of at least 0', () => {
    for (const value of [-1, 1.5, NaN, Infinity, '3', undefined, null, Promise.resolve(1), 1e12]) {
      expect(() => costOf(exchangeOf(), () => value as never)).toThrow('whole number');
      expect(isCost(value)).toBe(false);
      if (value !== undefined) {
        expect(() => RateLimit({ limit: 10, cost: value as never })).toThrow(GuardDecoratorError);
      }
    }
    expect([isCost(0), isCost(7), isCost(() => 1)]).toEqual([true, true, true]);
  });

  it('of a route may not be more than one of its limits', () => {
    expect(() => RateLimit([{ limit: 10 }, { limit: 3, window: 1 }], { cost: 4 })).toThrow('never admitted');
    expect(() => RateLimit({ limit: 10, cost: 10 })).not.toThrow();
  });
});

describe('what is given back', () => {
  it.each([
    ['successful', 200, true, true],
    ['successful', 304, true, true],
    ['successful', 400, true, false],
    ['successful', 200, false, false],
    ['failed', 200, true, false],
    ['failed', 404, true, true],
    ['failed', 500, true, true],
    ['failed', 200, false, true],
  ] as const)('skip %s, status %i, answered to its end: %s', (skip, status, finished, skipped) => {
    expect(isSkipped(skip, status, finished)).toBe(skipped);
  });

  it('and the algorithm of a route are names that exist', () => {
    expect(() => RateLimit({ limit: 1, skip: 'none' as never })).toThrow('skip must be one of successful, failed');
    expect(() => RateLimit({ limit: 1, algorithm: 'leaky' as never })).toThrow('algorithm must be one of');
  });
});
