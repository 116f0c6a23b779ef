import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../src/kernel/index.js';
import { FileSpill } from '../../../src/stores/index.js';
import { type AgentOptions, type GuardAgent } from '../../../src/agent/index.js';
import { until } from './build.js';
import { harness } from './harness.js';
import { json, type Responder } from './platform-stub.js';

const test = harness();
const down: Responder = json(503, {});
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'nestjs-guard-agent-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function make(options: Partial<AgentOptions> = {}): ReturnType<typeof test.make> {
  return test.make({
    durability: 'file',
    spillDirectory: directory,
    retryAttempts: 0,
    shutdownTimeout: 0.05,
    ...options,
  });
}
/** Leaves the agent as a killed process would: its files, and no sign of life. */
async function kill(agent: GuardAgent): Promise<void> {
  await until(() => agent.stats().spill?.unwritten === 0);
  for (const name of readdirSync(directory)) if (name.endsWith('.lock')) utimesSync(join(directory, name), 0, 0);
}
const events = (): { idempotency_key: string; reason: string }[] => test.platform.batches().flatMap((b) => b.events);
const reasons = (): string[] => events().map(({ reason }) => reason);
const ids = (): string[] => test.platform.batches().map(({ batch_id }) => batch_id);
const balanced = (agent: GuardAgent): void => {
  for (const { recorded, delivered, rejected, dropped, pending } of [agent.stats().events, agent.stats().metrics]) {
    expect(delivered + rejected + dropped + pending).toBe(recorded);
  }
};

