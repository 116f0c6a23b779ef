import { describe, expect, it } from '@jest/globals';
import { type AgentOptions } from '../../../src/agent/index.js';
import { open, parseKey } from '../../../src/agent/codec/cipher.js';
import { GuardConfigurationError } from '../../../src/kernel/index.js';
import { API_KEY, ENCRYPTION_KEY, until } from './build.js';
import { harness } from './harness.js';
import { ManualClock } from './manual-clock.js';
import { accept, json, type Received, type Responder, type WireBatch } from './platform-stub.js';

const test = harness();

const NEXT_KEY = 'fg_next_0123456789abcdef';
const NEXT_SECRET = Buffer.alloc(32, 9).toString('base64url');
const CANNOT = json(400, { detail: 'Failed to decrypt payload: Invalid or tampered payload' });
const refuse = json(401, { detail: 'unknown key' });
const answer: Responder = (call, ...rest) => accept(call, ...rest);

/** A platform that knows one API key and one encryption key. */
function takes(apiKey: string, encryptionKey?: string): Responder {
  return (call, ...rest) => {
    if (call.headers['x-api-key'] !== apiKey) return refuse(call, ...rest);
    if (encryptionKey !== undefined && !opens(call, encryptionKey)) return CANNOT(call, ...rest);
    return answer(call, ...rest);
  };
}
function opens({ path, text }: Received, key: string): boolean {
  if (!path.endsWith('/encrypted')) return true;
  try {
    open(parseKey(key) as Buffer, (JSON.parse(text) as WireBatch).encrypted_payload);
    return true;
  } catch {
    return false;
  }
}
const keysOf = (calls: readonly Received[]): unknown[] => calls.map(({ headers }) => headers['x-api-key']);
const PAIRED: Partial<AgentOptions> = {
  encryptionKey: ENCRYPTION_KEY,
  nextApiKey: NEXT_KEY,
  nextEncryptionKey: NEXT_SECRET,
};

describe('a rotation of the API key', () => {
  it.each([401, 403])('goes on with the next one after %d: the same batch, under its id, at once', async (status) => {
    test.platform.otherwise = (call, ...rest) =>
      (call.headers['x-api-key'] === API_KEY ? json(status, {}) : accept)(call, ...rest);
    const { agent, log } = test.make({ nextApiKey: NEXT_KEY });
    agent.record({ type: 'a' });
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    const batches = test.platform.batches();
    expect(batches).toHaveLength(2);
    expect(batches[1]).toEqual(batches[0]);
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, NEXT_KEY]);
    expect(agent.stats()).toMatchObject({ state: 'healthy', circuit: 'closed' });
    expect(agent.stats().keys).toBe('agent.nextApiKey (GUARD_NEXT_API_KEY)');
    expect(log.matching(/refuses agent\.apiKey .*gets agent\.nextApiKey/)).toHaveLength(1);
    expect(log.lines.join()).not.toMatch(new RegExp(`${API_KEY}|${NEXT_KEY}`));
  });

  it('is remembered: what follows goes with the next key at once', async () => {
    test.platform.otherwise = takes(NEXT_KEY);
    const { agent, log } = test.make({ nextApiKey: NEXT_KEY });
    for (let i = 0; i < 4; i++) {
      agent.record({ type: 'a' });
      await agent.flush();
    }
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, ...Array<string>(4).fill(NEXT_KEY)]);
    expect(log.lines).toHaveLength(1);
  });

  it('does not begin before the platform refuses the current key', async () => {
    test.platform.script.push(json(503, {}), json(422, {}));
    const { agent } = test.make({ nextApiKey: NEXT_KEY });
    agent.record({ type: 'a' });
    await agent.flush();
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, API_KEY]);
  });

  it('goes back and forth with the platform, each time at once', async () => {
    const { agent } = test.make({ nextApiKey: NEXT_KEY });
    for (const key of [NEXT_KEY, API_KEY, NEXT_KEY]) {
      test.platform.otherwise = takes(key);
      agent.record({ type: 'a' });
      expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    }
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, NEXT_KEY, NEXT_KEY, API_KEY, API_KEY, NEXT_KEY]);
  });

  it('that finds both refused stops the calls, names both once, and asks with each in turn every minute', async () => {
    test.platform.otherwise = refuse;
    const clock = new ManualClock();
    const { agent, log } = test.make({ nextApiKey: NEXT_KEY }, { clock });
    agent.record({ type: 'a' });
    for (let i = 0; i < 5; i++) await agent.flush();
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, NEXT_KEY]);
    expect(agent.stats()).toMatchObject({ state: 'failed', circuit: 'open', events: { pending: 1 } });
    for (let minute = 0; minute < 3; minute++) {
      clock.advance(59_999);
      await agent.flush({ timeout: 0.0005 });
      clock.advance(15_001);
      await agent.flush();
    }
    expect(keysOf(test.platform.calls).slice(2)).toEqual([API_KEY, NEXT_KEY, API_KEY]);
    expect(log.matching(/^error /)).toHaveLength(1);
    expect(
      log.matching(/^error .*agent\.apiKey .*agent\.nextApiKey|^error .*agent\.nextApiKey .*agent\.apiKey /),
    ).toHaveLength(1);

    test.platform.otherwise = takes(NEXT_KEY);
    clock.advance(75_000);
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    expect(new Set(test.platform.batches().map(({ batch_id }) => batch_id)).size).toBe(1);
    expect(log.matching(/^info .*accepts the credentials again/)).toHaveLength(1);
  });

  it('happens once, although two calls are refused at the same time', async () => {
    const held: (() => void)[] = [];
    const both: Responder = (call, response, request) => {
      if (call.headers['x-api-key'] === NEXT_KEY) return accept(call, response, request);
      held.push(() => refuse(call, response, request));
      if (held.length === 2) for (const answerNow of held) answerNow();
    };
    test.platform.otherwise = test.platform.rules = both;
    const { agent, log } = test.make({ nextApiKey: NEXT_KEY }, { rulesInterval: 300 });
    agent.record({ type: 'a' });
    agent.onModuleInit();
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    await agent.firstRules(5_000);
    const called = (path: string): unknown[] => keysOf(test.platform.calls.filter((call) => call.path.endsWith(path)));
    expect([called('/events'), called('/rules')]).toEqual([
      [API_KEY, NEXT_KEY],
      [API_KEY, NEXT_KEY],
    ]);
    expect(log.matching(/^warn The platform refuses/)).toHaveLength(1);
    expect(agent.stats().keys).toMatch(/^agent\.nextApiKey/);
  });

  it('serves reports of the state too', async () => {
    test.platform.status = takes(NEXT_KEY);
    const { agent } = test.make({ nextApiKey: NEXT_KEY });
    agent.onModuleInit();
    await until(() => test.platform.calls.filter(({ path }) => path.endsWith('/status')).length === 2);
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, NEXT_KEY]);
  });
});

