import { describe, expect, it } from '@jest/globals';
import { AgentOptions, GuardAgent } from '../../../src/agent/index.js';
import { agentSettings } from '../../../src/agent/settings.js';
import { silentLog, systemClock } from '../../../src/kernel/index.js';
import { Redaction } from '../../../src/telemetry/redaction/index.js';
import { until } from './build.js';
import { harness } from './harness.js';
import { json } from './platform-stub.js';

const test = harness();

describe('a shutdown', () => {
  it('sends what waits, in both hooks', async () => {
    const { agent } = test.make();
    agent.onModuleInit();
    agent.record({ type: 'a', reason: 'before' });
    await agent.beforeApplicationShutdown();
    agent.record({ type: 'a', reason: 'between' });
    await agent.onApplicationShutdown();
    expect(test.platform.batches().flatMap(({ events }) => events.map(({ reason }) => reason))).toEqual([
      'before',
      'between',
    ]);
    expect(agent.stats()).toMatchObject({ state: 'stopped', events: { recorded: 2, delivered: 2, pending: 0 } });
  });

  it('waits for what others still record before it sends what is left', async () => {
    let told: () => void = () => undefined;
    const settled = new Promise<void>((resolve) => (told = resolve));
    const { agent } = test.make({}, { settled: () => settled });
    agent.onModuleInit();
    const stopped = agent.onApplicationShutdown();
    await agent.beforeApplicationShutdown();
    setImmediate(() => {
      agent.record({ type: 'a', reason: 'late' });
      told();
    });
    await stopped;
    expect(agent.stats()).toMatchObject({ state: 'stopped', events: { delivered: 1, pending: 0 } });
  });

  it('collects the metrics of the last interval', async () => {
    let collected = 0;
    const source = { collect: () => [{ type: 'request_count' as const, value: ++collected }] };
    const { agent } = test.make({}, { metricSources: [source] });
    agent.onModuleInit();
    await agent.onApplicationShutdown();
    expect(test.platform.batches('metrics').flatMap(({ metrics }) => metrics.map(({ value }) => value))).toEqual([
      1, 2,
    ]);
  });

  it('cuts a backoff short and really sends', async () => {
    test.platform.script.push((_call, response) => response.writeHead(503).end());
    const { agent } = test.make({ backoffFactor: 60, flushInterval: 0.1 });
    agent.onModuleInit();
    agent.record({ type: 'a' });
    await until(() => test.platform.batches().length === 1);
    await agent.onApplicationShutdown();
    expect(agent.stats().events).toMatchObject({ delivered: 1, pending: 0 });
  });

  it('does not hammer a platform that is down: each of its flushes tries once and then waits for its end', async () => {
    test.platform.otherwise = (_call, response) => response.writeHead(503).end();
    const { agent } = test.make({ backoffFactor: 60, flushInterval: 0.1, shutdownTimeout: 0.05 });
    agent.onModuleInit();
    agent.record({ type: 'a' });
    await until(() => test.platform.batches().length === 1);
    await agent.onApplicationShutdown();
    expect(test.platform.batches()).toHaveLength(3);
  });

  it('sends in its second flush although the first one hung until its end', async () => {
    test.platform.otherwise = () => undefined;
    const { agent } = test.make({ shutdownTimeout: 0.05, timeout: 60 });
    agent.record({ type: 'a' });
    await agent.beforeApplicationShutdown();
    test.platform.otherwise = json(200, {});
    await agent.onApplicationShutdown();
    expect(agent.stats().events).toMatchObject({ delivered: 1, pending: 0 });
    const ids = test.platform.batches().map(({ batch_id }) => batch_id);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('waits for a call under way instead of sending twice', async () => {
    let release: () => void = () => undefined;
    test.platform.script.push((_call, response) => {
      release = () => response.end('{}');
    });
    const { agent } = test.make({ flushInterval: 0.1 });
    agent.onModuleInit();
    agent.record({ type: 'a' });
    await until(() => test.platform.batches().length === 1);
    const stopped = agent.onApplicationShutdown();
    setImmediate(release);
    await stopped;
    expect(agent.stats().events).toMatchObject({ delivered: 1 });
    expect(test.platform.batches()).toHaveLength(1);
  });

  it('passes an open circuit once', async () => {
    test.platform.script.push(...Array.from({ length: 5 }, () => json(503, {})));
    const { agent } = test.make({ retryAttempts: 4 });
    agent.record({ type: 'a' });
    await agent.flush();
    expect(agent.stats()).toMatchObject({ circuit: 'open', events: { pending: 1 } });
    await agent.onApplicationShutdown();
    expect(agent.stats()).toMatchObject({ circuit: 'closed', events: { delivered: 1, pending: 0 } });
  });

  it('waits for what a 429 asks where that ends in time', async () => {
    test.platform.script.push(json(429, {}, { 'retry-after': '1' }));
    const { agent } = test.make({ shutdownTimeout: 5 });
    agent.record({ type: 'a' });
    await agent.onApplicationShutdown();
    expect(agent.stats().events).toMatchObject({ delivered: 1, pending: 0 });
  });

  it('ends at its deadline where the platform hangs, and says what is lost', async () => {
    const { agent, log } = test.make({ shutdownTimeout: 0.05, timeout: 60 });
    test.platform.otherwise = () => undefined;
    agent.onModuleInit();
    agent.record({ type: 'a' });
    agent.metric({ type: 'request_count', value: 1 });
    await agent.onApplicationShutdown();
    expect(agent.stats()).toMatchObject({ state: 'stopped', events: { pending: 1 }, metrics: { pending: 1 } });
    expect(log.matching(/^warn .*1 events and 1 metrics are lost/)).toHaveLength(1);
  });

  it('does not wait for a taker of rules that hangs', async () => {
    const { agent } = test.make({}, { rulesInterval: 300 });
    let taken = false;
    agent.onRules(() => {
      taken = true;
      return new Promise(() => undefined);
    });
    agent.onModuleInit();
    await until(() => taken);
    await agent.onApplicationShutdown();
    expect(agent.status()).toBe('stopped');
  });

  it('is done once, however often it is asked for', async () => {
    const { agent } = test.make();
    agent.record({ type: 'a' });
    await Promise.all([
      agent.onApplicationShutdown(),
      agent.beforeApplicationShutdown(),
      agent.onApplicationShutdown(),
    ]);
    expect(test.platform.batches()).toHaveLength(1);
  });

  it('makes later recording a counted drop and later flushes empty', async () => {
    const { agent } = test.make();
    await agent.onApplicationShutdown();
    agent.record({ type: 'a' });
    expect(await agent.flush()).toEqual({ delivered: 0, rejected: 0, dropped: 0, pending: 0 });
    expect(agent.stats()).toMatchObject({ events: { recorded: 1, dropped: 1 }, droppedBy: { stopped: 1 } });
    expect(test.platform.calls).toHaveLength(0);
  });

  it('closes its connections', async () => {
    const { agent } = test.make();
    agent.record({ type: 'a' });
    await agent.onApplicationShutdown();
    await until(() => test.platform.connections === 0);
    expect(test.platform.batches()).toHaveLength(1);
  });
});

describe('an agent that is off', () => {
  it('takes everything and does nothing', async () => {
    const settings = agentSettings(new AgentOptions());
    const agent = new GuardAgent(settings, {
      clock: systemClock,
      log: silentLog,
      version: '1',
      redactor: new Redaction(),
      rulesInterval: 300,
    });
    agent.onModuleInit();
    agent.record({ type: 'a' });
    agent.metric({ type: 'request_count', value: 1 });
    agent.onRules(() => undefined);
    await agent.firstRules(60_000);
    expect(await agent.flush()).toEqual({ delivered: 0, rejected: 0, dropped: 0, pending: 0 });
    await agent.onApplicationShutdown();
    expect(agent.stats()).toMatchObject({ state: 'off', events: { recorded: 0 } });
  });
});

describe('the kinds of telemetry', () => {
  it('can be switched off one by one', async () => {
    const source = { collect: () => [{ type: 'request_count' as const, value: 1 }] };
    const events = test.make({ metrics: false }, { metricSources: [source] }).agent;
    const metrics = test.make({ events: false }).agent;
    for (const agent of [events, metrics]) {
      agent.record({ type: 'a' });
      agent.metric({ type: 'request_count', value: 1 });
      await agent.flush();
    }
    expect(events.stats()).toMatchObject({ events: { delivered: 1 }, metrics: { recorded: 0 } });
    expect(metrics.stats()).toMatchObject({ events: { recorded: 0 }, metrics: { delivered: 1 } });
  });
});
