import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { API_KEY, ENCRYPTION_KEY, INSTALL_ID, until } from './build.js';
import { harness } from './harness.js';
import { ManualClock } from './manual-clock.js';

const test = harness();

const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('a plain batch', () => {
  it('has every key of the protocol and every key of an event', async () => {
    const { agent } = test.make({ projectId: 'proj_1' });
    agent.record({ type: 'ip_blocked', at: Date.parse('2026-01-02T03:04:05.678Z'), ip: '203.0.113.9' });
    const report = await agent.flush();

    expect(report).toEqual({ delivered: 1, rejected: 0, dropped: 0, pending: 0 });
    const [batch] = test.platform.batches();
    expect(batch).toEqual({
      project_id: 'proj_1',
      events: [
        {
          idempotency_key: expect.stringMatching(UUID4),
          timestamp: '2026-01-02T03:04:05.678Z',
          event_type: 'ip_blocked',
          ip_address: '203.0.113.9',
          country: null,
          user_agent: null,
          action_taken: '',
          reason: '',
          endpoint: null,
          method: null,
          status_code: null,
          response_time: null,
          decorator_type: null,
          rule_type: null,
          pattern_matched: null,
          handler_name: null,
          metadata: {},
        },
      ],
      metrics: [],
      batch_id: expect.stringMatching(/^\d{13}-[0-9a-f]{8}$/),
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      compressed: false,
      agent_version: '1.2.3',
      guard_version: '1.2.3',
      guard_core_version: null,
    });
  });

  it('travels with the headers of the protocol', async () => {
    const { agent } = test.make({ projectId: 'proj_1' });
    agent.record({ type: 'ip_blocked' });
    await agent.flush();

    expect(test.platform.calls[0]).toMatchObject({ method: 'POST', path: '/api/v1/events' });
    expect(test.platform.calls[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'user-agent': 'nestjs-guard/1.2.3',
      'x-api-key': API_KEY,
      'x-project-id': 'proj_1',
      'x-agent-install-id': INSTALL_ID,
    });
    expect(test.platform.calls[0]?.headers).not.toHaveProperty('x-payload-signature');
    expect(test.platform.calls[0]?.headers).not.toHaveProperty('content-encoding');
  });

  it('goes to the default project and without its header where no project is set', async () => {
    const { agent } = test.make();
    agent.record({ type: 'ip_blocked' });
    await agent.flush();
    expect(test.platform.batches()[0]?.project_id).toBe('default');
    expect(test.platform.calls[0]?.headers).not.toHaveProperty('x-project-id');
  });

  it('keeps events and metrics in calls of their own', async () => {
    const { agent } = test.make();
    agent.record({ type: 'ip_blocked' });
    agent.metric({ type: 'request_count', value: 3, endpoint: '/orders/:id', tags: { method: 'GET' }, at: 0 });
    await agent.flush();
    expect(test.platform.batches('events')).toMatchObject([{ metrics: [] }]);
    expect(test.platform.batches('metrics')).toMatchObject([
      {
        events: [],
        metrics: [
          {
            timestamp: '1970-01-01T00:00:00.000Z',
            metric_type: 'request_count',
            value: 3,
            endpoint: '/orders/:id',
            tags: { endpoint: '/orders/:id', method: 'GET' },
          },
        ],
      },
    ]);
  });
});

describe('compression and signature', () => {
  it('compresses from the threshold on and signs the text before compression', async () => {
    const { agent } = test.make({ signingSecret: 'whsec_1' });
    for (let i = 0; i < 10; i++) agent.record({ type: 'ip_blocked', reason: 'x'.repeat(50) });
    await agent.flush();
    const [call] = test.platform.calls;
    expect(call?.headers['content-encoding']).toBe('gzip');
    const expected = createHmac('sha256', 'whsec_1')
      .update(call?.text ?? '')
      .digest('hex');
    expect(call?.headers['x-payload-signature']).toBe(`v1=${expected}`);
  });

  it('leaves bodies alone where compression is off', async () => {
    const { agent } = test.make({ compression: false });
    for (let i = 0; i < 10; i++) agent.record({ type: 'ip_blocked', reason: 'x'.repeat(50) });
    await agent.flush();
    expect(test.platform.calls[0]?.headers).not.toHaveProperty('content-encoding');
    expect(() => gunzipSync(test.platform.calls[0]?.text ?? '')).toThrow();
  });
});

describe('an encrypted batch', () => {
  it('is sealed into an envelope that the key opens', async () => {
    const { agent } = test.make({ encryptionKey: ENCRYPTION_KEY });
    agent.record({ type: 'ip_blocked', reason: 'é雪🛡', metadata: { b: 1, a: { 10: 'x', 9: 'y' } } });
    agent.metric({ type: 'request_count', value: 1 });
    await agent.flush();

    expect(test.platform.calls.map(({ path }) => path)).toEqual([
      '/api/v1/events/encrypted',
      '/api/v1/events/encrypted',
    ]);
    const [envelope] = test.platform.batches('events/encrypted');
    expect(Object.keys(envelope ?? {})).toEqual([
      'encrypted_payload',
      'batch_id',
      'agent_version',
      'guard_version',
      'guard_core_version',
    ]);
    const [events, metrics] = test.platform.decrypted(ENCRYPTION_KEY);
    expect(events).toMatchObject({
      events: [{ reason: 'é雪🛡', metadata: { a: { 9: 'y', 10: 'x' }, b: 1 } }],
      metrics: [],
    });
    expect(metrics).toMatchObject({ events: [], metrics: [{ metric_type: 'request_count' }] });
  });
});

