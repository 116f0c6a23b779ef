import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startRedis, until } from '../support/redis.js';
import { Life } from './lives.js';
import { type Arrival, Receiver } from './receiver.js';

/** Seconds; TAKE_OVER_AFTER=30 for the default of the option. */
const TAKE_OVER_AFTER = Number(process.env.TAKE_OVER_AFTER ?? 3);

describe.each([2, 5])('%i instances that keep what waits in one Redis', (count) => {
  let receiver: Receiver;
  let server: RedisServer;
  let lives: Life[];

  beforeEach(async () => {
    receiver = await Receiver.start({ unreliable: false });
    server = await startRedis();
    lives = [];
  });
  afterEach(async () => {
    for (const life of lives) await life.kill();
    await receiver.stop();
    await server.close();
  });

  it(
    'send nothing twice while all live, and what a killed one left within the time that is said',
    async () => {
      const way = {
        durability: 'redis' as const,
        redisUrl: server.url,
        endpoint: receiver.url,
        takeOverAfter: TAKE_OVER_AFTER,
        // Within the calls that an agent may make in a minute, however long this takes.
        flushInterval: 2,
        bufferSize: 5_000,
        maxQueue: 10_000,
      };
      for (let i = 0; i < count; i++) lives.push(new Life(`${i}`, way, { pace: 4, every: 20 }));
      const arrivals = (): Arrival[] => [...receiver.events.values(), ...receiver.metrics.values()];
      const [victim, ...others] = lives as [Life, ...Life[]];
      // Longer than others are watched before they are taken for dead.
      await until(() => lives.every(({ said }) => said.kept > 0), 'the start of all', 30_000);
      await sleep(1_500 * TAKE_OVER_AFTER);
      expect(arrivals().filter(({ times }) => times > 1)).toEqual([]);
      expect(lives.map(({ name }) => arrivals().some((one) => one.name.startsWith(`${name}/`)))).toEqual(
        lives.map(() => true),
      );

      await victim.kill();
      const killed = performance.now();
      const names = (all: Map<string, Arrival>): Set<string> => new Set([...all.values()].map(({ name }) => name));
      const missing = (): string[] => {
        const [events, metrics] = [names(receiver.events), names(receiver.metrics)];
        const { kept } = victim;
        return [
          ...kept.events.filter((name) => !events.has(name)),
          ...kept.metrics.filter((name) => !metrics.has(name)),
        ];
      };
      const left = missing().length;
      await until(() => missing().length === 0, 'what the killed one left', 3_000 * TAKE_OVER_AFTER);
      const seconds = ((performance.now() - killed) / 1000).toFixed(1);
      // What was under way may have arrived before the kill, and then comes once more in the same batch.
      expect(arrivals().filter(({ batches }) => batches.size > 1)).toEqual([]);
      expect(arrivals().filter(({ name, times }) => times > 1 && !name.startsWith(`${victim.name}/`))).toEqual([]);
      expect(others.filter(({ said }) => said.dropped > 0)).toEqual([]);
      console.info(
        `${count} instances: ${arrivals().length} items arrived; ${left} that the killed one had kept and not sent came ` +
          `${seconds} s after it (agent.takeOverAfter ${TAKE_OVER_AFTER} s, flushInterval 2 s)`,
      );
    },
    60_000 + 5_000 * TAKE_OVER_AFTER,
  );
});
