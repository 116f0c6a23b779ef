import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { EncryptedCodec, MAX_BODY_BYTES, PlainCodec } from '../../../src/agent/codec/batch-codec.js';
import { canonicalJson } from '../../../src/agent/codec/canonical-json.js';
import { checkKey, open, parseKey, seal } from '../../../src/agent/codec/cipher.js';
import { sign } from '../../../src/agent/codec/signature.js';
import { encodeEvent, encodeMetric, timestamp } from '../../../src/agent/codec/wire.js';
import { Batch } from '../../../src/agent/queue/batch.js';

const vectors = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../vectors/${name}.json`, import.meta.url), 'utf8')) as T;

interface AesVector {
  name: string;
  key: string;
  nonce_hex: string;
  data: { events: object[]; metrics: object[] };
  plaintext: string;
  encrypted_payload: string;
}
interface SignatureVector {
  secret: string;
  content_encoding: string | null;
  json: string;
  wire_base64: string;
  header: string;
}
interface Captures {
  requests: {
    run: string;
    path: string;
    headers: Record<string, string>;
    body_base64?: string;
    body_json?: { encrypted_payload?: string; events?: object[]; metrics?: object[] };
    key?: string;
    secret?: string;
  }[];
}

describe('the encryption vectors', () => {
  it.each(vectors<AesVector[]>('aes-256-gcm'))('$name passes both ways', (vector) => {
    const key = parseKey(vector.key) as Buffer;
    expect(canonicalJson(vector.data)).toBe(vector.plaintext);
    expect(seal(key, vector.plaintext, Buffer.from(vector.nonce_hex, 'hex'))).toBe(vector.encrypted_payload);
    expect(open(key, vector.encrypted_payload)).toBe(vector.plaintext);
  });
});

describe('the signature vectors', () => {
  it.each(vectors<SignatureVector[]>('signature'))('$content_encoding $json', (vector) => {
    const wire = Buffer.from(vector.wire_base64, 'base64');
    const body = vector.content_encoding === 'gzip' ? gunzipSync(wire) : wire;
    expect(body.toString('utf8')).toBe(vector.json);
    expect(sign(vector.secret, vector.json)).toBe(vector.header);
    expect(sign(vector.secret, body)).toBe(vector.header);
  });
});

describe('what the Python agent sent', () => {
  const { requests } = vectors<Captures>('captures');

  it('carries the signatures that we make', () => {
    const signed = requests.filter(({ secret, body_base64 }) => secret && body_base64);
    expect(signed).toHaveLength(16);
    for (const { headers, secret = '', body_base64 = '' } of signed) {
      const wire = Buffer.from(body_base64, 'base64');
      const body = headers['Content-Encoding'] === 'gzip' ? gunzipSync(wire) : wire;
      expect(sign(secret, body)).toBe(headers['X-Payload-Signature']);
    }
  });

  it('opens with our cipher, and an event has the keys of ours', () => {
    const sealed = requests.filter(({ key }) => key);
    expect(sealed.length).toBeGreaterThan(5);
    const ours = Object.keys(JSON.parse(encodeEvent('', 0, { type: 'x' })) as object).sort();
    for (const { key, body_json } of sealed) {
      const text = open(parseKey(key) as Buffer, body_json?.encrypted_payload ?? '');
      const { events } = JSON.parse(text) as { events: object[] };
      for (const event of events) expect(Object.keys(event).sort()).toEqual(ours);
    }
  });

  it('has the keys of our plain batches and metrics', () => {
    const batch = (path: string): { events?: object[]; metrics?: object[] } =>
      requests.find((request) => request.run === 'plain' && request.path === path)?.body_json ?? {};
    const ours = JSON.parse(new PlainCodec('p', '1').encode('events', new Batch(0)).json) as object;
    expect(Object.keys(batch('/api/v1/events')).sort()).toEqual(Object.keys(ours).sort());
    const metric = JSON.parse(encodeMetric(0, { type: 'request_count', value: 1 })) as object;
    expect(Object.keys(batch('/api/v1/metrics').metrics?.[0] ?? {}).sort()).toEqual(Object.keys(metric).sort());
  });
});

describe('canonicalJson', () => {
  it('sorts keys at every level, also those that look like integers', () => {
    expect(canonicalJson({ b: { 10: 1, 9: 2, a: [{ z: 0, y: null }] }, a: true })).toBe(
      '{"a":true,"b":{"10":1,"9":2,"a":[{"y":null,"z":0}]}}',
    );
  });

  it('replaces what no database stores: lone surrogates and NUL', () => {
    expect(JSON.parse(canonicalJson({ 'a\0': 'x\ud800y\udc00\0🛡' }))).toEqual({ 'a\ufffd': 'x\ufffdy\ufffd\ufffd🛡' });
  });

  it('writes null for what JSON has no word for', () => {
    expect(canonicalJson([undefined, NaN, Infinity, null])).toBe('[null,null,null,null]');
  });

  it('writes what JSON.parse reads back, for any plain data', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const storable = JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '\\ufffd')) as unknown;
        expect(JSON.parse(canonicalJson(value))).toEqual(storable);
      }),
    );
  });
});

describe('encryption keys', () => {
  const bytes = Buffer.from('fbeffbefbeffbeefbeffbeefbeffbeefbeffbeefbeffbeefbeffbeefbeffbeef', 'hex');
  it.each([
    ['URL-safe', bytes.toString('base64url')],
    ['URL-safe with padding', `${bytes.toString('base64url')}=`],
    ['standard', bytes.toString('base64')],
    ['with white space around', ` ${bytes.toString('base64')}\n`],
  ])('are read: %s', (_name, text) => {
    expect(parseKey(text)).toEqual(bytes);
    expect(checkKey(text)).toBeUndefined();
  });

  it.each([
    undefined,
    7,
    '',
    'short',
    `${'A'.repeat(44)}`,
    `${'A'.repeat(42)}==`,
    `${'A'.repeat(20)} ${'A'.repeat(23)}`,
  ])('are refused without being repeated: %p', (text) => {
    expect(parseKey(text)).toBeUndefined();
    expect(checkKey(text)).toBe('must be base64 of 32 bytes (43 characters, or 44 with padding)');
  });

  it('open only what they sealed, and nothing that was changed', () => {
    const sealed = seal(bytes, 'text');
    expect(() => open(Buffer.alloc(32), sealed)).toThrow();
    const changed = Buffer.from(sealed, 'base64');
    changed[14] = (changed[14] as number) ^ 1;
    expect(() => open(bytes, changed.toString('base64'))).toThrow();
    expect(() => open(bytes, 'AAAA')).toThrow('too short');
  });

  it('never seal the same text twice into the same payload', () => {
    const sealed = new Set(Array.from({ length: 100 }, () => seal(bytes, 'text')));
    expect(sealed.size).toBe(100);
  });

  it('round-trip any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => open(bytes, seal(bytes, text)) === text));
  });
});

describe('the room for items', () => {
  const filled = (room: number): Batch => {
    const batch = new Batch(Date.parse('2026-01-02T03:04:05.678Z'));
    batch.add(`"${'x'.repeat(room - 3)}"`, room);
    return batch;
  };

  it('fills a plain body to the limit and not beyond', () => {
    const codec = new PlainCodec('proj_é', '1.2.3');
    const { json } = codec.encode('metrics', filled(codec.room));
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(Buffer.byteLength(json)).toBeGreaterThan(MAX_BODY_BYTES - 8);
    expect(() => JSON.parse(json) as unknown).not.toThrow();
  });

  it('fills an encrypted body to the limit, base64 included', () => {
    const codec = new EncryptedCodec(() => Buffer.alloc(32, 1), '1.2.3');
    const { json } = codec.encode('events', filled(codec.room));
    expect(Buffer.byteLength(json)).toBeLessThanOrEqual(MAX_BODY_BYTES);
    expect(Buffer.byteLength(json)).toBeGreaterThan(MAX_BODY_BYTES - 16);
  });
});

describe('what the platform would refuse', () => {
  it.each([undefined, '', 7])('is no event: type %p', (type) => {
    expect(() => encodeEvent('', 0, { type } as never)).toThrow('needs a type');
  });

  it.each([
    ['threat', 1],
    ['request_count', NaN],
    ['request_count', Infinity],
    ['request_count', '1'],
  ])('is no metric: %p %p', (type, value) => {
    expect(() => encodeMetric(0, { type, value } as never)).toThrow('not a metric');
  });

  it.each([NaN, '200', 200.5, 1e300])('is null in place of the status %p', (status) => {
    expect(JSON.parse(encodeEvent('', 0, { type: 'x', status } as never))).toMatchObject({ status_code: null });
  });

  it.each([NaN, '1', Infinity])('is null in place of the response time %p', (responseTime) => {
    expect(JSON.parse(encodeEvent('', 0, { type: 'x', responseTime } as never))).toMatchObject({ response_time: null });
  });
});

describe('times', () => {
  it.each([NaN, Infinity, 1e300])('that no date can hold become the epoch: %p', (at) => {
    expect(timestamp(at)).toBe('1970-01-01T00:00:00.000Z');
  });
});