describe('a rotation of both keys of an encrypted project', () => {
  it.each([
    ['the API key is refused', takes(NEXT_KEY, NEXT_SECRET)],
    ['the payload cannot be decrypted', (call, ...rest) => (opens(call, NEXT_SECRET) ? accept : CANNOT)(call, ...rest)],
  ] satisfies [string, Responder][])('encrypts the same batch anew where %s', async (_name, platform) => {
    test.platform.otherwise = platform;
    const { agent } = test.make(PAIRED);
    for (const reason of ['1', '2', '3']) agent.record({ type: 'a', reason });
    expect(await agent.flush()).toMatchObject({ delivered: 3, rejected: 0, pending: 0 });
    const [first, second, ...more] = test.platform.batches('events/encrypted');
    expect(more).toEqual([]);
    expect(second?.batch_id).toBe(first?.batch_id);
    const plain = (batch: WireBatch | undefined, key: string): unknown =>
      JSON.parse(open(parseKey(key) as Buffer, batch?.encrypted_payload ?? ''));
    expect(plain(second, NEXT_SECRET)).toEqual(plain(first, ENCRYPTION_KEY));
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, NEXT_KEY]);
  });

  it('loses nothing where the platform switches in the middle of a stream of batches', async () => {
    let taken = 0;
    test.platform.otherwise = (call, ...rest) =>
      (taken++ < 3 ? takes(API_KEY, ENCRYPTION_KEY) : takes(NEXT_KEY, NEXT_SECRET))(call, ...rest);
    const { agent } = test.make({ ...PAIRED, maxQueue: 5_000 });
    for (let i = 0; i < 2_000; i++) agent.record({ type: 'a', reason: `${i} ${'x'.repeat(500)}` });
    expect(await agent.flush()).toMatchObject({ delivered: 2_000, rejected: 0, dropped: 0, pending: 0 });
    expect(test.platform.batches('events/encrypted').length).toBeGreaterThan(5);
  });
});