describe('durability: file', () => {
  it('brings what was not sent back in the next process, events and metrics, and leaves no file', async () => {
    const first = make().agent;
    first.onModuleInit();
    first.record({ type: 'a', reason: 'one' });
    first.metric({ type: 'request_count', value: 7 });
    await kill(first);
    const second = make().agent;
    await second.flush();
    expect(reasons()).toEqual(['one']);
    expect(test.platform.batches('metrics').flatMap(({ metrics }) => metrics.map(({ value }) => value))).toEqual([7]);
    expect(second.stats().events).toEqual({ recorded: 1, delivered: 1, rejected: 0, dropped: 0, pending: 0 });
    await second.onApplicationShutdown();
    await first.onApplicationShutdown();
    expect(readdirSync(directory).filter((name) => !name.endsWith('.lock'))).toEqual([]);
  });

  it('sends what was left soon after the start, without waiting for the interval', async () => {
    const first = make().agent;
    first.onModuleInit();
    first.record({ type: 'a', reason: 'one' });
    await kill(first);
    make().agent.onModuleInit();
    await until(() => reasons().includes('one'));
  });

  it('sends a batch again under the same id and with the same keys', async () => {
    test.platform.otherwise = down;
    const first = make().agent;
    for (const reason of ['one', 'two']) first.record({ type: 'a', reason });
    await first.flush();
    first.record({ type: 'a', reason: 'three' });
    await kill(first);
    test.platform.otherwise = json(200, {});
    const second = make().agent;
    await second.flush();
    const [sent, again, rest] = test.platform.batches();
    expect([again?.batch_id, again?.events]).toEqual([sent?.batch_id, sent?.events]);
    expect(rest?.events.map(({ reason }) => reason)).toEqual(['three']);
    expect(second.stats().events).toMatchObject({ recorded: 3, delivered: 3 });
  });

  it('keeps the ids of both halves of a batch that was too large', async () => {
    test.platform.script.push(json(413, {}), down);
    const first = make().agent;
    for (const reason of ['one', 'two', 'three']) first.record({ type: 'a', reason });
    await first.flush();
    await kill(first);
    const second = make().agent;
    await second.flush();
    const [whole, half, sameHalf, otherHalf] = test.platform.batches();
    expect(half?.batch_id).not.toBe(whole?.batch_id);
    expect(sameHalf?.batch_id).toBe(half?.batch_id);
    expect(otherHalf?.events.map(({ reason }) => reason)).toEqual(['three']);
    expect(new Set(ids()).size).toBe(3);
  });

  it('keeps the id of a batch where the place is full too: metrics have no other key', async () => {
    test.platform.script.push((_call, _response, request) => request.socket.destroy());
    const first = make({ spillMaxBytes: 2_000 }).agent;
    first.onModuleInit();
    await until(() => first.stats().spill?.working === true);
    for (let i = 0; i < 50; i++) first.metric({ type: 'request_count', value: i });
    await first.flush();
    expect(first.stats().spill?.bytes).toBeGreaterThan(2_000);
    await kill(first);
    const second = make().agent;
    await second.flush();
    const [sent, again, ...more] = test.platform.batches('metrics');
    expect([again?.batch_id, again?.metrics]).toEqual([sent?.batch_id, sent?.metrics]);
    expect(again?.metrics).toHaveLength(50);
    expect(more).toEqual([]);
  });

  it('does not bring back what was delivered, refused for good or dropped', async () => {
    test.platform.script.push(json(400, {}), json(413, {}));
    const { agent } = make();
    for (const reason of ['refused', 'too large', 'delivered']) {
      agent.record({ type: 'a', reason });
      await agent.flush();
    }
    agent.record({ type: '' });
    await agent.flush();
    balanced(agent);
    expect(agent.stats()).toMatchObject({ events: { rejected: 1, dropped: 2, delivered: 1, pending: 0 } });
    await kill(agent);
    const second = make().agent;
    expect(await second.flush()).toEqual({ delivered: 0, rejected: 0, dropped: 0, pending: 0 });
    expect(second.stats().events.recorded).toBe(0);
  });

  it('counts what was there for too long, single items and whole batches, and does not send it', async () => {
    test.platform.otherwise = down;
    const first = make().agent;
    for (const reason of ['one', 'two']) first.record({ type: 'a', reason });
    await first.flush();
    first.metric({ type: 'request_count', value: 7 });
    await kill(first);
    test.platform.otherwise = json(200, {});
    const before = test.platform.batches().length;
    const { agent, log } = make({ spillMaxAge: -1 });
    await agent.flush();
    balanced(agent);
    expect(agent.stats()).toMatchObject({
      events: { recorded: 2, dropped: 2, pending: 0 },
      metrics: { recorded: 1, dropped: 1 },
      droppedBy: { spill_expired: 3 },
    });
    expect(log.matching(/3 spill_expired/)).toHaveLength(1);
    expect(test.platform.batches()).toHaveLength(before);
    await agent.onApplicationShutdown();
    await first.onApplicationShutdown();
    const third = make().agent;
    await third.flush();
    expect(third.stats().events.recorded).toBe(0);
  });

  it('keeps again what waits, single items and the batch under way, when the place works again', async () => {
    test.platform.otherwise = down;
    const first = make({ bufferSize: 2, maxQueue: 10, takeOverAfter: 0.06 }).agent;
    first.record({ type: 'a', reason: 'in a batch' });
    await first.flush();
    first.record({ type: 'a', reason: 'waiting' });
    await until(() => first.stats().spill?.unwritten === 0);
    const [batch] = ids();
    rmSync(directory, { recursive: true });
    await until(() => first.stats().spill?.bytes === 0);
    await until(() => first.stats().spill?.working === true);
    await first.flush();
    expect(first.stats().spill?.bytes).toBeGreaterThan(0);
    await first.onApplicationShutdown();
    test.platform.otherwise = json(200, {});
    const before = test.platform.batches().length;
    await make().agent.flush();
    expect(ids().slice(before)[0]).toBe(batch);
    expect(reasons().slice(-2)).toEqual(['in a batch', 'waiting']);
  });

  it('drops the oldest from the files too where the queue is full', async () => {
    const first = make({ maxQueue: 2, bufferSize: 2 }).agent;
    first.onModuleInit();
    await until(() => first.stats().spill !== undefined);
    for (const reason of ['one', 'two']) first.record({ type: 'a', reason });
    await until(() => first.stats().spill?.unwritten === 0);
    first.record({ type: 'a', reason: 'three' });
    balanced(first);
    await kill(first);
    const second = make().agent;
    await second.flush();
    expect(new Set(reasons()).has('three')).toBe(true);
    expect(second.stats().events.recorded).toBeLessThanOrEqual(2);
  });

  it('writes nothing that is not redacted', async () => {
    const { agent } = make();
    agent.onModuleInit();
    agent.record({ type: 'a', metadata: { authorization: 'Bearer confidential' } });
    await kill(agent);
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.log'))
      .map((name) => readFileSync(join(directory, name), 'latin1'));
    expect(files.join()).toContain('[REDACTED]');
    expect(files.join()).not.toContain('confidential');
  });

  it('says at the shutdown what waits where', async () => {
    test.platform.otherwise = down;
    const { agent, log } = make();
    agent.record({ type: 'a', reason: 'one' });
    await agent.onApplicationShutdown();
    expect(log.matching(/1 events and 0 metrics wait in agent.spillDirectory .* but for 0 that are lost/)).toHaveLength(
      1,
    );
    test.platform.otherwise = json(200, {});
    await make().agent.flush();
    expect(reasons().at(-1)).toBe('one');
  });

  it('is the same as memory where the folder cannot be used, and the log says so once', async () => {
    const file = join(directory, 'file');
    writeFileSync(file, '');
    const { agent, log } = make({ spillDirectory: file });
    agent.record({ type: 'a', reason: 'one' });
    await agent.flush();
    expect(reasons()).toEqual(['one']);
    balanced(agent);
    expect(log.matching(/cannot be kept in files/)).toHaveLength(1);
  });

  it('passes over what it cannot read, whoever has written it', async () => {
    const log = { debug() {}, info() {}, warn() {}, error() {} };
    const stranger = new FileSpill({ directory, maxBytes: 1e6, maxAge: 1e9, takeOverAfter: 30_000 }, systemClock, log);
    await stranger.open();
    for (const text of ['', 'z{}', 'b', 'b{}', 'bnull', 'b{"kind":"__proto__","id":"1","createdAt":1,"items":[]}']) {
      stranger.append(text);
    }
    stranger.append('b{"kind":"events","id":"1-00000000","createdAt":1,"items":[7]}');
    await stranger.close();
    const { agent } = make();
    agent.record({ type: 'a', reason: 'one' });
    await agent.flush();
    expect(reasons()).toEqual(['one']);
    expect(agent.stats().events).toMatchObject({ recorded: 1, delivered: 1 });
    await agent.onApplicationShutdown();
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('overflow: spill', () => {
  const small = { overflow: 'spill' as const, maxQueue: 100, bufferSize: 100 };

  it('loses nothing in an outage, holds no more in memory than the queue, and drains in order', async () => {
    test.platform.otherwise = down;
    const { agent } = make(small);
    agent.onModuleInit();
    for (let i = 0; i < 2_000; i += 20) {
      for (let j = i; j < i + 20; j++) agent.record({ type: 'a', reason: `${j}` });
      await until(() => agent.stats().spill?.unwritten === 0);
      balanced(agent);
    }
    expect(agent.stats().events).toMatchObject({ recorded: 2_000, dropped: 0, pending: 2_000 });
    const before = test.platform.batches().length;
    test.platform.otherwise = json(200, {});
    await agent.flush();
    expect(agent.stats().events).toEqual({ recorded: 2_000, delivered: 2_000, rejected: 0, dropped: 0, pending: 0 });
    const got = test.platform
      .batches()
      .slice(before)
      .flatMap((b) => b.events.map(({ reason }) => Number(reason)));
    expect(got).toEqual(Array.from({ length: 2_000 }, (_, i) => i));
  });

  it('drops what comes where one turn brings more than the queue holds', async () => {
    const { agent } = make(small);
    for (let i = 0; i < 150; i++) agent.record({ type: 'a', reason: `${i}` });
    expect(agent.stats()).toMatchObject({ events: { dropped: 50, pending: 100 }, droppedBy: { queue_full: 50 } });
    await agent.flush();
    expect(reasons()).toEqual(Array.from({ length: 100 }, (_, i) => `${i}`));
  });

  it('counts as lost what disappeared from the folder', async () => {
    test.platform.otherwise = down;
    const { agent } = make(small);
    agent.onModuleInit();
    for (let i = 0; i < 90; i++) agent.record({ type: 'a', reason: `${i}` });
    await until(() => agent.stats().spill?.unwritten === 0);
    rmSync(directory, { recursive: true });
    test.platform.otherwise = json(200, {});
    await agent.flush();
    balanced(agent);
    expect(agent.stats()).toMatchObject({
      events: { delivered: 50, dropped: 40, pending: 0 },
      droppedBy: { spill_lost: 40 },
    });
  });

  it('hands what it spilled to the next process', async () => {
    test.platform.otherwise = down;
    const first = make(small).agent;
    first.onModuleInit();
    for (let i = 0; i < 90; i++) first.record({ type: 'a', reason: `${i}` });
    await kill(first);
    test.platform.otherwise = json(200, {});
    const { agent } = make();
    await agent.flush();
    expect(agent.stats().events).toMatchObject({ recorded: 90, delivered: 90 });
    expect(new Set(reasons()).size).toBe(90);
  });
});
