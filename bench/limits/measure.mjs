// The measuring: throughput in turns, round trips as the server sees them, memory as the server tells it.
import { Redis } from 'ioredis';

const IN_FLIGHT = 50;
const CLIENTS = 1000;

export const clientName = (i) => `198.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
const names = Array.from({ length: CLIENTS }, (_, i) => clientName(i));

/** `IN_FLIGHT` decisions at a time for so many milliseconds, over 1,000 clients in turn. */
export async function throughput({ decide }, { limit, windows }, milliseconds) {
  const latencies = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  let i = 0;
  const lane = async () => {
    while (performance.now() - start < milliseconds) {
      const begin = performance.now();
      await decide(names[i++ % CLIENTS], limit, windows);
      latencies.push(performance.now() - begin);
      // What is answered locally gives nobody else a turn.
      if (latencies.length % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  return {
    rate: latencies.length / seconds,
    cpu: (user + system) / latencies.length,
    p50: latencies[Math.floor(latencies.length * 0.5)],
    p99: latencies[Math.floor(latencies.length * 0.99)],
  };
}

/** Commands that came over the wire for one decision, the mean of many, from MONITOR: not what scripts call. */
export async function roundTrips({ decide }, { limit, windows }, url) {
  const watcher = new Redis(url);
  const monitor = await watcher.monitor();
  let commands = 0;
  monitor.on('monitor', (_time, [command], source) => {
    if (source !== 'lua' && /^(?:eval|evalsha|incr|pexpire|pttl|get|set|hget|hset|multi|exec)$/i.test(command))
      commands++;
  });
  const count = 500;
  for (let i = 0; i < count; i++) await decide(names[i % 10], limit, windows);
  await new Promise((resolve) => setTimeout(resolve, 100));
  monitor.disconnect();
  watcher.disconnect();
  return commands / count;
}

/** Bytes of Redis per client once so many have come: keys, values and the server's own tables. */
export async function bytesPerClient({ decide }, { limit, windows }, redis, count) {
  await redis.flushall();
  const before = await usedMemory(redis);
  let next = 0;
  const lane = async () => {
    while (next < count) await decide(clientName(next++), limit, windows);
  };
  await Promise.all(Array.from({ length: 200 }, lane));
  return ((await usedMemory(redis)) - before) / count;
}

async function usedMemory(redis) {
  // The table of keys grows in steps: while it moves, both tables are there.
  let stable = -1;
  for (let look = 0; look < 50; look++) {
    const used = Number(/used_memory_dataset:(\d+)/.exec(await redis.info('memory'))?.[1]);
    if (used === stable) break;
    stable = used;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return Number(/used_memory:(\d+)/.exec(await redis.info('memory'))?.[1]);
}

/** Bytes of the keys of one client, by MEMORY USAGE. */
export async function bytesOfKeys(redis, client) {
  const keys = (await redis.keys('*')).filter((key) => key.includes(client));
  const sizes = await Promise.all(keys.map((key) => redis.call('MEMORY', 'USAGE', key)));
  return { keys: keys.length, bytes: sizes.reduce((sum, size) => sum + Number(size), 0) };
}
