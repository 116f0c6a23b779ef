import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type INestApplication } from '@nestjs/common';
import { createPlatform } from '../../sample/platform/app.js';
import { signatureOf } from '../../sample/platform/ingest/signature.js';
import { readSettings, Settings } from '../../sample/platform/settings.js';

const API_KEY = 'fg_platform_test_0123';
const PROJECT = 'proj_test';
const KEY = randomBytes(32);
const SECRET = 'whsec_platform_test';

interface Call {
  headers?: Record<string, string | undefined>;
  gzip?: boolean;
}

let app: INestApplication;
let base: string;

async function start(changes: Partial<Settings> = {}): Promise<void> {
  app = await createPlatform(Object.assign(new Settings(), { apiKey: API_KEY, projectId: PROJECT }, changes));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
}

afterEach(() => app.close());

const credentials = { 'X-API-Key': API_KEY, 'X-Project-ID': PROJECT, 'Content-Type': 'application/json' };

function headersOf(changes: Record<string, string | undefined> = {}): Record<string, string> {
  const all: Record<string, string | undefined> = { ...credentials, ...changes };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function post(path: string, body: unknown, { headers, gzip }: Call = {}) {
  const json = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${base}/api/v1/${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: headersOf({ ...(gzip ? { 'Content-Encoding': 'gzip' } : {}), ...headers }),
    body: gzip ? gzipSync(json) : json,
  });
  return answerOf(response);
}

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${base}/control/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return answerOf(response);
}

async function answerOf(response: Response) {
  const text = await response.text();
  let json: any;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined; // some answers are no JSON on purpose
  }
  return { status: response.status, headers: response.headers, text, json };
}

const received = async () => (await control('GET', 'received')).json;
const getRules = (headers?: Record<string, string | undefined>) =>
  fetch(`${base}/api/v1/rules`, { headers: headersOf(headers), redirect: 'manual' }).then(answerOf);

const event = (changes: object = {}) => ({
  idempotency_key: randomUUID(),
  timestamp: '2026-01-02T03:04:05.678Z',
  event_type: 'penetration_attempt',
  ip_address: '203.0.113.9',
  action_taken: 'request_blocked',
  reason: 'a test',
  country: null,
  user_agent: null,
  endpoint: '/search',
  method: 'GET',
  decorator_type: null,
  rule_type: null,
  pattern_matched: null,
  handler_name: null,
  status_code: 403,
  response_time: 0.001,
  metadata: {},
  ...changes,
});
const metric = (changes: object = {}) => ({
  timestamp: '2026-01-02T03:04:05.678Z',
  metric_type: 'request_count',
  value: 3,
  endpoint: null,
  tags: { endpoint: '/hello' },
  ...changes,
});
const frame = {
  batch_id: '1767323045678-0a1b2c3d',
  agent_version: '1.0.0',
  guard_version: '1.0.0',
  guard_core_version: null,
};
const batch = (events: unknown, metrics: unknown = [], changes: object = {}) => ({
  project_id: PROJECT,
  events,
  metrics,
  created_at: '2026-01-02T03:04:05.678Z',
  compressed: false,
  ...frame,
  ...changes,
});
const status = (changes: object = {}) => ({
  timestamp: '2026-01-02T03:04:05.678Z',
  status: 'healthy',
  uptime: 12.5,
  events_sent: 1,
  events_failed: 0,
  buffer_size: 0,
  last_flush: null,
  errors: [],
  ...changes,
});

function seal(data: unknown, key = KEY): object {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(data)), cipher.final(), cipher.getAuthTag()]);
  return { encrypted_payload: sealed.toString('base64').replaceAll('+', '-').replaceAll('/', '_'), ...frame };
}

describe('credentials', () => {
  beforeEach(() => start());

  it('takes the API key with its project and refuses any other, body unread', async () => {
    expect((await post('events', batch([event()]))).status).toBe(200);
    for (const key of [undefined, 'fg_somebody_else', `${API_KEY}x`]) {
      expect((await post('events', '{', { headers: { 'X-API-Key': key } })).status).toBe(401);
      expect((await getRules({ 'X-API-Key': key })).status).toBe(401);
    }
    for (const project of [undefined, 'proj_other']) {
      expect((await post('events', batch([event()]), { headers: { 'X-Project-ID': project } })).status).toBe(403);
    }
    expect((await received()).events).toHaveLength(1);
    expect((await received()).rejected).toBe(8);
  });

  it('refuses a batch that names another project', async () => {
    expect((await post('events', batch([event()], [], { project_id: 'default' }))).status).toBe(422);
  });
});

