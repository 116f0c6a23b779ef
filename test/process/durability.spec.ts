import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AgentOptions, agentSettings, GuardAgent } from '../../src/agent/index.js';
import { silentLog, systemClock } from '../../src/kernel/index.js';
import { createStores, RedisOptions } from '../../src/stores/index.js';
import { Redaction } from '../../src/telemetry/redaction/index.js';
import { startRedis } from '../support/redis.js';
import { Life, type Way } from './lives.js';
import { type Arrival, Receiver } from './receiver.js';

/** How often the application is killed; DURABILITY_KILLS=100 for the long run. */
const KILLS = Number(process.env.DURABILITY_KILLS ?? 12);
/** Seconds; short, so that the test need not wait long for who was killed last. */
const TAKE_OVER_AFTER = 3;

/** A place where what waits is kept. */
interface Place {
  readonly way: Way;
  leftovers(): Promise<string[]>;
  close(): Promise<void>;
}

async function inFiles(): Promise<Place> {
  const directory = mkdtempSync(join(tmpdir(), 'nestjs-guard-durability-'));
  return {
    way: { durability: 'file', spillDirectory: directory },
    leftovers: async () => readdirSync(directory),
    close: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

async function inRedis(): Promise<Place> {
  const server = await startRedis();
  return {
    way: { durability: 'redis', redisUrl: server.url },
    leftovers: () => server.look.keys('*{spill}*'),
    close: () => server.close(),
  };
}

/** Lets the application live for a while and kills it. */
async function live(name: string, way: Way): Promise<Life> {
  const life = new Life(name, way);
  while (life.said.kept === 0 && !life.ended) await sleep(5);
  await sleep(100 + 700 * Math.random());
  await life.kill();
  return life;
}

/** An agent that records nothing and sends what is left, as far as the calls of one agent go. */
async function inherit({ redisUrl, ...way }: Way): Promise<void> {
  const redis = redisUrl === undefined ? undefined : Object.assign(new RedisOptions(), { url: redisUrl });
  const stores = createStores(redis, { clock: systemClock, log: silentLog });
  await stores.start();
  const options = { apiKey: 'fg_test_0123456789abcdef', backoffFactor: 0.05, shutdownTimeout: 0.1, flushInterval: 1 };
  const agent = new GuardAgent(agentSettings(Object.assign(new AgentOptions(), { ...options, ...way })), {
    clock: systemClock,
    log: silentLog,
    version: '0.0.0',
    redactor: new Redaction(),
    spill: stores.spill,
  });
  // Not longer than others are watched before they are taken for dead, and a look more.
  const patience = Date.now() + TAKE_OVER_AFTER * 1_500;
  do await agent.flush({ timeout: 5 });
  while (agent.stats().events.recorded === 0 && Date.now() < patience && (await sleep(100, true)));
  await agent.onApplicationShutdown();
  await stores.close();
}

function countBy(arrivals: Iterable<Arrival>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of arrivals) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

describe.each([
  ['file', inFiles],
  ['redis', inRedis],
] as const)('an application with durability %s that is killed again and again under load', (mode, open) => {
  let receiver: Receiver;
  let place: Place;

  beforeEach(async () => {
    receiver = await Receiver.start({ unreliable: true });
    place = await open();
  });
  afterEach(async () => {
    await receiver.stop();
    await place.close();
  });

  it(
    `loses nothing that was written, over ${KILLS} kills, and sends each thing under one key and in one batch`,
    async () => {
      const way = { ...place.way, endpoint: receiver.url, takeOverAfter: TAKE_OVER_AFTER };
      const lives: Life[] = [];
      for (let i = 0; i < KILLS; i++) lives.push(await live(`${i}`, way));
      expect(Math.min(...lives.map(({ said }) => said.kept))).toBeGreaterThan(0);
      expect(lives.filter(({ said }) => said.dropped > 0)).toEqual([]);

      for (let i = 0; i < 3 * KILLS && (await place.leftovers()).length > 0; i++) await inherit(way);
      expect(await place.leftovers()).toEqual([]);

      const events = countBy(receiver.events.values());
      const metrics = countBy(receiver.metrics.values());
      expect(lives.flatMap(({ kept }) => kept.events).filter((name) => !events.has(name))).toEqual([]);
      expect(lives.flatMap(({ kept }) => kept.metrics).filter((name) => !metrics.has(name))).toEqual([]);
      expect([...events].filter(([, keys]) => keys > 1)).toEqual([]);
      const all = [...receiver.events.values(), ...receiver.metrics.values()];
      expect(all.filter(({ batches }) => batches.size > 1).map(({ name }) => name)).toEqual([]);
      console.info(
        `${mode}, ${KILLS} kills: ${lives.reduce((sum, { said }) => sum + said.kept, 0)} events were kept, ` +
          `${receiver.events.size} events and ${receiver.metrics.size} metrics arrived, ` +
          `${all.filter(({ times }) => times > 1).length} of them more than once, in the same batch`,
      );
    },
    60_000 + KILLS * 4_000,
  );
});

describe('an application with durability memory that is killed under load', () => {
  it('loses what it had not sent, and no more than its queue and one batch hold', async () => {
    const receiver = await Receiver.start({ unreliable: false });
    try {
      const way = { durability: 'memory', overflow: 'drop-newest', endpoint: receiver.url, maxQueue: 1_000 } as const;
      const life = await live('0', way);
      const { kept: recorded, dropped } = life.said;
      const lost = life.kept.events.length - receiver.events.size - dropped;
      expect(lost).toBeLessThanOrEqual(2 * way.maxQueue);
      console.info(`memory, one kill: ${recorded} events were recorded, ${lost} of them were lost`);
    } finally {
      await receiver.stop();
    }
  });
});
