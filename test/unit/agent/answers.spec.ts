import { describe, expect, it } from '@jest/globals';
import { API_KEY, ENCRYPTION_KEY } from './build.js';
import { harness } from './harness.js';
import { ManualClock } from './manual-clock.js';
import { accept, json, type Responder } from './platform-stub.js';

const test = harness();
const answer =
  (status: number, body = ''): Responder =>
  (_call, response) =>
    response.writeHead(status, { location: '/elsewhere' }).end(body);
const reset: Responder = (_call, _response, request) => request.socket.resetAndDestroy();

describe('a batch of one event, with one retry', () => {
  const ok = '{"success":true}';
  const rows: [name: string, Responder, expected: object, calls: number][] = [
    ['200', answer(200, ok), { delivered: 1, pending: 0 }, 1],
    ['201', answer(201), { delivered: 1, pending: 0 }, 1],
    ['200 with success: false', answer(200, '{"success":false}'), { delivered: 0, pending: 1 }, 1],
    ['200 with errors', answer(200, '{"errors":["e"]}'), { delivered: 0, pending: 1 }, 1],
    ['200 with HTML', answer(200, '<html>'), { delivered: 0, pending: 1 }, 2],
    ['413', answer(413), { dropped: 1, pending: 0 }, 1],
    ...[400, 404, 422].map((status) => row(`${status}`, answer(status), { rejected: 1, pending: 0 }, 1)),
    ...[401, 403].map((status) => row(`${status}`, answer(status), { pending: 1 }, 1)),
    ['429', answer(429), { pending: 1 }, 1],
    ...[500, 502, 503, 504].map((status) => row(`${status}`, answer(status), { pending: 1 }, 2)),
    ...[202, 204, 301, 307, 405, 409].map((status) => row(`${status}`, answer(status), { pending: 1 }, 2)),
    ['a reset', reset, { pending: 1 }, 2],
  ];
  function row(name: string, responder: Responder, expected: object, calls: number): (typeof rows)[number] {
    return [name, responder, expected, calls];
  }

  it.each(rows)('%s', async (_name, responder, expected, calls) => {
    test.platform.otherwise = responder;
    const { agent } = test.make({ retryAttempts: 1 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject(expected);
    expect(test.platform.calls.map(({ path }) => path)).toEqual(Array.from({ length: calls }, () => '/api/v1/events'));
  });
});

describe('a batch that is retried', () => {
  it.each(['events', 'events/encrypted'] as const)('keeps its id and the keys of its events (%s)', async (call) => {
    test.platform.script.push(reset, answer(503), answer(200, 'half {'));
    const { agent } = test.make(call === 'events' ? {} : { encryptionKey: ENCRYPTION_KEY });
    for (let i = 0; i < 3; i++) agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ delivered: 3, pending: 0 });

    const batches = test.platform.batches(call);
    expect(batches).toHaveLength(4);
    expect(new Set(batches.map(({ batch_id }) => batch_id)).size).toBe(1);
    const contents = call === 'events' ? batches : test.platform.decrypted(ENCRYPTION_KEY);
    const keys = contents.map(({ events }) => events.map(({ idempotency_key }) => idempotency_key));
    expect(new Set(keys.map(String)).size).toBe(1);
    const payloads = new Set(batches.map(({ encrypted_payload }) => encrypted_payload));
    expect(payloads.size).toBe(call === 'events' ? 1 : 4);
  });

  it('keeps them over flushes too, and what came later is sent after it', async () => {
    test.platform.otherwise = answer(503);
    const { agent } = test.make({ retryAttempts: 0 });
    agent.record({ type: 'a', reason: 'first' });
    await agent.flush();
    agent.record({ type: 'b', reason: 'second' });
    test.platform.otherwise = accept;
    expect(await agent.flush()).toMatchObject({ delivered: 2, pending: 0 });
    const batches = test.platform.batches();
    expect(batches.map(({ events }) => events.map(({ reason }) => reason))).toEqual([['first'], ['first'], ['second']]);
    expect(batches[1]).toEqual(batches[0]);
  });
});

describe('413', () => {
  it('halves the batch until it is small enough and loses nothing', async () => {
    test.platform.otherwise = (call, response, request) => {
      const { events } = JSON.parse(call.text) as { events: unknown[] };
      (events.length > 2 ? answer(413) : accept)(call, response, request);
    };
    const { agent } = test.make();
    for (let i = 0; i < 9; i++) agent.record({ type: 'ip_blocked', reason: `${i}` });
    expect(await agent.flush()).toMatchObject({ delivered: 9, dropped: 0, pending: 0 });
    const batches = test.platform.batches();
    const accepted = batches.filter(({ events }) => events.length <= 2);
    expect(accepted.flatMap(({ events }) => events.map(({ reason }) => reason)).join('')).toBe('012345678');
    expect(new Set(batches.map(({ batch_id }) => batch_id)).size).toBe(batches.length);
  });

  it('drops the one item that alone is too large', async () => {
    test.platform.otherwise = (call, response, request) =>
      (call.text.includes('huge') ? answer(413) : accept)(call, response, request);
    const { agent } = test.make();
    for (const reason of ['a', 'b', 'huge', 'c']) agent.record({ type: 'ip_blocked', reason });
    expect(await agent.flush()).toMatchObject({ delivered: 3, dropped: 1, pending: 0 });
    expect(agent.stats()).toMatchObject({ droppedBy: { too_large: 1 }, circuit: 'closed' });
  });
});

