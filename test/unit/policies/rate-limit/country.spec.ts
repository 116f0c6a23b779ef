import { GuardConfigurationError, GuardDecoratorError } from '../../../../src/kernel/index.js';
import { RateLimitByCountry, RateLimitCheck, RateLimitOptions } from '../../../../src/policies/rate-limit/index.js';
import { LimitsByCountry } from '../../../../src/policies/rate-limit/country.js';
import { MemoryWindowStore } from '../../../../src/stores/window/index.js';
import { HandClock } from '../../../support/clock.js';

describe('limits by country', () => {
  it('are those of the country, else those of *', () => {
    const limits = new LimitsByCountry(
      'Cats.find',
      { US: [{ limit: 9, window: 1 }, { limit: 90 }], '*': { limit: 2, burst: 7 } },
      'fixed',
    );
    expect(limits.of('US')?.map(({ name, limit, fixed }) => ({ name, limit, fixed }))).toEqual([
      { name: 'country:Cats.find:US:1', limit: 9, fixed: true },
      { name: 'country:Cats.find:US:60', limit: 90, fixed: true },
    ]);
    const rest = [expect.objectContaining({ name: 'country:Cats.find:*', limit: 2, burst: 7, label: 'country' })];
    expect(limits.of('DE')).toEqual(rest);
    expect(limits.of(undefined)).toEqual(rest);
    expect(new LimitsByCountry('Cats.find', { US: { limit: 9 } }, 'sliding').of('DE')).toBeUndefined();
  });

  it('are refused by the decorator when the class is made', () => {
    for (const [limits, message] of [
      [undefined, 'limits by country are needed'],
      [{}, 'limits by country are needed'],
      [[], 'limits by country are needed'],
      [{ us: { limit: 1 } }, '"us" is no country'],
      [{ USA: { limit: 1 } }, '"USA" is no country'],
      [{ US: { limit: 0 } }, 'US: limit must be'],
      [{ US: [] }, 'US: at least one limit'],
      [{ US: null }, 'US: limit must be'],
      [{ '*': { limit: 1, window: 0 } }, '*: window must be'],
    ] as const) {
      expect(() => RateLimitByCountry(limits as never)).toThrow(GuardDecoratorError);
      expect(() => RateLimitByCountry(limits as never)).toThrow(message);
    }
    expect(() => RateLimitByCountry({ US: { limit: 1 } }, { algorithm: 'leaky' as never })).toThrow(
      'algorithm must be',
    );
    expect(() => RateLimitByCountry({ US: { limit: 1, burst: 2 } }, { algorithm: 'fixed' })).toThrow('burst needs');
  });

  it('stop the start where nobody knows countries', () => {
    class Cats {}
    RateLimitByCountry({ US: { limit: 1 } })(Cats);
    const route = { name: 'Cats.find', read: <T>(key: string) => Reflect.getMetadata(key, Cats) as T | undefined };
    const store = new MemoryWindowStore(new HandClock(), 10);
    const check = new RateLimitCheck(new RateLimitOptions(), { store, setHeader: () => undefined });
    expect(() => check.head(route)).toThrow(GuardConfigurationError);
    expect(() => check.head(route)).toThrow(
      '@RateLimitByCountry of Cats.find needs country.database or country.resolver',
    );
  });
});
