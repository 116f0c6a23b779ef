import { randomBytes } from 'node:crypto';
import { Controller, Get, Query } from '@nestjs/common';
import { gunzipSync } from 'node:zlib';
import { GuardAgent, type GuardOptionsInput, RateLimit } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp } from '../support/app.js';
import { type Message, mutants, plaintextOf, problemsOf } from '../support/protocol/schema.js';
import { until } from '../support/redis.js';
import { json, PlatformStub, type WireBatch } from '../unit/agent/platform-stub.js';
import { vectors } from './platform.harness.js';

@Controller()
class ShopController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }

  @Get('few')
  @RateLimit({ limit: 1 })
  few(): string {
    return 'few';
  }

  @Get('boom')
  boom(): void {
    throw new TypeError('boom');
  }
}

const KEY = randomBytes(32);
const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}&password=hunter2`;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const NOTHING: string[] = [];

/** Mutants of a valid body that the schema lets pass. */
function missed(message: Message, body: object | undefined): string[] {
  const all = [...mutants(body ?? {})];
  expect(all.length).toBeGreaterThan(10);
  return all.filter(([, mutant]) => problemsOf(message, mutant).length === 0).map(([name]) => name);
}

/** Compact JSON with sorted keys, written as the protocol page says and by no code of the agent. */
function sortedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(sortedJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${sortedJson(item)}`).join(',')}}`;
}

describe.each(PLATFORMS)('what a running application on %s sends', (framework) => {
  let platform: PlatformStub;
  let app: RunningApp;

  const start = async (agent: GuardOptionsInput['agent']): Promise<GuardAgent> => {
    platform = await PlatformStub.start();
    app = await startApp({
      platform: framework,
      controllers: [ShopController],
      guard: {
        proxy: { trusted: ['127.0.0.1'] },
        agent: {
          apiKey: 'fg_schema_0123456789',
          endpoint: platform.url,
          installId: '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11',
          backoffFactor: 0.001,
          ...agent,
        },
      },
    });
    return app.app.get(GuardAgent);
  };
  afterEach(async () => {
    await app.close();
    await platform.stop();
  });

  /** Traffic of every sort, what an application may record of its own, and one answer of each kind that resends. */
  const work = async (agent: GuardAgent): Promise<void> => {
    for (const path of ['/search?q=tea', ATTACK, ATTACK, '/few', '/few', '/boom', '/none', '/%']) await app.get(path);
    agent.record({ type: 'ours', reason: '\ud800\0é', metadata: { deep: { list: [1, null, undefined, NaN] } } });
    agent.record({
      type: 'ours',
      at: Infinity,
      status: 1.5,
      responseTime: 0.25,
      metadata: { __proto__: null, 9: 'x' },
    });
    agent.metric({ type: 'threat_level', value: 0.5, tags: { of: 'us' } });
    agent.metric({ type: 'cache_hit_rate', value: 1, endpoint: '/few' });
    platform.script.push(json(503, {}), json(413, {}), json(200, { success: false }));
    for (let i = 0; i < 3; i++) await agent.flush();
    // What was taken in part rests; at the end of the application nothing rests any more.
    await app.close();
  };

  const timesOf = (body: WireBatch): string[] => [...body.events, ...body.metrics].map((item: any) => item.timestamp);

  it('is valid, as plain batches and as status', async () => {
    const agent = await start({ projectId: 'proj_schema' });
    await until(() => platform.calls.some(({ path }) => path === '/api/v1/status'), 'the status');
    await work(agent);

    const statuses = platform.calls.filter(({ path }) => path === '/api/v1/status').map(({ text }) => JSON.parse(text));
    for (const status of statuses) expect(problemsOf('status', status)).toEqual(NOTHING);
    const batches = [...platform.batches('events'), ...platform.batches('metrics')];
    expect(batches.length).toBeGreaterThan(5);
    for (const batch of batches) expect(problemsOf('batch', batch)).toEqual(NOTHING);
    expect(batches.flatMap(timesOf).filter((time) => !ISO.test(time))).toEqual(NOTHING);
    const types = batches.flatMap(({ events }) => events.map((event: any) => event.event_type as string));
    expect(types).toEqual(expect.arrayContaining(['penetration_attempt', 'rate_limited', 'ours']));
    expect(agent.stats().droppedBy).toMatchObject({ unencodable: 0 });

    const [events] = platform.batches('events');
    const [metrics] = platform.batches('metrics');
    expect(missed('batch', events)).toEqual(NOTHING);
    expect(missed('batch', metrics)).toEqual(NOTHING);
    expect(missed('status', statuses[0])).toEqual(NOTHING);
    expect(problemsOf('batch', { ...events, metrics: metrics?.metrics })).not.toEqual(NOTHING);
    expect(problemsOf('batch', { ...events, events: [] })).not.toEqual(NOTHING);
  });

  it('is valid, as encrypted envelopes and in them, with the keys sorted at every level', async () => {
    const agent = await start({ encryptionKey: KEY.toString('base64url'), projectId: 'proj_schema' });
    await work(agent);
    const envelopes = platform.batches('events/encrypted');
    expect(envelopes.length).toBeGreaterThan(5);
    const texts = envelopes.map(({ encrypted_payload }) => plaintextOf(KEY, encrypted_payload));
    for (const envelope of envelopes) expect(problemsOf('envelope', envelope)).toEqual(NOTHING);
    for (const text of texts) {
      expect(problemsOf('payload', JSON.parse(text))).toEqual(NOTHING);
      expect(text).toBe(sortedJson(JSON.parse(text)));
    }
    expect(missed('envelope', envelopes[0])).toEqual(NOTHING);
    expect(missed('payload', JSON.parse(texts[0] as string))).toEqual(NOTHING);
    // A nonce is never used twice with one key, the same batch resent included.
    const nonces = envelopes.map(({ encrypted_payload }) => encrypted_payload.slice(0, 16));
    expect(new Set(nonces).size).toBe(nonces.length);
  });
});

interface Captures {
  encryption_key: string;
  requests: { method: string; path: string; headers: Record<string, string>; body_base64: string }[];
}

describe('the schema', () => {
  it('is that of the family: what a Python agent really sent is valid too', () => {
    const { encryption_key, requests } = vectors<Captures>('captures');
    const key = Buffer.from(encryption_key, 'base64url');
    const posts = requests.filter(({ method }) => method === 'POST');
    expect(posts.length).toBeGreaterThan(10);
    for (const { path, headers, body_base64 } of posts) {
      const wire = Buffer.from(body_base64, 'base64');
      const text = headers['Content-Encoding'] === 'gzip' ? gunzipSync(wire) : wire;
      const body = JSON.parse(text.toString()) as { encrypted_payload?: string };
      const message = path.endsWith('/status') ? 'status' : body.encrypted_payload ? 'envelope' : 'batch';
      expect(problemsOf(message, body)).toEqual(NOTHING);
      if (!body.encrypted_payload) continue;
      expect(problemsOf('payload', JSON.parse(plaintextOf(key, body.encrypted_payload)))).toEqual(NOTHING);
    }
  });
});
