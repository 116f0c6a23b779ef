import { fieldsOf, legacyFieldsOf } from '../../../../src/policies/rate-limit/headers.js';
import { limitOf } from '../../../../src/policies/rate-limit/limit.js';

const limits = [limitOf('a', 'route', 10, 1, {}), limitOf('b', 'default', 200, 60, {})];

describe('the fields of a limited answer', () => {
  it('have an item per limit, times rounded up', () => {
    const states = [
      { remaining: 9, resetIn: 1000 },
      { remaining: 7, resetIn: 30_001 },
    ];
    expect(fieldsOf(limits, states)).toEqual({
      fields: '"route";r=9;t=1, "default";r=7;t=31',
      policies: '"route";q=10;w=1, "default";q=200;w=60',
    });
  });

  it('in their older form tell of the limit with the least left, of two the one that takes longer', () => {
    const of = (...states: [number, number][]): unknown =>
      Object.fromEntries(
        legacyFieldsOf(
          limits,
          states.map(([remaining, resetIn]) => ({ remaining, resetIn })),
        ),
      );
    const first = { 'X-RateLimit-Limit': '10', 'X-RateLimit-Remaining': '2', 'X-RateLimit-Reset': '1' };
    expect(of([2, 900], [3, 100])).toEqual(first);
    expect(of([0, 900], [0, 5000])).toEqual({
      'X-RateLimit-Limit': '200',
      'X-RateLimit-Remaining': '0',
      'X-RateLimit-Reset': '5',
    });
  });
});
