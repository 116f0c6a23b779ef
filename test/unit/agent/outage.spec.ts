import { mkdtempSync, rmSync } from 'node:fs';
import { type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type GuardAgent } from '../../../src/agent/index.js';
import { FakeTime } from './fake-time.js';
import { build } from './build.js';
import { PlatformStub, type Responder } from './platform-stub.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const status =
  (code: number, headers = {}): Responder =>
  (_call, response) =>
    response.writeHead(code, headers).end(code === 200 ? '{}' : '');
const reset: Responder = (_call, _response, request) => request.socket.resetAndDestroy();

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
function heap(): number {
  collect();
  return process.memoryUsage().heapUsed;
}

let platform: PlatformStub;
let time: FakeTime;
/** When each call to the platform came. */
let calls: number[];
let answered: number;
let answer: Responder;

beforeEach(async () => {
  calls = [];
  answered = 0;
  platform = await PlatformStub.start();
  time = new FakeTime(() => answered < calls.length);
  const note: Responder = (call, response: ServerResponse, request) => {
    calls.push(time.clock.monotonic());
    response.once('close', () => (answered += 1));
    answer(call, response, request);
  };
  platform.otherwise = platform.status = note;
});
afterEach(async () => {
  time.end();
  await platform.stop();
});

describe('an outage of ten minutes under load, with overflow: spill', () => {
  let directory: string;
  beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'nestjs-guard-outage-'))));
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('costs few calls and bounded memory, and is made up for at once without a loss', async () => {
    const PER_STEP = 5;
    const STEP = 250;
    const { agent } = build(
      platform.url,
      {
        durability: 'file',
        spillDirectory: directory,
        overflow: 'spill',
        maxQueue: 1_000,
        flushInterval: 30,
        backoffFactor: 1,
        timeout: 30,
        // Compression has threads of its own, which the time that we make pass would overtake.
        compression: false,
      },
      { clock: time.clock },
    );
    let recorded = 0;
    let most = { queued: 0, underWay: 0, spilled: 0 };
    const work = (): void => {
      for (let i = 0; i < PER_STEP; i++)
        agent.record({ type: 'a', reason: `${recorded++}`, metadata: { text: 'x'.repeat(200) } });
      const { queued, underWay, spilled } = agent.stats().places;
      most = {
        queued: Math.max(most.queued, queued),
        underWay: Math.max(most.underWay, underWay),
        spilled: Math.max(most.spilled, spilled),
      };
    };
    answer = status(200);
    agent.onModuleInit();
    await time.pass(MINUTE, STEP, work);
    expect(agent.stats().events.delivered).toBeGreaterThan(0);
    const before = { calls: calls.length, heap: heap(), recorded };

    for (answer of [status(503), reset]) await time.pass(5 * MINUTE, STEP, work);
    const outage = {
      calls: calls.length - before.calls,
      recorded: recorded - before.recorded,
      heap: heap() - before.heap,
    };
    const held = agent.stats();

    answer = status(200);
    const back = { at: time.clock.monotonic(), calls: calls.length };
    while (agent.stats().places.spilled > 0) await time.pass(SECOND, 25);
    const drained = { seconds: (time.clock.monotonic() - back.at) / SECOND, calls: calls.length - back.calls };
    time.end();
    await agent.flush();
    await agent.onApplicationShutdown();

    console.info(
      `10 minutes of outage: ${outage.recorded} events recorded, ${outage.calls} calls made; ` +
        `at most ${most.queued} events in the queue, ${most.underWay} under way and ${most.spilled} in files, ` +
        `${(outage.heap / 1e6).toFixed(1)} MB more heap; ` +
        `made up for ${drained.seconds} s after the end of the outage with ${drained.calls} calls`,
    );
    expect(outage.calls).toBeLessThanOrEqual(20);
    expect(held.places.queued).toBeLessThanOrEqual(500);
    expect(most.queued).toBeLessThanOrEqual(500 + PER_STEP);
    expect(held.places.spilled).toBeGreaterThan(10_000);
    expect(drained.seconds).toBeLessThanOrEqual(110);
    expect(agent.stats().events).toMatchObject({ recorded, delivered: recorded, dropped: 0, rejected: 0, pending: 0 });
    expect(new Set(arrived()).size).toBe(recorded);
  }, 120_000);

  /** Every event that came, but for resent batches. */
  function arrived(): string[] {
    const batches = new Map(platform.batches().map((batch) => [batch.batch_id, batch]));
    return [...batches.values()].flatMap(({ events }) => events.map(({ reason }) => reason));
  }
});

describe('100 agents that were started in one moment and have lost the platform in one moment', () => {
  const AGENTS = 100;

  /** When the first call of each agent came after the platform was back, in seconds. */
  async function comeBack(during: Responder, outage: number): Promise<number[]> {
    const back = new Map<string, number>();
    let over = -1;
    answer = during;
    const agents: GuardAgent[] = [];
    for (let i = 0; i < AGENTS; i++) {
      const installId = `7d9f1c52-3c1b-4a86-9d0e-${String(i).padStart(12, '0')}`;
      const options = { installId, flushInterval: 30, backoffFactor: 1, timeout: 30, compression: false };
      const { agent } = build(platform.url, options, { clock: time.clock });
      agent.onModuleInit();
      agent.record({ type: 'a' });
      agents.push(agent);
    }
    await time.pass(outage, 250);
    over = time.clock.monotonic();
    answer = (call, response, request) => {
      const id = String(call.headers['x-agent-install-id']);
      if (!back.has(id)) back.set(id, (time.clock.monotonic() - over) / SECOND);
      status(200)(call, response, request);
    };
    for (let i = 0; i < 60 && back.size < AGENTS; i++) await time.pass(5 * SECOND, 250);
    time.end();
    await Promise.all(agents.map((agent) => agent.onApplicationShutdown()));
    return [...back.values()].sort((a, b) => a - b);
  }

  function report(what: string, times: readonly number[]): number {
    const seconds = new Map<number, number>();
    for (const at of times) seconds.set(Math.floor(at), (seconds.get(Math.floor(at)) ?? 0) + 1);
    const most = Math.max(...seconds.values());
    const last = times.at(-1) as number;
    console.info(
      `${what}: ${times.length} agents came back within ${(last - (times[0] as number)).toFixed(2)} s, at most ${most} of them in one second`,
    );
    return most;
  }

  it('come back one after the other, and not together', async () => {
    const times = await comeBack(status(503), 2 * MINUTE);
    expect(times).toHaveLength(AGENTS);
    expect(report('After an outage', times)).toBeLessThanOrEqual(AGENTS / 4);
  }, 60_000);

  it('come back one after the other where all were told the same Retry-After', async () => {
    const times = await comeBack(status(429, { 'retry-after': '60' }), 45 * SECOND);
    expect(times).toHaveLength(AGENTS);
    expect(report('After Retry-After', times)).toBeLessThanOrEqual(AGENTS / 4);
  }, 60_000);
});
