import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { AgentOptions, agentProblems, agentSettings } from '../../../src/agent/index.js';
import { GuardConfigurationError, optionsOf, variablesOf } from '../../../src/kernel/index.js';
import { callPath, isCleartext, parseEndpoint } from '../../../src/agent/transport/endpoint.js';
import { API_KEY, ENCRYPTION_KEY } from './build.js';

const options = (values: object): AgentOptions => Object.assign(new AgentOptions(), values);
const messages = (values: object): string[] =>
  validateSync(options(values)).flatMap(({ constraints }) => Object.values(constraints ?? {}));
const PAIRED = 'fg_paired_0123456789';

describe('the options of the agent', () => {
  it('are valid as they are', () => {
    expect(messages({})).toEqual([]);
    expect(agentProblems(options({}))).toEqual([]);
  });

  it('have the defaults of the family', () => {
    expect(options({})).toMatchObject({
      endpoint: 'https://api.guard-core.com',
      bufferSize: 100,
      flushInterval: 30,
      statusInterval: 300,
      timeout: 30,
      retryAttempts: 3,
      backoffFactor: 1,
      compression: true,
      compressionThreshold: 1_024,
      maxPayloadSize: 1_024,
      events: true,
      metrics: true,
    });
  });

  it('each say what they are about and can be set from the environment, but for functions', () => {
    for (const option of optionsOf(AgentOptions)) {
      expect(option.about).not.toBe('');
      expect(variablesOf(option).every((name) => name.startsWith('GUARD_'))).toBe(true);
      expect(variablesOf(option).length > 0).toBe(!option.code);
    }
  });

  it('keep keys secret', () => {
    const secret = optionsOf(AgentOptions).filter((option) => option.secret);
    expect(secret.map(({ key }) => key)).toEqual([
      'apiKey',
      'apiKeyWithEncryption',
      'nextApiKey',
      'encryptionKey',
      'nextEncryptionKey',
      'signingSecret',
      'proxy',
    ]);
  });

  it.each([
    { apiKey: 'short' },
    { apiKey: 'with a space in it' },
    { apiKey: 'line\nbreak_0123' },
    { projectId: 'é' },
    { encryptionKey: 'not-a-key' },
    { endpoint: 'ftp://host' },
    { endpoint: 'host' },
    { endpoint: 'https://user:secret-word@host' },
    { endpoint: 'https://host/?key=secret-word' },
    { bufferSize: 0 },
    { bufferSize: 1.5 },
    { flushInterval: 0 },
    { flushInterval: NaN },
    { statusInterval: 59 },
    { timeout: 0 },
    { retryAttempts: -1 },
    { backoffFactor: 0 },
    { compressionThreshold: -1 },
    { installId: 'x' },
    { overflow: 'block' },
    { durability: 'disk' },
    { spillDirectory: '' },
    { spillMaxBytes: 1_000 },
    { spillMaxAge: 0 },
    { maxPayloadSize: 0 },
    { shutdownTimeout: -1 },
    { sensitiveHeaders: [1] },
    { ca: 'x' },
    { proxy: 'socks5://not-a-key@proxy' },
    { proxy: true },
  ])('refuse %j without repeating the value', (values) => {
    const [message = ''] = messages(values);
    expect(message).not.toBe('');
    expect(message).not.toMatch(/not-a-key|secret-word|with a space in it/);
  });
});