describe('batches', () => {
  beforeEach(() => start());

  it('keeps events and metrics as they came, plain or gzipped', async () => {
    const one = event({ metadata: { z: 1, a: { deep: ['é', '🛡'] } }, extra: 'allowed' });
    expect((await post('events', batch([one]))).json).toEqual({ success: true, received: 1, duplicates: 0 });
    expect((await post('metrics', batch([], [metric()]), { gzip: true })).status).toBe(200);
    expect((await post('status', status(), { gzip: true })).status).toBe(200);
    expect(await received()).toMatchObject({
      batches: 2,
      events: [one],
      metrics: [metric()],
      statuses: [status()],
      duplicates: 0,
      rejected: 0,
      forgotten: 0,
    });
  });

  it('drops and counts events whose idempotency key was here, also within one batch', async () => {
    const one = event();
    await post('events', batch([one, one]));
    const again = await post('events', batch([one, event()]));
    expect(again.json).toEqual({ success: true, received: 1, duplicates: 1 });
    const seen = await received();
    expect(seen.events).toHaveLength(2);
    expect(seen.duplicates).toBe(2);
  });

  it('forgets everything but the rules', async () => {
    const one = event();
    await control('PUT', 'rules', { version: 9 });
    await post('events', batch([one]));
    await post('status', status());
    await post('events', '{');
    await control('DELETE', 'received');
    const empty = { batches: 0, events: [], metrics: [], statuses: [], duplicates: 0, rejected: 0, refusals: [] };
    expect(await received()).toMatchObject(empty);
    expect((await post('events', batch([one]))).json.received).toBe(1);
    expect((await getRules()).json.version).toBe(9);
  });

  it.each<[string, string, unknown]>([
    ['no list of events', 'events', batch(5)],
    ['an event that is no object', 'events', batch([null])],
    ['no idempotency key', 'events', batch([event({ idempotency_key: undefined })])],
    ['an idempotency key that is no UUID', 'events', batch([event({ idempotency_key: 'x' })])],
    ['an address that is a number', 'events', batch([event({ ip_address: 7 })])],
    ['a null where a text must be', 'events', batch([event({ reason: null })])],
    ['a missing key', 'events', batch([event({ country: undefined })])],
    ['a status code with a fraction', 'events', batch([event({ status_code: 403.5 })])],
    ['metadata that is a list', 'events', batch([event({ metadata: [] })])],
    ['metadata without a bottom', 'events', `{"events":${nested(1000)}}`],
    ['a time without a zone', 'events', batch([event({ timestamp: '2026-01-02T03:04:05' })])],
    ['a time that does not exist', 'events', batch([event({ timestamp: '2026-13-02T03:04:05Z' })])],
    ['an unknown metric type', 'metrics', batch([], [metric({ metric_type: 'nonsense' })])],
    ['a value that is a text', 'metrics', batch([], [metric({ value: '3' })])],
    ['a tag that is a number', 'metrics', batch([], [metric({ tags: { status: 200 } })])],
    ['a batch id of another form', 'events', batch([event()], [], { batch_id: 'x' })],
    ['a batch that says it is compressed', 'events', batch([event()], [], { compressed: true })],
    ['a list in place of a batch', 'events', []],
    ['an unknown state', 'status', status({ status: 'fine' })],
    ['a count below zero', 'status', status({ events_failed: -1 })],
  ])('refuses %s and keeps nothing of it', async (_what, path, body) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ success: false, detail: 'The message breaks the protocol' });
    expect(answer.json.errors.length).toBeGreaterThan(0);
    expect(await received()).toMatchObject({ batches: 0, events: [], metrics: [], statuses: [], rejected: 1 });
  });

  it('keeps nothing of a batch in which one event of many is wrong', async () => {
    expect((await post('events', batch([event(), event({ event_type: '' }), event()]))).status).toBe(422);
    expect((await received()).events).toEqual([]);
  });

  it('takes metadata 60 deep and refuses it 1,000 deep', async () => {
    const deep = (n: number): string =>
      JSON.stringify(batch([event()])).replace('"metadata":{}', `"metadata":${nested(n)}`);
    expect((await post('events', deep(60))).status).toBe(200);
    expect((await post('events', deep(1000))).status).toBe(422);
    expect((await received()).events).toHaveLength(1);
  });
});

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('bodies', () => {
  beforeEach(() => start({ uploadSeconds: 0.5 }));

  it('answers 400 for what is no JSON, no UTF-8, no gzip, or half of one', async () => {
    for (const body of ['{', '', 'null null', Buffer.from([0x22, 0xff, 0x22])]) {
      expect((await post('events', body)).status).toBe(400);
    }
    const gzipped = { headers: { 'Content-Encoding': 'gzip' } };
    expect((await post('events', 'plain', gzipped)).status).toBe(400);
    expect((await post('events', gzipSync(JSON.stringify(batch([event()]))).subarray(0, 60), gzipped)).status).toBe(
      400,
    );
    expect((await post('events', batch([]), { headers: { 'Content-Encoding': 'br' } })).status).toBe(415);
    expect(await received()).toMatchObject({ events: [], rejected: 7 });
  });

  it('takes 262,144 bytes and answers 413 for one more, decompressed or not', async () => {
    const rest = 262_144 - JSON.stringify(batch([event({ reason: '' })])).length;
    const full = batch([event({ reason: 'x'.repeat(rest) })]);
    const over = batch([event({ reason: 'x'.repeat(rest + 1) })]);
    for (const gzip of [false, true]) {
      expect((await post('events', full, { gzip })).status).toBe(200);
      expect((await post('events', over, { gzip })).status).toBe(413);
    }
  });

  it('answers 413 for a bomb without unpacking it', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 });
    expect(bomb.length).toBeLessThan(262_144);
    const before = process.memoryUsage().rss;
    expect((await post('events', bomb, { headers: { 'Content-Encoding': 'gzip' } })).status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('answers 413 for an upload that goes on for megabytes, cuts one that never ends, and goes on serving', async () => {
    const head = `POST /api/v1/events HTTP/1.1\r\nHost: a\r\nX-API-Key: ${API_KEY}\r\nX-Project-ID: ${PROJECT}\r\n`;
    const large = await upload(`${head}Content-Length: 50000000\r\n\r\n`, 'x'.repeat(20_000_000));
    expect(large).toContain('HTTP/1.1 413');
    expect(large).toContain('Connection: close');
    expect(await upload(`${head}Transfer-Encoding: chunked\r\n\r\n`, '5\r\n[1,2,\r\n')).toBe('');
    expect((await post('events', batch([event()]))).status).toBe(200);
  });

  it('survives an upload that is broken off', async () => {
    const socket = await open();
    socket.write(`POST /api/v1/events HTTP/1.1\r\nHost: a\r\nX-API-Key: ${API_KEY}\r\nX-Project-ID: ${PROJECT}\r\n`);
    socket.write('Content-Length: 1000\r\n\r\n{"events":[');
    socket.resetAndDestroy();
    for (let n = 0; n < 100 && (await received()).rejected === 0; n++)
      await new Promise((done) => setTimeout(done, 10));
    expect(await received()).toMatchObject({ batches: 0, rejected: 1 });
  });
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  socket.on('error', () => undefined); // a broken connection is what some tests are about
  await new Promise((done) => socket.once('connect', done));
  return socket;
}

/** Everything that the server says until it closes the connection. */
async function upload(head: string, body: string): Promise<string> {
  const socket = await open();
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
  const closed = new Promise((done) => socket.once('close', done));
  socket.write(head + body);
  await closed;
  return said;
}

describe('signatures', () => {
  beforeEach(() => start({ signingSecret: SECRET }));
  const json = JSON.stringify(batch([event()]));
  const signed = (body: Buffer | string) => ({ 'X-Payload-Signature': signatureOf(SECRET, Buffer.from(body)) });

  it('takes a signature over the JSON text, gzipped or not', async () => {
    expect((await post('events', json, { headers: signed(json) })).status).toBe(200);
    expect((await post('events', json, { headers: signed(json), gzip: true })).status).toBe(200);
  });

  it('answers 401 without one or with another', async () => {
    expect((await post('events', json)).status).toBe(401);
    expect((await post('events', json, { headers: signed(`${json} `) })).status).toBe(401);
    expect((await post('events', json, { headers: { 'X-Payload-Signature': 'v1=' } })).status).toBe(401);
  });

  it('names the old form, over the bytes on the wire', async () => {
    const wire = gzipSync(json);
    const headers = { ...signed(wire), 'Content-Encoding': 'gzip' };
    const answer = await post('events', wire, { headers });
    expect(answer.status).toBe(401);
    expect(answer.json.detail).toContain('before gzip');
  });

  it('needs none to hand out rules', async () => {
    expect((await getRules()).status).toBe(200);
  });

  it('agrees with the vectors', () => {
    for (const vector of vectors('signature') as { secret: string; json: string; header: string }[]) {
      expect(signatureOf(vector.secret, Buffer.from(vector.json))).toBe(vector.header);
    }
  });
});

function vectors(name: string): any {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
}

describe('encryption', () => {
  it('opens envelopes sealed with its key and checks what is in them', async () => {
    await start({ encryptionKey: KEY });
    const hidden = event();
    expect(
      (await post('events/encrypted', seal({ events: [hidden], metrics: [metric()] }), { gzip: true })).status,
    ).toBe(200);
    expect(await received()).toMatchObject({ batches: 1, events: [hidden], metrics: [metric()] });
    expect((await post('events/encrypted', seal({ events: [event({ method: 1 })], metrics: [] }))).status).toBe(422);
    expect((await post('events/encrypted', { encrypted_payload: 'x' })).status).toBe(422);
  });

  it('refuses another key, a changed byte and a short payload in the platform’s words', async () => {
    await start({ encryptionKey: KEY });
    const good = seal({ events: [event()], metrics: [] }) as { encrypted_payload: string };
    const changed = (good.encrypted_payload[20] === 'A' ? 'B' : 'A') + good.encrypted_payload.slice(21);
    const payloads = [
      seal({ events: [event()], metrics: [] }, randomBytes(32)),
      { ...good, encrypted_payload: good.encrypted_payload.slice(0, 20) + changed },
      { ...good, encrypted_payload: 'AAAA' },
    ];
    for (const payload of payloads) {
      const answer = await post('events/encrypted', payload);
      expect(answer.status).toBe(400);
      expect(answer.json.detail).toBe('Failed to decrypt payload: Invalid or tampered payload');
    }
    expect(await received()).toMatchObject({ events: [], rejected: 3 });
  });

  it('says so where it has no key, and refuses to start with one that is none', async () => {
    await start();
    const answer = await post('events/encrypted', seal({ events: [], metrics: [] }));
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain('Failed to decrypt payload: No encryption key');
    expect(() => readSettings({ PLATFORM_ENCRYPTION_KEY: 'short' })).toThrow('PLATFORM_ENCRYPTION_KEY');
  });

  it.each<string>(vectors('aes-256-gcm').map(({ name }: { name: string }) => name))(
    'opens the vector %s',
    async (name) => {
      const vector = vectors('aes-256-gcm').find((one: { name: string }) => one.name === name);
      await start({ encryptionKey: readSettings({ PLATFORM_ENCRYPTION_KEY: vector.key }).encryptionKey });
      const answer = await post('events/encrypted', { encrypted_payload: vector.encrypted_payload, ...frame });
      expect(answer).toMatchObject({ status: 200 });
      const { events, metrics } = await received();
      expect({ events, metrics }).toEqual(vector.data);
    },
  );
});

describe('what a Python agent really sent', () => {
  it.each(['plain', 'gzip', 'enc'])('is taken whole: run %s', async (run) => {
    const { requests, ...capture } = vectors('captures');
    const mine = requests.filter((request: any) => request.run === run && request.method === 'POST');
    await start({
      apiKey: capture.api_key,
      projectId: capture.project_id,
      signingSecret: run === 'plain' ? undefined : capture.signing_secret,
      encryptionKey: readSettings({ PLATFORM_ENCRYPTION_KEY: capture.encryption_key }).encryptionKey,
    });
    for (const { path, headers, body_base64 } of mine) {
      const { Host, Connection, 'Content-Length': _length, ...sent } = headers;
      expect([Host, Connection]).toBeDefined();
      const answer = await post(path.replace('/api/v1/', ''), Buffer.from(body_base64, 'base64'), { headers: sent });
      expect([path, answer.status, answer.json?.errors]).toEqual([path, 200, undefined]);
    }
    const seen = await received();
    expect(seen.rejected).toBe(0);
    expect(seen.statuses).toHaveLength(1);
    // One batch was refused twice by the platform of the recording: its repetitions are duplicates here.
    expect(seen.duplicates).toBeGreaterThan(0);
  });
});

describe('rules', () => {
  beforeEach(() => start());

  it('are the protocol’s defaults with what was put laid over them', async () => {
    expect((await getRules()).json).toMatchObject({ rule_id: 'default-rule', version: 1, ttl: 300, ip_blacklist: [] });
    await control('PUT', 'rules', { rule_id: 'r1', version: 7, ip_blacklist: ['203.0.113.77'] });
    expect((await getRules()).json).toMatchObject({
      rule_id: 'r1',
      version: 7,
      ip_blacklist: ['203.0.113.77'],
      ttl: 300,
    });
    await control('PUT', 'rules', { version: 8 });
    expect((await getRules()).json).toMatchObject({ rule_id: 'default-rule', version: 8, ip_blacklist: [] });
  });

  it('may be nonsense in their fields, for agents to refuse, but not in themselves', async () => {
    await control('PUT', 'rules', { ip_blacklist: 5 });
    expect((await getRules()).json.ip_blacklist).toBe(5);
    for (const wrong of [[], 'x', null]) expect((await control('PUT', 'rules', wrong)).status).toBe(400);
  });
});

describe('failing on order', () => {
  beforeEach(() => start());

  it('fails the ordered number of calls, after the credentials', async () => {
    await control('POST', 'fail', { status: 503, times: 2, delayMs: 0 });
    expect((await post('events', batch([event()]), { headers: { 'X-API-Key': 'fg_other_key' } })).status).toBe(401);
    expect((await getRules()).status).toBe(503);
    expect((await post('events', batch([event()]))).status).toBe(503);
    expect((await post('events', batch([event()]))).status).toBe(200);
    expect(await received()).toMatchObject({ batches: 1, rejected: 1 });
  });

  it('says when to come back and can be called off', async () => {
    await control('POST', 'fail', { status: 429, retryAfter: 7, times: 5 });
    expect((await getRules()).headers.get('retry-after')).toBe('7');
    await control('POST', 'fail', { times: 0 });
    expect((await getRules()).status).toBe(200);
  });

  it.each([
    ['html', async () => expect((await post('events', batch([]))).text).toContain('<!doctype html>')],
    ['empty', async () => expect(await post('events', batch([]))).toMatchObject({ status: 200, text: '' })],
    ['partial', async () => expect((await post('events', batch([]))).json.success).toBe(false)],
    ['redirect', async () => expect(await post('events', batch([]))).toMatchObject({ status: 307 })],
    ['half', async () => expect(post('events', batch([]))).rejects.toThrow()],
    ['reset', async () => expect(post('events', batch([]))).rejects.toThrow()],
    ['lost', async () => expect(post('events', batch([]))).rejects.toThrow()],
  ])('answers %s', async (mode, check) => {
    await control('POST', 'fail', { mode });
    await check();
    expect((await received()).batches).toBe(mode === 'lost' ? 1 : 0);
    expect((await post('events', batch([]))).status).toBe(200);
  });

  it('waits where it was told to, and then does its work', async () => {
    await control('POST', 'fail', { delayMs: 60 });
    expect((await post('events', batch([event()]))).json.received).toBe(1);
  });

  it('fails at random and sometimes not', async () => {
    await control('POST', 'fail', { mode: 'random', times: 200 });
    const ok = (): Promise<boolean> =>
      post('events', batch([])).then(
        (answer) => answer.json?.success === true,
        () => false,
      );
    const results = [];
    for (let n = 0; n < 60; n++) results.push(await ok());
    expect(new Set(results)).toEqual(new Set([true, false]));
  });

  it.each([{ status: 1 }, { times: -1 }, { delayMs: 'x' }, { mode: 'nonsense' }, [1].length, null])(
    'refuses the order %j',
    async (order) => expect((await control('POST', 'fail', order)).status).toBe(400),
  );
});

describe('the page', () => {
  beforeEach(() => start());

  it('shows events with every text escaped, and lets nothing run', async () => {
    const hostile = `<script>alert(1)</script><img src=x onerror="alert('2')">`;
    await post('events', batch([event({ reason: hostile, endpoint: hostile })]));
    const page = await fetch(base).then(answerOf);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;2&#39;)&quot;&gt;',
    );
    expect(page.text).not.toContain('<script');
    expect(page.text).not.toContain('<img');
  });
});
