import { setTimeout as sleep } from 'node:timers/promises';
import { type GuardAgent } from '../../src/agent/index.js';
import { systemClock } from '../../src/kernel/index.js';
import { createStores, type RedisOptions, type Stores } from '../../src/stores/index.js';
import { RecordingLog } from '../support/log.js';
import { startRedis, startSentinel, until } from '../support/redis.js';
import { build } from '../unit/agent/build.js';
import { accept, json, PlatformStub } from '../unit/agent/platform-stub.js';
import { optionsOf } from './twins.js';

/** The agent over a Redis that fails while the platform is away: what waits is in Redis only. */
describe('an agent that spills to a Redis that fails', () => {
  let platform: PlatformStub;
  let stores: Stores;
  let agent: GuardAgent;
  let recorded: number;
  let close: () => Promise<void>;

  async function start(redis: Partial<RedisOptions>): Promise<void> {
    const log = new RecordingLog();
    stores = createStores(optionsOf({ commandTimeout: 2, ...redis }), { clock: systemClock, log });
    await stores.start();
    agent = build(
      platform.url,
      {
        durability: 'redis',
        overflow: 'spill',
        maxQueue: 100,
        bufferSize: 50,
        retryAttempts: 0,
        // Signs of life often, so that the test need not wait for them.
        takeOverAfter: 1.5,
        shutdownTimeout: 5,
      },
      { spill: stores.spill, log },
    ).agent;
    agent.onModuleInit();
    await works();
  }
  const works = (): Promise<void> => until(() => agent.stats().spill?.working === true, 'the spill', 20_000);
  const written = (): Promise<void> =>
    until(() => agent.stats().spill?.working === true && agent.stats().spill?.unwritten === 0, 'the writing');

  /** A few at a time, as a server does: what comes in one turn is bounded by the memory. */
  async function record(count: number): Promise<void> {
    for (let i = 0; i < count; i += 20) {
      for (let j = 0; j < 20; j++) {
        agent.record({ type: 'a', reason: `${recorded++}` });
        agent.metric({ type: 'request_count', value: 1, endpoint: `${recorded}` });
      }
      await sleep(2);
    }
  }
  const balanced = (): void => {
    for (const { recorded, delivered, rejected, dropped, pending } of [agent.stats().events, agent.stats().metrics]) {
      expect(delivered + rejected + dropped + pending).toBe(recorded);
    }
  };

  /** The platform is back: everything is sent that can be. */
  async function drain(): Promise<{ events: string[]; metrics: string[] }> {
    platform.otherwise = accept;
    platform.calls.length = 0;
    await until(async () => {
      balanced();
      await agent.flush({ timeout: 5 });
      const { events, metrics } = agent.stats();
      return events.pending + metrics.pending === 0;
    }, 'the end');
    const events = platform.batches().flatMap((batch) => batch.events.map(({ reason }) => reason));
    const metrics = platform.batches('metrics').flatMap((batch) => batch.metrics as { endpoint?: string }[]);
    return { events, metrics: metrics.map(({ endpoint }) => endpoint ?? '') };
  }

  beforeEach(async () => {
    recorded = 0;
    platform = await PlatformStub.start();
    platform.otherwise = json(429, {}, { 'retry-after': '1' });
  });
  afterEach(async () => {
    await agent.onApplicationShutdown();
    await stores.close();
    await close();
    await platform.stop();
  });

  it('loses nothing over a restart of a Redis that persists, and sends nothing twice', async () => {
    const server = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
    close = () => server.close();
    await start({ url: server.url });
    await record(1_000);
    await written();
    expect(agent.stats().places.spilled).toBeGreaterThan(500);
    await server.kill();
    await until(() => agent.stats().spill?.working === false, 'the failure');
    balanced();
    await server.start();
    await works();
    await record(1_000);
    const { events, metrics } = await drain();
    expect(agent.stats().droppedBy).toMatchObject({ spill_lost: 0 });
    expect([events.length, new Set(events).size]).toEqual([2_000, 2_000]);
    expect([metrics.length, new Set(metrics).size]).toEqual([2_000, 2_000]);
  }, 60_000);

  it('counts what was in Redis only as lost where Redis comes back empty, and sends the rest once', async () => {
    const server = await startRedis();
    close = () => server.close();
    await start({ url: server.url });
    await record(1_000);
    await written();
    const { spilled } = agent.stats().places;
    await server.kill();
    await until(() => agent.stats().spill?.working === false, 'the failure');
    await server.start();
    await works();
    const { events, metrics } = await drain();
    const { droppedBy } = agent.stats();
    expect(droppedBy.spill_lost).toBe(spilled);
    expect(new Set(events).size).toBe(events.length);
    expect(new Set(metrics).size).toBe(metrics.length);
    expect(events.length + metrics.length).toBe(2_000 - spilled);
  }, 60_000);

  it('goes on over a failover to the replica, under load, without a loss and with nothing twice', async () => {
    const sentinel = await startSentinel();
    const { client, master } = sentinel;
    close = () => sentinel.close();
    await start({ client });
    await record(1_000);
    await written();
    expect(agent.stats().places.spilled).toBeGreaterThan(500);
    await master.look.wait(1, 1_000);
    await master.kill();
    // As much as the memory holds while there is no master.
    await record(40);
    await works();
    await record(1_000);
    const { events, metrics } = await drain();
    const { droppedBy } = agent.stats();
    expect(droppedBy).toMatchObject({ queue_full: 0, spill_lost: 0 });
    expect([events.length, new Set(events).size]).toEqual([2_040, 2_040]);
    expect([metrics.length, new Set(metrics).size]).toEqual([2_040, 2_040]);
  }, 90_000);
});