describe('a wrong pair of keys', () => {
  it('is explained once, counted as rejected and told to the hook; then one batch a minute finds out', async () => {
    test.platform.otherwise = CANNOT;
    const clock = new ManualClock();
    const errors: unknown[][] = [];
    const { agent, log } = test.make(
      { encryptionKey: ENCRYPTION_KEY },
      { clock, onError: (...args) => errors.push(args) },
    );
    for (let i = 0; i < 30; i++) {
      agent.record({ type: 'a' });
      await agent.flush();
      clock.advance(2_000);
    }
    expect(test.platform.calls).toHaveLength(1);
    expect(agent.stats()).toMatchObject({
      state: 'failed',
      wrongPair: true,
      circuit: 'closed',
      events: { recorded: 30, rejected: 1, pending: 29 },
    });
    expect(log.matching(/decrypt.*not a pair.*every 60 s/)).toHaveLength(1);
    expect(log.lines.join()).not.toContain(ENCRYPTION_KEY);
    expect(errors).toEqual([['encryption', expect.any(String), { kind: 'events', count: 1 }]]);

    test.platform.otherwise = accept;
    expect(await agent.flush()).toMatchObject({ delivered: 29, pending: 0 });
    expect(agent.stats()).toMatchObject({ state: 'healthy', wrongPair: false });
    expect(log.matching(/can decrypt .* again/)).toHaveLength(1);
  });

  it('costs nothing more at the end of the process: what waits is kept, not sent to be refused', async () => {
    test.platform.otherwise = CANNOT;
    const { agent } = test.make({ encryptionKey: ENCRYPTION_KEY });
    agent.record({ type: 'a' });
    await agent.flush();
    agent.record({ type: 'b' });
    await agent.onApplicationShutdown();
    expect(test.platform.batches('events/encrypted')).toHaveLength(1);
    expect(agent.stats().events).toMatchObject({ rejected: 1, pending: 1 });
  });

  it('does not stop the reports of the state, which are not encrypted', async () => {
    test.platform.otherwise = CANNOT;
    const { agent } = test.make({ encryptionKey: ENCRYPTION_KEY });
    agent.record({ type: 'a' });
    await agent.flush();
    agent.onModuleInit();
    const statuses = (): Received[] => test.platform.calls.filter(({ path }) => path.endsWith('/status'));
    await until(() => statuses().length === 1);
    expect(JSON.parse(statuses()[0]?.text ?? '')).toMatchObject({ status: 'failed' });
  });
});

describe('agent.useKeys', () => {
  it('takes effect with the next call', async () => {
    const { agent } = test.make();
    agent.record({ type: 'a' });
    await agent.flush();
    agent.useKeys({ apiKey: NEXT_KEY });
    agent.record({ type: 'b' });
    await agent.flush();
    expect(keysOf(test.platform.calls)).toEqual([API_KEY, NEXT_KEY]);
    expect(agent.stats().keys).toBe('the keys of GuardAgent.useKeys');
  });

  it('sends what the platform refused before, at once and under the same batch id', async () => {
    test.platform.otherwise = takes(NEXT_KEY, NEXT_SECRET);
    const { agent, log } = test.make({ encryptionKey: ENCRYPTION_KEY });
    agent.onModuleInit();
    agent.record({ type: 'a' });
    expect(await agent.flush()).toMatchObject({ pending: 1 });
    expect(agent.status()).toBe('failed');
    agent.useKeys({ apiKey: NEXT_KEY, encryptionKey: NEXT_SECRET });
    await until(() => agent.stats().events.delivered === 1);
    const ids = test.platform.batches('events/encrypted').map(({ batch_id }) => batch_id);
    expect(ids).toEqual([ids[0], ids[0]]);
    expect(log.lines.join()).not.toMatch(new RegExp(`${NEXT_KEY}|${NEXT_SECRET}`));
  });

  it('keeps the keys until then for as long as the platform wants them', async () => {
    test.platform.otherwise = takes(API_KEY);
    const { agent } = test.make();
    agent.useKeys({ apiKey: NEXT_KEY });
    agent.record({ type: 'a' });
    expect(await agent.flush()).toMatchObject({ delivered: 1 });
    expect(keysOf(test.platform.calls)).toEqual([NEXT_KEY, API_KEY]);
  });

  it.each([
    [{}, { apiKey: 'short' }],
    [{}, { apiKey: 'with a space in it' }],
    [{}, { apiKey: NEXT_KEY, encryptionKey: NEXT_SECRET }],
    [{ encryptionKey: ENCRYPTION_KEY }, { apiKey: NEXT_KEY }],
    [{ encryptionKey: ENCRYPTION_KEY }, { apiKey: NEXT_KEY, encryptionKey: 'secret-word' }],
  ])('refuses keys that cannot work, and goes on with the others: %#', async (options, keys) => {
    const { agent } = test.make(options);
    expect(() => agent.useKeys(keys)).toThrow(GuardConfigurationError);
    expect(() => agent.useKeys(keys)).not.toThrow(/secret-word|with a space|fg_next/);
    agent.record({ type: 'a' });
    expect(await agent.flush()).toMatchObject({ delivered: 1 });
    expect(keysOf(test.platform.calls)).toEqual([API_KEY]);
  });
});
