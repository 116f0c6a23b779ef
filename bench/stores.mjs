// What the stores cost: a decision in memory, a tracked client, a decision over Redis. Needs `npm run build`.
// node --expose-gc bench/stores.mjs
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Redis } from 'ioredis';
import { systemClock } from '../dist/esm/kernel/index.js';
import { MemoryBanStore } from '../dist/esm/stores/bans/index.js';
import { createStores, RedisOptions } from '../dist/esm/stores/index.js';
import { MemoryWindowStore } from '../dist/esm/stores/window/index.js';
import { parseAddress } from '../dist/esm/net/index.js';
import { ensureRedisServer } from '../tools/redis-server.mjs';

const RULE = [{ name: 'default', limit: 1_000_000, window: 60 }];
const TWO = [...RULE, { name: 'route:Cats.find', limit: 1_000_000, window: 60 }];
const log = { debug() {}, info() {}, warn: console.error, error: console.error };
const addresses = (count) => Array.from({ length: count }, (_, i) => `198.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
const gc = () => globalThis.gc?.();
const row = (name, value) => console.log(`${name.padEnd(66)}${value}`);

function nanoseconds(count, work) {
  const rounds = [];
  for (let round = 0; round < 9; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) work(i);
    rounds.push(Number(process.hrtime.bigint() - start) / count);
  }
  return Math.round(rounds.sort((a, b) => a - b)[2]);
}

/**
 * New clients come one after another, a hundred per turn of the event loop: the longest decision, and the longest turn.
 * Turns in which the system took the processor away for another process are left out: those pauses are not ours.
 */
async function flood(store, count) {
  let [decision, turn] = [0, 0];
  for (let i = 0; i < count; i += 100) {
    const switches = process.resourceUsage().involuntaryContextSwitches;
    const begin = performance.now();
    let longest = 0;
    for (let j = i; j < i + 100; j++) {
      const client = `198.${j >> 16}.${(j >> 8) & 255}.${j & 255}`;
      const start = performance.now();
      store.hit(client, RULE);
      longest = Math.max(longest, performance.now() - start);
    }
    await new Promise((resolve) => setImmediate(resolve));
    const whole = performance.now() - begin;
    if (process.resourceUsage().involuntaryContextSwitches !== switches) continue;
    decision = Math.max(decision, longest);
    turn = Math.max(turn, whole);
  }
  return { decision, turn };
}

console.log('In memory');
for (const count of [1_000, 10_000, 100_000, 1_000_000]) {
  gc();
  const before = process.memoryUsage();
  const store = new MemoryWindowStore(systemClock, count);
  await flood(store, count);
  gc();
  const after = process.memoryUsage();
  // What is in typed arrays: the rest of the heap moves by itself, which at a thousand clients is more than they are.
  const bytes = (after.arrayBuffers - before.arrayBuffers) / store.size + 8;
  row(
    `bytes per client, ${count.toLocaleString('en')} clients${globalThis.gc ? '' : ' (run with --expose-gc)'}`,
    bytes.toFixed(0),
  );
}
for (const capacity of [1_000_000, 100_000]) {
  const { decision, turn } = await flood(new MemoryWindowStore(systemClock, capacity), 1_000_000);
  row(
    `1,000,000 new clients, room for ${capacity.toLocaleString('en')}: longest decision, longest turn, ms`,
    `${decision.toFixed(2)}  ${turn.toFixed(2)}`,
  );
}
{
  const store = new MemoryWindowStore(systemClock, 100_000);
  const known = addresses(10_000);
  row(
    'one decision, one client, ns',
    nanoseconds(200_000, () => store.hit('198.51.100.7', RULE)),
  );
  row(
    'one decision, 10,000 clients in turn, ns',
    nanoseconds(200_000, (i) => store.hit(known[i % 10_000], RULE)),
  );
  row(
    'one decision of two rules, 10,000 clients, ns',
    nanoseconds(200_000, (i) => store.hit(known[i % 10_000], TWO)),
  );
  const one = [{ name: 'default', limit: 1, window: 60 }];
  row(
    'one refusal, one client, ns',
    nanoseconds(200_000, () => store.hit('203.0.113.9', one)),
  );
}
{
  const bans = new MemoryBanStore(systemClock, log, 100_000);
  const expiresAt = Date.now() + 3_600_000;
  for (const target of addresses(10_000)) {
    await bans.add({ target, reason: 'bench', source: 'manual', createdAt: 0, expiresAt });
  }
  for (const prefix of [8, 12, 16, 20, 24]) {
    await bans.add({ target: `10.1.2.0/${prefix}`, reason: 'bench', source: 'manual', createdAt: 0, expiresAt });
  }
  const stranger = parseAddress('203.0.113.9');
  const banned = parseAddress('198.0.1.2');
  row(
    'find an address that is not banned (10,000 bans, 5 prefixes), ns',
    nanoseconds(200_000, () => bans.find(stranger)),
  );
  row(
    'find an address that is banned, ns',
    nanoseconds(200_000, () => bans.find(banned)),
  );
}

console.log('\nOver Redis');
const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const { port } = probe.address();
probe.close();
const server = spawn(ensureRedisServer(), ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {
  stdio: 'ignore',
});
process.on('exit', () => server.kill('SIGKILL'));
const redis = new Redis({ port, host: '127.0.0.1' }).on('error', () => {});
await new Promise((resolve) => redis.once('ready', resolve));
const options = Object.assign(new RedisOptions(), { url: `redis://127.0.0.1:${port}`, commandTimeout: 1 });
const stores = createStores(options, { clock: systemClock, log });
await stores.start();

/** The least that one round trip with a script can be: two counters and an expiry. */
const FLOOR = `local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return { n, tonumber(redis.call('GET', KEYS[2]) or 0) }`;
const sha = await redis.script('LOAD', FLOOR);
const clients = addresses(1000);
const contestants = {
  floor: (i) => redis.evalsha(sha, 2, `f:{${clients[i % 1000]}}:1`, `f:{${clients[i % 1000]}}:0`, 60_000),
  ours: (i) => stores.window.hit(clients[i % 1000], RULE),
  'ours, two rules': (i) => stores.window.hit(clients[i % 1000], TWO),
};

/** 50 decisions in flight for 0.8 s. */
async function throughput(decide) {
  const latencies = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  let i = 0;
  const lane = async () => {
    while (performance.now() - start < 800) {
      const begin = performance.now();
      await decide(i++);
      latencies.push(performance.now() - begin);
    }
  };
  await Promise.all(Array.from({ length: 50 }, lane));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  latencies.sort((a, b) => a - b);
  const at = (share) => latencies[Math.floor(latencies.length * share)];
  return { rate: latencies.length / seconds, cpu: (user + system) / latencies.length, p50: at(0.5), p99: at(0.99) };
}

const rounds = {};
for (let round = 0; round < 9; round++) {
  for (const [name, decide] of Object.entries(contestants)) (rounds[name] ??= []).push(await throughput(decide));
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const rates = Object.fromEntries(
  Object.keys(contestants).map((name) => [name, median(rounds[name].map(({ rate }) => rate))]),
);
for (const name of Object.keys(contestants)) {
  const figure = (key) => median(rounds[name].map((one) => one[key]));
  row(
    `${name}: decisions/s, x floor, client CPU µs, p50 ms, p99 ms`,
    `${Math.round(rates[name])}  ${(rates[name] / rates.floor).toFixed(2)}  ${figure('cpu').toFixed(1)}  ${figure('p50').toFixed(2)}  ${figure('p99').toFixed(2)}`,
  );
}
const usage = async (key) => Number(await redis.call('MEMORY', 'USAGE', key));
{
  const BUCKET = [{ name: 'default', limit: 100, window: 60, burst: 200 }];
  const SHORT = [{ name: 'default', limit: 1_000_000, window: 3 }];
  for (const [name, rules, pauses] of [
    ['one request', RULE, [0]],
    ['many requests', RULE, [0, 5, 5]],
    ['many requests, and those before still count', SHORT, [0, 2500, 600, 5]],
    ['a bucket', BUCKET, [0, 5]],
    ['two limits, one request', TWO, [0]],
    ['two limits, many requests', TWO, [0, 5, 5]],
  ]) {
    const client = '198.51.100.7';
    const key = `guard:1:w:{${client}}`;
    await redis.del(key);
    for (const pause of pauses) {
      await new Promise((resolve) => setTimeout(resolve, pause));
      await stores.window.hit(client, rules);
    }
    row(
      `Redis bytes per client (MEMORY USAGE), ${name}`,
      `${await usage(key)}  ${JSON.stringify(await redis.get(key))}`,
    );
  }
}

const other = createStores(options, { clock: systemClock, log });
await other.start();
await new Promise((resolve) => setTimeout(resolve, 200));
const delays = [];
for (const target of addresses(1000)) {
  const address = parseAddress(target);
  const start = performance.now();
  void stores.bans.add({
    target,
    reason: 'bench',
    source: 'manual',
    createdAt: Date.now(),
    expiresAt: Date.now() + 60_000,
  });
  while (!other.bans.find(address)) await new Promise((resolve) => setImmediate(resolve));
  delays.push(performance.now() - start);
}
delays.sort((a, b) => a - b);
row(
  'a ban here until it holds in another instance, ms p50, p99',
  `${delays[500].toFixed(2)}  ${delays[990].toFixed(2)}`,
);
await other.close();
await stores.close();
redis.disconnect();
server.kill('SIGKILL');
