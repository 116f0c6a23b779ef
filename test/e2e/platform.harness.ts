import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type INestApplication } from '@nestjs/common';
import { createPlatform } from '../../sample/platform/app.js';
import { Settings } from '../../sample/platform/settings.js';

export const API_KEY = 'fg_platform_test_0123';
export const PROJECT = 'proj_test';
export const KEY = randomBytes(32);

type Headers = Record<string, string | undefined>;

/** The fields of the platform's answers that tests look at. */
interface Json {
  success: boolean;
  detail: string;
  errors: string[];
  received: number;
  batches: number;
  events: unknown[];
  metrics: unknown[];
  statuses: unknown[];
  duplicates: number;
  rejected: number;
  version: number;
  ip_blacklist: unknown;
}

/** A platform that listens on a free port, and a client for it. */
export class Platform {
  private constructor(
    private readonly app: INestApplication,
    readonly base: string,
  ) {}

  static async start(changes: Partial<Settings> = {}): Promise<Platform> {
    const app = await createPlatform(Object.assign(new Settings(), { apiKey: API_KEY, projectId: PROJECT }, changes));
    await app.listen(0, '127.0.0.1');
    return new Platform(app, await app.getUrl());
  }

  close(): Promise<void> {
    return this.app.close();
  }

  /** Posts as an agent does. `headers` win over the right ones; undefined leaves one out. */
  async post(
    path: string,
    body: unknown,
    { headers, gzip }: { headers?: Headers; gzip?: boolean } = {},
  ): Promise<Answer> {
    const json = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(`${this.base}/api/v1/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: headersOf({ ...(gzip ? { 'Content-Encoding': 'gzip' } : {}), ...headers }),
      body: gzip ? gzipSync(json) : json,
    });
    return answerOf(response);
  }

  async rules(headers?: Headers): Promise<Answer> {
    return answerOf(await fetch(`${this.base}/api/v1/rules`, { headers: headersOf(headers), redirect: 'manual' }));
  }

  async control(method: string, path: string, body?: unknown): Promise<Answer> {
    const json = body === undefined ? undefined : JSON.stringify(body);
    return answerOf(await fetch(`${this.base}/control/${path}`, { method, body: json }));
  }

  async page(): Promise<Answer> {
    return answerOf(await fetch(this.base));
  }

  async received(): Promise<Partial<Json>> {
    return (await this.control('GET', 'received')).json;
  }

  async connect(): Promise<Socket> {
    const socket = connect(Number(new URL(this.base).port), '127.0.0.1');
    socket.on('error', () => undefined); // a broken connection is what some tests are about
    await new Promise((done) => socket.once('connect', done));
    return socket;
  }

  /** Sends bytes as they are; gives everything that the server says until it closes the connection. */
  async raw(bytes: string): Promise<string> {
    const socket = await this.connect();
    let said = '';
    socket.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    const closed = new Promise((done) => socket.once('close', done));
    socket.write(bytes);
    await closed;
    return said;
  }
}

function headersOf(changes: Headers = {}): Record<string, string> {
  const right = { 'X-API-Key': API_KEY, 'X-Project-ID': PROJECT, 'Content-Type': 'application/json' };
  const all: Headers = { ...right, ...changes };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

interface Answer {
  readonly status: number;
  readonly headers: Response['headers'];
  readonly text: string;
  readonly json: Partial<Json>;
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  let json: Partial<Json> = {};
  try {
    json = JSON.parse(text);
  } catch {
    // some answers are no JSON on purpose
  }
  return { status: response.status, headers: response.headers, text, json };
}

export const event = (changes: object = {}) => ({
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
export const metric = (changes: object = {}) => ({
  timestamp: '2026-01-02T03:04:05.678Z',
  metric_type: 'request_count',
  value: 3,
  endpoint: null,
  tags: { endpoint: '/hello' },
  ...changes,
});
export const frame = {
  batch_id: '1767323045678-0a1b2c3d',
  agent_version: '1.0.0',
  guard_version: '1.0.0',
  guard_core_version: null,
};
export const batch = (events: unknown, metrics: unknown = [], changes: object = {}) => ({
  project_id: PROJECT,
  events,
  metrics,
  created_at: '2026-01-02T03:04:05.678Z',
  compressed: false,
  ...frame,
  ...changes,
});
export const status = (changes: object = {}) => ({
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

export function seal(data: unknown, key = KEY) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(data)), cipher.final(), cipher.getAuthTag()]);
  return { encrypted_payload: sealed.toString('base64').replaceAll('+', '-').replaceAll('/', '_'), ...frame };
}

/** A file of test/vectors. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), 'utf8'));
}
