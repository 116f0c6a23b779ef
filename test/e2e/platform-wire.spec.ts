import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { signatureOf } from '../../sample/platform/ingest/signature.js';
import { readSettings, type Settings } from '../../sample/platform/settings.js';
import { API_KEY, batch, event, frame, KEY, metric, Platform, PROJECT, seal, vectors } from './platform.harness.js';

const SECRET = 'whsec_platform_test';

let platform: Platform;
const start = async (changes: Partial<Settings> = {}): Promise<void> => {
  platform = await Platform.start(changes);
};

afterEach(() => platform.close());

describe('bodies', () => {
  beforeEach(() => start({ uploadSeconds: 0.5 }));

  it('answers 400 for what is no JSON, no UTF-8, no gzip, or half of one', async () => {
    for (const body of ['{', '', 'null null', Buffer.from([0x22, 0xff, 0x22])]) {
      expect((await platform.post('events', body)).status).toBe(400);
    }
    const gzipped = { headers: { 'Content-Encoding': 'gzip' } };
    expect((await platform.post('events', 'plain', gzipped)).status).toBe(400);
    expect(
      (await platform.post('events', gzipSync(JSON.stringify(batch([event()]))).subarray(0, 60), gzipped)).status,
    ).toBe(400);
    expect((await platform.post('events', batch([]), { headers: { 'Content-Encoding': 'br' } })).status).toBe(415);
    expect(await platform.received()).toMatchObject({ events: [], rejected: 7 });
  });

  it('takes 262,144 bytes and answers 413 for one more, decompressed or not', async () => {
    const rest = 262_144 - JSON.stringify(batch([event({ reason: '' })])).length;
    const full = batch([event({ reason: 'x'.repeat(rest) })]);
    const over = batch([event({ reason: 'x'.repeat(rest + 1) })]);
    for (const gzip of [false, true]) {
      expect((await platform.post('events', full, { gzip })).status).toBe(200);
      expect((await platform.post('events', over, { gzip })).status).toBe(413);
    }
  });

  it('answers 413 for a bomb without unpacking it', async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 9 });
    expect(bomb.length).toBeLessThan(262_144);
    const before = process.memoryUsage().rss;
    expect((await platform.post('events', bomb, { headers: { 'Content-Encoding': 'gzip' } })).status).toBe(413);
    expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('answers 413 for an upload that goes on for megabytes, cuts one that never ends, and goes on serving', async () => {
    const head = `POST /api/v1/events HTTP/1.1\r\nHost: a\r\nX-API-Key: ${API_KEY}\r\nX-Project-ID: ${PROJECT}\r\n`;
    const large = await platform.raw(`${head}Content-Length: 50000000\r\n\r\n${'x'.repeat(20_000_000)}`);
    expect(large).toContain('HTTP/1.1 413');
    expect(large).toContain('Connection: close');
    expect(await platform.raw(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\n[1,2,\r\n`)).toBe('');
    expect((await platform.post('events', batch([event()]))).status).toBe(200);
  });

  it('survives an upload that is broken off', async () => {
    const socket = await platform.connect();
    socket.write(`POST /api/v1/events HTTP/1.1\r\nHost: a\r\nX-API-Key: ${API_KEY}\r\nX-Project-ID: ${PROJECT}\r\n`);
    socket.write('Content-Length: 1000\r\n\r\n{"events":[');
    socket.resetAndDestroy();
    for (let n = 0; n < 100 && (await platform.received()).rejected === 0; n++)
      await new Promise((done) => setTimeout(done, 10));
    expect(await platform.received()).toMatchObject({ batches: 0, rejected: 1 });
  });
});

describe('signatures', () => {
  beforeEach(() => start({ signingSecret: SECRET }));
  const json = JSON.stringify(batch([event()]));
  const signed = (body: Buffer | string) => ({ 'X-Payload-Signature': signatureOf(SECRET, Buffer.from(body)) });

  it('takes a signature over the JSON text, gzipped or not', async () => {
    expect((await platform.post('events', json, { headers: signed(json) })).status).toBe(200);
    expect((await platform.post('events', json, { headers: signed(json), gzip: true })).status).toBe(200);
  });

  it('answers 401 without one or with another', async () => {
    expect((await platform.post('events', json)).status).toBe(401);
    expect((await platform.post('events', json, { headers: signed(`${json} `) })).status).toBe(401);
    expect((await platform.post('events', json, { headers: { 'X-Payload-Signature': 'v1=' } })).status).toBe(401);
  });

  it('names the old form, over the bytes on the wire', async () => {
    const wire = gzipSync(json);
    const headers = { ...signed(wire), 'Content-Encoding': 'gzip' };
    const answer = await platform.post('events', wire, { headers });
    expect(answer.status).toBe(401);
    expect(answer.json.detail).toContain('before gzip');
  });

  it('needs none to hand out rules', async () => {
    expect((await platform.rules()).status).toBe(200);
  });

  it('agrees with the vectors', () => {
    for (const vector of vectors<{ secret: string; json: string; header: string }[]>('signature')) {
      expect(signatureOf(vector.secret, Buffer.from(vector.json))).toBe(vector.header);
    }
  });
});

describe('encryption', () => {
  it('opens envelopes sealed with its key and checks what is in them', async () => {
    await start({ encryptionKey: KEY });
    const hidden = event();
    expect(
      (await platform.post('events/encrypted', seal({ events: [hidden], metrics: [metric()] }), { gzip: true })).status,
    ).toBe(200);
    expect(await platform.received()).toMatchObject({ batches: 1, events: [hidden], metrics: [metric()] });
    expect(
      (await platform.post('events/encrypted', seal({ events: [event({ method: 1 })], metrics: [] }))).status,
    ).toBe(422);
    expect((await platform.post('events/encrypted', { encrypted_payload: 'x' })).status).toBe(422);
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
      const answer = await platform.post('events/encrypted', payload);
      expect(answer.status).toBe(400);
      expect(answer.json.detail).toBe('Failed to decrypt payload: Invalid or tampered payload');
    }
    expect(await platform.received()).toMatchObject({ events: [], rejected: 3 });
  });

  it('says so where it has no key, and refuses to start with one that is none', async () => {
    await start();
    const answer = await platform.post('events/encrypted', seal({ events: [], metrics: [] }));
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain('Failed to decrypt payload: No encryption key');
    expect(() => readSettings({ PLATFORM_ENCRYPTION_KEY: 'short' })).toThrow('PLATFORM_ENCRYPTION_KEY');
  });

  it.each(vectors<Sealed[]>('aes-256-gcm'))('opens the vector $name', async ({ key, encrypted_payload, data }) => {
    await start({ encryptionKey: readSettings({ PLATFORM_ENCRYPTION_KEY: key }).encryptionKey });
    expect(await platform.post('events/encrypted', { encrypted_payload, ...frame })).toMatchObject({ status: 200 });
    const { events, metrics } = await platform.received();
    expect({ events, metrics }).toEqual(data);
  });
});

interface Sealed {
  name: string;
  key: string;
  data: object;
  encrypted_payload: string;
}

interface Captures {
  encryption_key: string;
  signing_secret: string;
  api_key: string;
  project_id: string;
  requests: { run: string; method: string; path: string; headers: Record<string, string>; body_base64: string }[];
}

describe('what a Python agent really sent', () => {
  it.each(['plain', 'gzip', 'enc'])('is taken whole: run %s', async (run) => {
    const captures = vectors<Captures>('captures');
    await start({
      apiKey: captures.api_key,
      projectId: captures.project_id,
      signingSecret: run === 'plain' ? undefined : captures.signing_secret,
      encryptionKey: readSettings({ PLATFORM_ENCRYPTION_KEY: captures.encryption_key }).encryptionKey,
    });
    const calls = captures.requests.filter((request) => request.run === run && request.method === 'POST');
    for (const { path, headers, body_base64 } of calls) {
      const sent = Object.entries(headers).filter(([name]) => !['Host', 'Connection', 'Content-Length'].includes(name));
      const body = Buffer.from(body_base64, 'base64');
      const answer = await platform.post(path.replace('/api/v1/', ''), body, { headers: Object.fromEntries(sent) });
      expect([path, answer.status, answer.json.errors]).toEqual([path, 200, undefined]);
    }
    const seen = await platform.received();
    expect(seen.rejected).toBe(0);
    expect(seen.statuses).toHaveLength(1);
    // One batch was refused twice by the platform of the recording: its repetitions are duplicates here.
    expect(seen.duplicates).toBeGreaterThan(0);
  });
});
