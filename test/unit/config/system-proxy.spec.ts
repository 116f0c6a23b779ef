import { afterEach, describe, expect, it } from '@jest/globals';
import { GuardOptions } from '../../../src/config/index.js';
import { systemProxy } from '../../../src/config/system-proxy.js';
import { GuardConfigurationError } from '../../../src/kernel/index.js';

const PLATFORM = 'https://api.guard-core.com';
const find = (target: string, variables: Record<string, string>): string | undefined =>
  systemProxy(new URL(target), (name) => variables[name])?.address;

describe('the proxy that the environment names', () => {
  it.each<[Record<string, string>, string, string | undefined]>([
    [{ HTTPS_PROXY: 'http://a:1' }, PLATFORM, 'http://a:1'],
    [{ https_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:1' }, PLATFORM, 'http://a:1'],
    [{ HTTP_PROXY: 'http://a:1' }, PLATFORM, undefined],
    [{ HTTP_PROXY: 'http://a:1' }, 'http://platform.example', 'http://a:1'],
    [{ HTTPS_PROXY: 'http://a:1' }, 'http://platform.example', undefined],
    [{ ALL_PROXY: 'http://a:1' }, PLATFORM, 'http://a:1'],
    [{ ALL_PROXY: 'http://a:1', https_proxy: 'http://b:1' }, PLATFORM, 'http://b:1'],
    [{ HTTPS_PROXY: ' ' }, PLATFORM, undefined],
    [{}, PLATFORM, undefined],
  ])('%j for %s is %p', (variables, target, expected) => {
    expect(find(target, variables)).toBe(expected);
  });

  it.each([
    'https://localhost',
    'https://127.0.0.1:4000',
    'https://127.9.9.9',
    'https://[::1]:1',
    'https://a.localhost',
  ])('is none for this machine: %s', (target) => {
    expect(find(target, { HTTPS_PROXY: 'http://a:1', ALL_PROXY: 'http://a:1' })).toBeUndefined();
  });

  it.each([
    '*',
    'guard-core.com',
    '.guard-core.com',
    '*.guard-core.com',
    'API.Guard-Core.com',
    'example.com, api.guard-core.com',
    'example.com api.guard-core.com:443',
  ])('is none where NO_PROXY is %j', (NO_PROXY) => {
    expect(find(PLATFORM, { HTTPS_PROXY: 'http://a:1', NO_PROXY })).toBeUndefined();
    expect(find(PLATFORM, { HTTPS_PROXY: 'http://a:1', no_proxy: NO_PROXY })).toBeUndefined();
  });

  it.each(['', ',', 'core.com', 'guard-core.com:80', 'guard-core', '10.0.0.0/8', 'api.guard-core.com.example'])(
    'holds where NO_PROXY is %j',
    (NO_PROXY) => {
      expect(find(PLATFORM, { HTTPS_PROXY: 'http://a:1', NO_PROXY })).toBe('http://a:1');
    },
  );

  it.each([
    ['https://10.1.2.3', '10.0.0.0/8', false],
    ['https://10.1.2.3:8443', '10.1.2.3:8443', false],
    ['https://10.1.2.3:8443', '10.1.2.3:443', true],
    ['https://11.1.2.3', '10.0.0.0/8', true],
    ['https://[2001:db8::1]', '2001:db8::/32', false],
    ['https://[2001:db8::1]:8443', '[2001:db8::1]:8443', false],
    ['https://[2001:db9::1]', '2001:db8::/32', true],
  ])('knows addresses and networks: %s with NO_PROXY %s', (target, NO_PROXY, used) => {
    expect(find(target, { HTTPS_PROXY: 'http://a:1', NO_PROXY }) !== undefined).toBe(used);
  });
});

describe('the option agent.proxy', () => {
  const agent = { apiKey: 'fg_test_0123456789' };
  const before = { ...process.env };
  afterEach(() => {
    for (const name of ['HTTPS_PROXY', 'NO_PROXY']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  });
  const fromEnv = (variables: Record<string, string>): GuardOptions =>
    GuardOptions.fromEnv({ get: (name) => variables[name] }, { agent });

  it('is taken from the environment, also where options are written in code', () => {
    expect(fromEnv({ HTTPS_PROXY: 'http://a:1' }).agent?.proxy).toBe('http://a:1');
    process.env['HTTPS_PROXY'] = 'proxy.example:3128';
    process.env['NO_PROXY'] = '';
    expect(GuardOptions.from({ agent }).agent?.proxy).toBe('proxy.example:3128');
    process.env['NO_PROXY'] = 'guard-core.com';
    expect(GuardOptions.from({ agent }).agent?.proxy).toBeUndefined();
  });

  it('wins over it, and `false` means none', () => {
    expect(fromEnv({ HTTPS_PROXY: 'http://a:1', GUARD_AGENT_PROXY: 'http://b:1' }).agent?.proxy).toBe('http://b:1');
    expect(fromEnv({ HTTPS_PROXY: 'http://a:1', GUARD_AGENT_PROXY: 'false' }).agent?.proxy).toBe(false);
  });

  it('that cannot work is a problem that names its variable and no value', () => {
    const start = (): GuardOptions => fromEnv({ HTTPS_PROXY: 'socks5://user:secret-word@a:1' });
    expect(start).toThrow(GuardConfigurationError);
    expect(start).toThrow(/agent\.proxy \(HTTPS_PROXY\): must be the address of an http or https proxy/);
    expect(start).not.toThrow(/secret-word/);
    expect(() => GuardOptions.fromEnv({ get: () => undefined }, {})).not.toThrow();
  });
});
