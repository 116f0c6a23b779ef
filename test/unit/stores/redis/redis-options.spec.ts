import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { describeError, secretsOf } from '../../../../src/stores/redis/describe.js';
import { RedisOptions } from '../../../../src/stores/redis/options.js';
import { readBan, readChange } from '../../../../src/stores/bans/wire.js';

const options = (values: Record<string, unknown>): RedisOptions => Object.assign(new RedisOptions(), values);
const wrong = (values: Record<string, unknown>): string[] =>
  validateSync(options(values)).map(({ property }) => property);

describe('the options of Redis', () => {
  it('take a URL', () => {
    for (const url of ['redis://localhost', 'rediss://u:p@h:1/2', 'redis://[::1]:6379'])
      expect(wrong({ url })).toEqual([]);
  });

  it.each([
    ['url', 'http://localhost'],
    ['url', 'redis://['],
    ['url', 7],
    ['client', {}],
    ['client', 'redis'],
    ['prefix', 'a{b}'],
    ['prefix', 'a b'],
    ['onFailure', 'explode'],
    ['commandTimeout', 0],
    ['commandTimeout', Number.NaN],
    ['connectTimeout', -1],
    ['banPollInterval', 0],
  ])('refuse %s = %j', (name, value) => {
    expect(wrong({ [name]: value })).toEqual([name]);
  });

  it('need a URL or a client, and not both', () => {
    expect(options({}).problems()).toMatchObject([{ path: 'url' }]);
    expect(options({ enabled: false }).problems()).toEqual([]);
    expect(options({ url: 'redis://h', client: {} }).problems()).toMatchObject([{ path: 'client' }]);
    expect(options({ url: 'redis://h' }).problems()).toEqual([]);
  });
});

describe('what is told of an error', () => {
  it.each(['redis://u:p%40ss-word@h', 'redis://:p%40ss-word@h'])('never contains the password of %s', (url) => {
    const secrets = secretsOf(options({ url }));
    const text = describeError(new Error(`cannot AUTH p@ss-word p%40ss-word at ${url}\nfake`), secrets);
    expect(text).not.toMatch(/ss-word|\n/);
    expect(text).toContain('cannot AUTH');
  });

  it('is there for errors without a message', () => {
    expect(describeError(new AggregateError([new Error('a'), new Error('b')]), [])).toBe('a, b');
    expect(describeError(new Error(''), [])).toBe('unknown error');
    expect(secretsOf(options({ url: 'redis://:50%25%@h' }))).toContain('50%25%');
  });
});

describe('what instances tell each other of bans', () => {
  it('is read back', () => {
    expect(readChange('1 2 + 10.0.0.0/8 5 4 manual a b\nc')).toEqual({
      epoch: '1',
      version: 2,
      target: '10.0.0.0/8',
      ban: { target: '10.0.0.0/8', expiresAt: 5, createdAt: 4, source: 'manual', reason: 'a b\nc' },
    });
    expect(readChange('1 2 - 10.0.0.0/8')).toMatchObject({ target: '10.0.0.0/8', ban: undefined });
    expect(readBan('1.1.1.1', '5 4 automatic ')).toMatchObject({ reason: '' });
  });

  it.each(['', '1', '1 2 + 1.1.1.1', '1 2 + 1.1.1.1 x', '1 2 * 1.1.1.1', 'a b - c', '1 2 + 1.1.1.1 1 2 other x'])(
    'is nothing where it is %j',
    (text) => expect(readChange(text)).toBeUndefined(),
  );
});