describe('the size of a batch', () => {
  it.each([undefined, ENCRYPTION_KEY])('keeps every body within 262,144 bytes (key: %s)', async (encryptionKey) => {
    const { agent } = test.make({ encryptionKey, maxQueue: 5_000 });
    for (let i = 0; i < 1_500; i++) agent.record({ type: 'ip_blocked', reason: '\u0001雪"'.repeat(i % 200) });
    const report = await agent.flush();
    expect(report).toMatchObject({ delivered: 1_500, pending: 0 });
    const sizes = test.platform.calls.map(({ text }) => Buffer.byteLength(text));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(262_144);
    expect(Math.max(...sizes)).toBeGreaterThan(255_000);
  });
});

describe('recording', () => {
  it('does not throw whatever it is given, and counts what is no event', async () => {
    const { agent } = test.make();
    const throwing = {
      type: 'x',
      get at(): number {
        throw new Error('x');
      },
    };
    for (const garbage of [undefined, null, 7, 'text', throwing]) {
      expect(() => agent.record(garbage as never)).not.toThrow();
      expect(() => agent.metric(garbage as never)).not.toThrow();
    }
    agent.record({ type: 'ip_blocked' });
    await agent.flush();
    expect(agent.stats()).toMatchObject({
      events: { recorded: 6, delivered: 1, dropped: 5 },
      metrics: { recorded: 5, dropped: 5 },
      droppedBy: { unencodable: 10 },
    });
    expect(test.platform.batches()).toMatchObject([{ events: [{ event_type: 'ip_blocked' }] }]);
  });
});

describe('a flush', () => {
  it('sends what was recorded before it and ends, although more is recorded all the time', async () => {
    const { agent } = test.make();
    test.platform.otherwise = (_call, response) => {
      agent.record({ type: 'later' });
      response.end('{}');
    };
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toEqual({ delivered: 1, rejected: 0, dropped: 0, pending: 1 });
  });
});

describe('the loops', () => {
  it('do not call a platform that is down each time a buffer is full', async () => {
    const clock = new ManualClock();
    test.platform.otherwise = (_call, response) => response.writeHead(503).end();
    const { agent } = test.make({ bufferSize: 5, retryAttempts: 0 }, { clock });
    agent.onModuleInit();
    for (let i = 0; i < 5; i++) agent.record({ type: 'ip_blocked' });
    await until(() => agent.stats().calls.failed === 1);
    clock.advance(10_000);
    for (let i = 0; i < 20; i++) agent.record({ type: 'ip_blocked' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(test.platform.batches()).toHaveLength(1);
  });

  it('send a full buffer without waiting for the interval', async () => {
    const { agent } = test.make({ bufferSize: 5 });
    agent.onModuleInit();
    for (let i = 0; i < 5; i++) agent.record({ type: 'ip_blocked' });
    await until(() => test.platform.batches().length === 1);
    expect(test.platform.batches()[0]?.events).toHaveLength(5);
  });

  it('ask the metric sources and report the status soon after the start', async () => {
    const { agent } = test.make(
      { flushInterval: 0.1 },
      { metricSources: [{ collect: () => [{ type: 'request_count', value: 7 }] }] },
    );
    agent.onModuleInit();
    await until(
      () =>
        test.platform.batches('metrics').length > 0 && test.platform.calls.some(({ path }) => path.endsWith('status')),
    );
    expect(test.platform.batches('metrics')[0]?.metrics[0]).toMatchObject({ metric_type: 'request_count', value: 7 });
    const status = test.platform.calls.find(({ path }) => path.endsWith('status'));
    expect(JSON.parse(status?.text ?? '')).toEqual({
      timestamp: expect.any(String),
      status: 'healthy',
      uptime: expect.any(Number),
      events_sent: 0,
      events_failed: 0,
      buffer_size: 0,
      last_flush: expect.any(String),
      errors: [],
    });
  });

  it('fetch rules at the start and hand them on as they came', async () => {
    test.platform.rules = (_call, response) => response.end('{"rule_id":"r","version":2}');
    const { agent } = test.make({}, { rulesInterval: 300 });
    const early: unknown[] = [];
    agent.onRules((raw) => void early.push(raw));
    agent.onModuleInit();
    await agent.firstRules(2_000);
    const late: unknown[] = [];
    agent.onRules((raw) => void late.push(raw));
    expect(early).toEqual([{ rule_id: 'r', version: 2 }]);
    expect(late).toEqual(early);
    expect(test.platform.calls[0]).toMatchObject({ method: 'GET', path: '/api/v1/rules' });
  });
});