describe('refused credentials', () => {
  it('keep the batch, stop the calls, and say once which option to look at', async () => {
    test.platform.otherwise = answer(401, `{"detail":"bad key ${API_KEY}"}`);
    const { agent, log } = test.make();
    agent.record({ type: 'ip_blocked' });
    for (let i = 0; i < 5; i++) await agent.flush();
    expect(test.platform.calls).toHaveLength(1);
    expect(agent.stats()).toMatchObject({ state: 'failed', circuit: 'open', events: { pending: 1 } });
    expect(log.matching(/^error .*agent\.apiKey \(GUARD_API_KEY\)/)).toHaveLength(1);
    expect(log.lines.join()).not.toContain(API_KEY);
    expect(agent.stats().lastError).not.toContain(API_KEY);
  });

  it('name the variable that the key came from', async () => {
    test.platform.otherwise = answer(403);
    const options = { apiKeyWithEncryption: 'fg_paired_0123456789', encryptionKey: ENCRYPTION_KEY };
    const { agent, log } = test.make(options);
    agent.record({ type: 'ip_blocked' });
    await agent.flush();
    expect(test.platform.calls[0]?.headers['x-api-key']).toBe('fg_paired_0123456789');
    expect(log.matching(/GUARD_API_KEY_W_ENCRYPTION/)).toHaveLength(1);
  });
});

describe('the onError hook', () => {
  it('does no harm when it throws', async () => {
    test.platform.otherwise = answer(422, 'no');
    const onError = (): void => {
      throw new Error('hook');
    };
    const { agent, log } = test.make({}, { onError });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ rejected: 1, pending: 0 });
    expect(log.matching(/onError hook threw/)).toHaveLength(1);
  });
});

describe('a partial failure', () => {
  it('rests for the flush interval, then twice that, at most 300 s, with one warning', async () => {
    const clock = new ManualClock();
    test.platform.otherwise = json(200, { success: false });
    const { agent, log } = test.make({ flushInterval: 30 }, { clock });
    agent.record({ type: 'ip_blocked' });
    await agent.flush();
    const waits: number[] = [];
    for (let streak = 0; streak < 6; streak++) {
      const calls = test.platform.calls.length;
      let waited = 0;
      while (test.platform.calls.length === calls) {
        clock.advance(10_000);
        waited += 10;
        await agent.flush();
      }
      waits.push(waited);
    }
    expect(waits).toEqual([30, 60, 120, 240, 300, 300]);
    expect(log.matching(/did not take a whole batch/)).toHaveLength(1);

    test.platform.otherwise = accept;
    clock.advance(300_000);
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    expect(new Set(test.platform.batches().map(({ batch_id }) => batch_id)).size).toBe(1);
  });

  it('of events does not hold up metrics', async () => {
    test.platform.otherwise = (call, response, request) =>
      (call.path.endsWith('events') ? json(200, { success: false }) : accept)(call, response, request);
    const { agent } = test.make();
    agent.record({ type: 'ip_blocked' });
    agent.metric({ type: 'request_count', value: 1 });
    await agent.flush();
    expect(agent.stats()).toMatchObject({ events: { pending: 1 }, metrics: { delivered: 1 } });
  });
});

describe('429', () => {
  it('holds all calls back for as long as the platform asks, without opening the circuit', async () => {
    const clock = new ManualClock();
    test.platform.script.push(json(429, {}, { 'retry-after': '7' }));
    const { agent, log } = test.make({}, { clock });
    agent.record({ type: 'ip_blocked' });
    // A manual flush may wait for up to its own timeout, so it is given less than what the platform asks for.
    await agent.flush({ timeout: 5 });
    clock.advance(6_999);
    await agent.flush({ timeout: 0.0005 });
    expect(test.platform.calls).toHaveLength(1);
    expect(agent.stats().circuit).toBe('closed');
    // Up to a quarter longer, so that agents do not come back together.
    clock.advance(1_751);
    expect(await agent.flush()).toMatchObject({ delivered: 1 });
    expect(log.matching(/fewer calls/)).toHaveLength(1);
  });
});

describe('an outage', () => {
  it('opens the circuit after five failures; then a flush costs no call until the probe', async () => {
    const clock = new ManualClock();
    test.platform.otherwise = answer(503);
    const { agent, log } = test.make({ retryAttempts: 0 }, { clock });
    agent.record({ type: 'ip_blocked' });
    for (let i = 0; i < 20; i++) await agent.flush();
    expect(test.platform.calls).toHaveLength(5);
    expect(agent.stats()).toMatchObject({ circuit: 'open', state: 'degraded', lastError: 'HTTP 503' });
    clock.advance(75_000);
    test.platform.otherwise = accept;
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    expect(agent.stats()).toMatchObject({ circuit: 'closed', state: 'healthy' });
    expect(log.matching(/^warn .*does not take telemetry/)).toHaveLength(1);
    expect(log.matching(/^info .*takes telemetry again/)).toHaveLength(1);
  });

  it('does not grow the memory beyond the queue', async () => {
    test.platform.otherwise = answer(503);
    const { agent, log } = test.make({ retryAttempts: 0, bufferSize: 10, maxQueue: 100 });
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < 100; i++) agent.record({ type: 'ip_blocked' });
      await agent.flush();
    }
    const { events, droppedBy } = agent.stats();
    expect(events.pending).toBeLessThanOrEqual(200);
    expect(events).toMatchObject({ recorded: 1_000, dropped: droppedBy.queue_full });
    expect(log.matching(/Telemetry was dropped since the last flush: \d+ queue_full/).length).toBeGreaterThan(0);
  });
});