describe('the credentials', () => {
  it('are off without a key', () => {
    expect(agentSettings(options({}))).toBeUndefined();
    expect(agentSettings(options({ projectId: 'proj_1' }))).toBeUndefined();
    expect(agentSettings(options({ enabled: false, apiKey: API_KEY }))).toBeUndefined();
  });

  it.each([
    [{ apiKey: API_KEY }, API_KEY, 'agent.apiKey '],
    [{ apiKey: API_KEY, apiKeyWithEncryption: PAIRED }, API_KEY, 'agent.apiKey '],
    [{ apiKey: API_KEY, encryptionKey: ENCRYPTION_KEY }, API_KEY, 'agent.apiKey '],
    [{ apiKeyWithEncryption: PAIRED, encryptionKey: ENCRYPTION_KEY }, PAIRED, 'agent.apiKeyWithEncryption '],
    [
      { apiKey: API_KEY, apiKeyWithEncryption: PAIRED, encryptionKey: ENCRYPTION_KEY },
      PAIRED,
      'agent.apiKeyWithEncryption ',
    ],
  ])('are chosen by whether there is an encryption key: %#', (values, apiKey, source) => {
    expect(agentSettings(options(values))).toMatchObject({
      keys: { apiKey, source: expect.stringMatching(`^${source}`) },
    });
  });

  it('of a rotation replace both keys, or the one that is given', () => {
    const values = { apiKey: API_KEY, encryptionKey: ENCRYPTION_KEY };
    const next = Buffer.alloc(32, 7);
    const current = agentSettings(options(values))?.keys.encryptionKey;
    expect(
      agentSettings(options({ ...values, nextApiKey: PAIRED, nextEncryptionKey: next.toString('base64') })),
    ).toMatchObject({
      nextKeys: { apiKey: PAIRED, encryptionKey: next },
    });
    expect(agentSettings(options({ ...values, nextApiKey: PAIRED }))).toMatchObject({
      nextKeys: { apiKey: PAIRED, encryptionKey: current },
    });
    expect(agentSettings(options({ ...values, nextEncryptionKey: next.toString('base64') }))).toMatchObject({
      nextKeys: { apiKey: API_KEY, encryptionKey: next },
    });
  });

  it.each([
    [{ enabled: true }, 'agent.apiKey'],
    [{ encryptionKey: ENCRYPTION_KEY }, 'agent.apiKey'],
    [{ nextApiKey: PAIRED }, 'agent.apiKey'],
    [{ apiKey: API_KEY, nextEncryptionKey: ENCRYPTION_KEY }, 'agent.nextEncryptionKey'],
    [{ apiKeyWithEncryption: PAIRED }, 'agent.encryptionKey'],
    [{ bufferSize: 100, maxQueue: 99 }, 'agent.maxQueue'],
    [{ apiKey: API_KEY, durability: 'file' as const }, 'agent.spillDirectory'],
    [{ apiKey: API_KEY, overflow: 'spill' as const }, 'agent.overflow'],
  ])('or their lack stop the start: %j', (values, path) => {
    expect(agentProblems(options(values)).map((problem) => problem.path)).toEqual([path]);
    expect(() => agentSettings(options(values))).toThrow(GuardConfigurationError);
  });

  it('never fall back to plain text: a broken encryption key is an error that does not print it', () => {
    const broken = options({ apiKey: API_KEY, encryptionKey: 'broken-key-material' });
    expect(() => agentSettings(broken)).toThrow(/agent\.encryptionKey \(GUARD_PROJECT_ENCRYPTION_KEY\)/);
    expect(() => agentSettings(broken)).not.toThrow(/broken-key-material/);
  });
});

describe('the endpoint', () => {
  it.each([
    ['https://host', '/api/v1/events'],
    ['https://host/', '/api/v1/events'],
    ['https://host/api/v1', '/api/v1/events'],
    ['https://host/api/v1/', '/api/v1/events'],
    [' https://host:8443/guard/ ', '/guard/api/v1/events'],
    ['http://host/guard/api/v1', '/guard/api/v1/events'],
  ])('%s is called at %s', (text, path) => {
    expect(callPath(parseEndpoint(text) as URL, 'events')).toBe(path);
  });

  it.each([
    ['http://platform.example', true],
    ['http://127.0.0.1:4000', false],
    ['http://localhost', false],
    ['http://[::1]:1', false],
    ['https://platform.example', false],
  ])('%s in clear text: %p', (text, cleartext) => {
    expect(isCleartext(parseEndpoint(text) as URL)).toBe(cleartext);
  });
});
