import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GuardOptions, type GuardOptionsInput, nearest, unknownVariables } from '../../../src/config/index.js';
import { type ConfigurationProblem, GuardConfigurationError } from '../../../src/kernel/index.js';

const fromEnv = (variables: Record<string, string>, overrides: GuardOptionsInput = {}): GuardOptions =>
  GuardOptions.fromEnv({ get: (name) => variables[name] }, overrides);

function problemsOf(make: () => unknown): readonly ConfigurationProblem[] {
  try {
    make();
  } catch (error) {
    if (error instanceof GuardConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

const KEY = Buffer.alloc(32, 7).toString('base64url');

describe('GuardOptions.fromEnv', () => {
  it('has the documented defaults where nothing is set', () => {
    expect(fromEnv({})).toMatchObject({
      mode: 'enforce',
      failMode: 'closed',
      excludePaths: [],
      proxy: { trusted: [], depth: 1, header: 'x-forwarded-for' },
      ip: { allow: [], deny: [], exempt: [] },
      userAgent: { deny: [] },
      rateLimit: { enabled: true, limit: 100, window: 60, endpoints: {}, ban: false, ipv6Prefix: 64 },
      ban: { enabled: true, threshold: 10, duration: 3600, categories: {} },
      detection: { enabled: true, body: true, status: 403, maxBodyBytes: 262_144 },
      emergency: { enabled: false, allow: [] },
      dynamicRules: { enabled: false, interval: 300 },
    });
    expect(fromEnv({}).redis).toBeUndefined();
    expect(fromEnv({}).agent).toBeUndefined();
    expect(fromEnv({}).status.token).toBeUndefined();
  });

  it('reads every kind of variable', () => {
    const options = fromEnv({
      GUARD_PASSIVE_MODE: 'true',
      GUARD_FAIL_SECURE: 'no',
      GUARD_EXCLUDE_PATHS: '/docs, /health',
      GUARD_TRUSTED_PROXIES: '["10.0.0.0/8","unix"]',
      GUARD_RATE_LIMIT: ' 5 ',
      GUARD_ENDPOINT_RATE_LIMITS: '{"/login":[5,60]}',
      GUARD_ENABLE_IP_BANNING: '0',
      GUARD_BLOCKED_USER_AGENTS: 'badbot,evil/[0-9]+',
      GUARD_THREAT_BAN_CONFIG: '{"sqli":{"threshold":2,"duration":60}}',
    });
    expect(options).toMatchObject({
      mode: 'monitor',
      failMode: 'open',
      excludePaths: ['/docs', '/health'],
      proxy: { trusted: ['10.0.0.0/8', 'unix'] },
      rateLimit: { limit: 5, endpoints: { '/login': [5, 60] } },
      ban: { enabled: false, categories: { sqli: { threshold: 2, duration: 60 } } },
      userAgent: { deny: ['badbot', 'evil/[0-9]+'] },
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(fromEnv({ GUARD_RATE_LIMIT: '', GUARD_WHITELIST: ' ' })).toMatchObject({
      rateLimit: { limit: 100 },
      ip: { allow: [] },
    });
  });

  it('lets overrides win', () => {
    expect(fromEnv({ GUARD_RATE_LIMIT: '5' }, { rateLimit: { limit: 6 } }).rateLimit.limit).toBe(6);
  });

  it('gives what is frozen in depth', () => {
    const options = fromEnv({});
    expect(() => Object.assign(options.rateLimit, { limit: 1 })).toThrow(TypeError);
    expect(() => (options.ip.allow as string[]).push('10.0.0.0/8')).toThrow(TypeError);
  });

  it('freezes no object of the user, and follows none that changes later', () => {
    const endpoints: Record<string, [number, number]> = { '/login': [5, 60] };
    const options = GuardOptions.from({ rateLimit: { endpoints } });
    endpoints['/login']![0] = 1000;
    endpoints['/logout'] = [1, 1];
    expect(options.rateLimit.endpoints).toEqual({ '/login': [5, 60] });
  });

  it('takes values that a factory of ConfigModule has parsed already', () => {
    const values: Record<string, unknown> = {
      GUARD_RATE_LIMIT: 7,
      GUARD_EXCLUDE_PATHS: ['/docs'],
      GUARD_PASSIVE_MODE: true,
    };
    const options = GuardOptions.fromEnv({ get: (name) => values[name] });
    expect(options).toMatchObject({ rateLimit: { limit: 7 }, excludePaths: ['/docs'], mode: 'monitor' });
  });

  it('lists every problem of variables and overrides, with path and variable', () => {
    const problems = problemsOf(() =>
      fromEnv(
        {
          GUARD_RATE_LIMIT: 'many',
          GUARD_PASSIVE_MODE: 'perhaps',
          GUARD_WHITELIST: '10.0.0.0/8,home',
          GUARD_THREAT_BAN_CONFIG: '{',
          GUARD_ENABLE_DYNAMIC_RULES: 'true',
        },
        { ban: { duration: 0 } },
      ),
    );
    expect(problems.map(({ path, variables }) => [path, ...variables]).sort()).toEqual([
      ['ban.categories', 'GUARD_THREAT_BAN_CONFIG'],
      ['ban.duration', 'GUARD_AUTO_BAN_DURATION'],
      ['dynamicRules.enabled', 'GUARD_ENABLE_DYNAMIC_RULES'],
      ['ip.allow', 'GUARD_WHITELIST'],
      ['mode', 'GUARD_PASSIVE_MODE'],
      ['rateLimit.limit', 'GUARD_RATE_LIMIT'],
    ]);
  });

  it('does not keep telemetry in a Redis that is not there', () => {
    const agent = { apiKey: 'fg_test_0123456789', durability: 'redis' as const };
    expect(problemsOf(() => GuardOptions.from({ agent }))).toEqual([
      expect.objectContaining({ path: 'agent.durability', variables: ['GUARD_AGENT_DURABILITY'] }),
    ]);
    expect(() => GuardOptions.from({ agent, redis: { url: 'redis://127.0.0.1' } })).not.toThrow();
    expect(() => GuardOptions.from({ agent: { ...agent, enabled: false } })).not.toThrow();
  });

  it('survives input with the names of a prototype', () => {
    const input = JSON.parse('{"__proto__":{"mode":"monitor"},"constructor":1}') as GuardOptionsInput;
    expect(problemsOf(() => GuardOptions.from(input)).map(({ path }) => path)).toContain('constructor');
    expect(({} as { mode?: string }).mode).toBeUndefined();
  });
});

describe('secrets', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'guard-options-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are read from the file that a _FILE variable names', () => {
    const file = join(folder, 'key');
    writeFileSync(file, 'fg_0123456789\n');
    expect(fromEnv({ GUARD_API_KEY_FILE: file }).agent?.apiKey).toBe('fg_0123456789');
  });

  it('are a problem where the file cannot be read, or both are set', () => {
    const missing = problemsOf(() => fromEnv({ GUARD_API_KEY_FILE: join(folder, 'none'), GUARD_ENABLE_AGENT: 'true' }));
    expect(missing.map(({ message }) => message)).toContain(
      'GUARD_API_KEY_FILE names a file that cannot be read (ENOENT)',
    );
    const both = problemsOf(() =>
      fromEnv({ GUARD_STATUS_TOKEN: '0123456789abcdef', GUARD_STATUS_TOKEN_FILE: join(folder, 'key') }),
    );
    expect(both.map(({ path }) => path)).toEqual(['status.token']);
  });

  it.each([
    ['GUARD_API_KEY_FILE', 'agent.apiKey'],
    ['GUARD_NEXT_API_KEY_FILE', 'agent.nextApiKey'],
    ['GUARD_PROJECT_ENCRYPTION_KEY_FILE', 'agent.encryptionKey'],
    ['GUARD_REDIS_URL_FILE', 'redis.url'],
  ])('that cannot be read stop the start: %s alone never means that what it is for is off', (variable, path) => {
    const problems = problemsOf(() => fromEnv({ [variable]: join(folder, 'none') }));
    expect(problems).toContainEqual(
      expect.objectContaining({ path, message: `${variable} names a file that cannot be read (ENOENT)` }),
    );
    const off = { GUARD_ENABLE_AGENT: 'false', GUARD_ENABLE_REDIS: 'false', [variable]: join(folder, 'none') };
    expect(() => fromEnv(off)).not.toThrow();
  });

  it('are a problem where the file is empty', () => {
    const file = join(folder, 'empty');
    writeFileSync(file, '\n');
    expect(problemsOf(() => fromEnv({ GUARD_API_KEY_FILE: file }))).toContainEqual(
      expect.objectContaining({ path: 'agent.apiKey', message: 'GUARD_API_KEY_FILE names a file that is empty' }),
    );
  });

  it('may be a certificate too, which is long for a variable', () => {
    const file = join(folder, 'ca.pem');
    const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    writeFileSync(file, `${ca}\n`);
    expect(fromEnv({ GUARD_API_KEY: 'fg_0123456789', GUARD_AGENT_CA_FILE: file }).agent?.ca).toBe(ca);
  });

  it('never stand in a message', () => {
    const secrets = {
      GUARD_API_KEY: 'sec-ret-1',
      GUARD_PROJECT_ENCRYPTION_KEY: 'sec-ret-2',
      GUARD_STATUS_TOKEN: 'sec-ret-3',
    };
    const text = JSON.stringify(problemsOf(() => fromEnv(secrets)));
    expect(text).toContain('GUARD_PROJECT_ENCRYPTION_KEY');
    expect(text).not.toMatch(/sec-ret/);
  });
});

describe('the agent', () => {
  it('is on where a key is set, and off where the switch says so', () => {
    expect(fromEnv({ GUARD_API_KEY: 'fg_0123456789' }).agent?.apiKey).toBe('fg_0123456789');
    expect(fromEnv({ GUARD_API_KEY: 'fg_0123456789', GUARD_ENABLE_AGENT: 'false' }).agent).toBeUndefined();
    expect(fromEnv({ GUARD_AGENT_FLUSH_INTERVAL: '5', GUARD_PROJECT_ID: 'proj_1' }).agent).toBeUndefined();
  });

  it('needs a key where the switch is on, and where an encryption key is set', () => {
    expect(problemsOf(() => fromEnv({ GUARD_ENABLE_AGENT: 'true' })).map(({ path }) => path)).toEqual(['agent.apiKey']);
    expect(problemsOf(() => fromEnv({ GUARD_PROJECT_ENCRYPTION_KEY: KEY })).map(({ path }) => path)).toEqual([
      'agent.apiKey',
    ]);
  });

  it('takes the key that is paired with the encryption key', () => {
    const options = fromEnv({ GUARD_API_KEY_W_ENCRYPTION: 'fg_0123456789', GUARD_PROJECT_ENCRYPTION_KEY: KEY });
    expect(options.agent).toMatchObject({ apiKeyWithEncryption: 'fg_0123456789', encryptionKey: KEY });
  });
});

describe('redis', () => {
  it('is on where its URL is set, and REDIS_URL alone does not switch it on', () => {
    expect(fromEnv({ GUARD_REDIS_URL: 'redis://127.0.0.1:1' }).redis?.url).toBe('redis://127.0.0.1:1');
    expect(fromEnv({ REDIS_URL: 'redis://127.0.0.1:1' }).redis).toBeUndefined();
    expect(fromEnv({ REDIS_URL: 'redis://127.0.0.1:1', GUARD_ENABLE_REDIS: 'true' }).redis?.url).toBe(
      'redis://127.0.0.1:1',
    );
    expect(fromEnv({ GUARD_REDIS_URL: 'redis://127.0.0.1:1', GUARD_ENABLE_REDIS: 'false' }).redis).toBeUndefined();
  });
});

describe('unknownVariables', () => {
  it('names the nearest variable that is known', () => {
    const warnings = unknownVariables(GuardOptions, {
      GUARD_RATE_LIMTI: '1',
      GUARD_RATE_LIMIT: '1',
      GUARD_API_KEY_FILE: 'x',
      GUARD_SOMETHING_ELSE_ENTIRELY: '1',
      OTHER: '1',
    });
    expect(warnings).toHaveLength(2);
    expect(warnings[0]).toContain('did you mean GUARD_RATE_LIMIT?');
    expect(warnings[1]).toContain('GUARD_SOMETHING_ELSE_ENTIRELY');
  });

  it('says of a variable of the family that is not supported that it has no effect', () => {
    expect(unknownVariables(GuardOptions, { GUARD_BLOCKED_COUNTRIES: 'XX' })).toEqual([
      'GUARD_BLOCKED_COUNTRIES is not supported by this version of nestjs-guard: it has no effect',
    ]);
  });
});

describe('nearest', () => {
  it('finds a slip of the pen and nothing that is far away', () => {
    expect(nearest('ratelimt', ['rateLimit', 'ban'])).toBe('rateLimit');
    expect(nearest('zzzzzz', ['rateLimit', 'ban'])).toBeUndefined();
  });
});
