import fc from 'fast-check';
import { bucketFor, keyedBucket } from '../../../../src/policies/rate-limit/key.js';
import { exchangeOf } from '../../../support/exchange.js';

describe('the bucket of a request', () => {
  const request = exchangeOf({ from: '203.0.113.9', headers: { 'x-user': 'ann' } });

  it('is the address without a key function, and where that returns nothing', () => {
    expect(bucketFor(request, undefined)).toBe('203.0.113.9');
    for (const nothing of [undefined, null, '']) {
      expect(bucketFor(request, () => nothing as string)).toBe('203.0.113.9');
    }
  });

  it('is a text of one length for any key, the same for the same', () => {
    expect(bucketFor(request, ({ header }) => header.call(request, 'x-user'))).toBe(keyedBucket('ann'));
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 5000 }), fc.string({ minLength: 1 }), (one, other) => {
        expect(keyedBucket(one)).toMatch(/^key:[A-Za-z0-9_-]{22}$/);
        expect(keyedBucket(one) === keyedBucket(other)).toBe(one === other);
      }),
    );
  });

  it('cannot be made of what is no text', () => {
    for (const wrong of [5, {}, Promise.resolve('ann'), ['ann'], true]) {
      expect(() => bucketFor(request, () => wrong as never)).toThrow(TypeError);
    }
  });
});
