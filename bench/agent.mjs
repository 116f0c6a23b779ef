// What the agent costs: a call of record(), beside what others take for theirs, a flush of 5,000 events, how long that
// flush holds the event loop, and what a worker thread could save.
// Run after a build: node --expose-gc bench/agent.mjs
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { AgentOptions, agentSettings, GuardAgent } from '../dist/esm/agent/index.js';
import { silentLog, systemClock } from '../dist/esm/kernel/index.js';
import { encodeEvent } from '../dist/esm/agent/codec/wire.js';
import { Redaction } from '../dist/esm/telemetry/redaction/index.js';
import { event, peers, quantile, timeRecording } from './recording.mjs';

const KEY = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';
const EVENTS = 5_000;
const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-bench-'));
const FILE = { durability: 'file', spillDirectory: folder };

let wireBytes = 0;
const server = createServer((request, response) => {
  request.on('data', (chunk) => (wireBytes += chunk.length));
  request.on('end', () => response.end('{"success":true}'));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const endpoint = `http://127.0.0.1:${server.address().port}`;

function agent(options = {}) {
  const all = Object.assign(new AgentOptions(), {
    apiKey: 'fg_bench_0123456789',
    installId: '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11',
    maxQueue: 1_000_000,
    maxQueueBytes: 1_073_741_824,
    endpoint,
    ...options,
  });
  return new GuardAgent(agentSettings(all), {
    clock: systemClock,
    log: silentLog,
    version: '0.0.0',
    redactor: new Redaction(),
  });
}

function record(options) {
  const events = Array.from({ length: 1_000 }, (_, i) => event(i));
  const rounds = [];
  for (let round = 0; round < 300; round++) {
    // Full after 50 rounds: what comes later is recorded into a full queue and displaces the oldest.
    if (round % 100 === 0) globalThis.target = agent({ maxQueue: 50_000, ...options });
    const start = performance.now();
    for (const one of events) globalThis.target.record(one);
    const nanoseconds = ((performance.now() - start) * 1e6) / events.length;
    if (round >= 100) rounds.push([round % 100 < 50 ? 'room' : 'full', nanoseconds]);
  }
  const of = (kind) =>
    rounds
      .filter(([name]) => name === kind)
      .map(([, ns]) => ns)
      .sort((a, b) => a - b);
  return {
    roomP50: quantile(of('room'), 0.5),
    fullP50: quantile(of('full'), 0.5),
    p99: quantile(
      of('room')
        .concat(of('full'))
        .sort((a, b) => a - b),
      0.99,
    ),
  };
}

function bytes() {
  const count = 100_000;
  const one = event(0);
  const target = agent({ maxQueue: count });
  target.record(one);
  globalThis.gc();
  const before = process.memoryUsage().heapUsed;
  for (let i = 1; i < count; i++) target.record(one);
  globalThis.gc();
  return { held: (process.memoryUsage().heapUsed - before) / count, pending: target.stats().events.pending };
}

async function flush(options) {
  const results = [];
  for (let round = 0; round < 7; round++) {
    const target = agent(options);
    for (let i = 0; i < EVENTS; i++) target.record(event(i));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const cpu = process.cpuUsage();
    wireBytes = 0;
    const start = performance.now();
    const report = await target.flush();
    const wall = performance.now() - start;
    const used = process.cpuUsage(cpu);
    delay.disable();
    if (report.delivered !== EVENTS) throw new Error(JSON.stringify(report));
    results.push({
      wall,
      bytes: wireBytes / EVENTS,
      cpu: (used.user + used.system) / EVENTS,
      p99: delay.percentile(99) / 1e6,
      max: delay.max / 1e6,
    });
    await target.onApplicationShutdown();
  }
  const median = (key) =>
    quantile(
      results.map((result) => result[key]).sort((a, b) => a - b),
      0.5,
    );
  return {
    'events/s': Math.round((EVENTS * 1000) / median('wall')),
    'bytes/event': Math.round(median('bytes')),
    'CPU µs/event (both sides)': +median('cpu').toFixed(1),
    'loop delay p99 ms': +median('p99').toFixed(2),
    'loop delay max ms': +median('max').toFixed(2),
  };
}

/** The delay of an event loop that does nothing: what the measuring itself shows. */
async function idle() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await new Promise((resolve) => setTimeout(resolve, 500));
  delay.disable();
  return {
    'loop delay p99 ms': +(delay.percentile(99) / 1e6).toFixed(2),
    'loop delay max ms': +(delay.max / 1e6).toFixed(2),
  };
}

/** µs on this thread: to redact and encode an event here, and to hand it to a worker that would. */
async function worker() {
  const redaction = new Redaction();
  const events = Array.from({ length: EVENTS }, (_, i) => event(i));
  const there = new Worker(`require('node:worker_threads').parentPort.on('message', () => {})`, { eval: true });
  const times = { here: [], post: [] };
  const time = (work) => {
    const start = performance.now();
    work();
    return ((performance.now() - start) * 1000) / EVENTS;
  };
  for (let round = 0; round < 20; round++) {
    times.here.push(
      time(() => {
        for (const one of events) encodeEvent('7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11', 0, redaction.event(one));
      }),
    );
    times.post.push(
      time(() => {
        for (let i = 0; i < events.length; i += 50) there.postMessage(events.slice(i, i + 50));
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await there.terminate();
  const median = (values) =>
    quantile(
      values.slice(5).sort((a, b) => a - b),
      0.5,
    );
  return { here: median(times.here), post: median(times.post) };
}

for (const [name, options] of Object.entries({ memory: {}, file: FILE })) {
  const recorded = record(options);
  console.log(
    `record(), ${name}: p50 ${recorded.roomP50.toFixed(0)} ns with room, ${recorded.fullP50.toFixed(0)} ns when full; p99 ${recorded.p99.toFixed(0)} ns (of the mean over 1,000 calls)`,
  );
}
if (globalThis.gc) console.log(`record(): ${bytes().held.toFixed(0)} bytes held per event beside the event itself`);
const own = () => {
  const target = agent({ maxQueue: 50_000 });
  return { record: (one) => target.record(one) };
};
const ours = await timeRecording(own);
const rows = { 'nestjs-guard record()': { 'p50 ns': Math.round(ours.p50), 'p99 ns': Math.round(ours.p99), ratio: 1 } };
for (const [name, make] of Object.entries(await peers())) {
  const { p50, p99 } = await timeRecording(make);
  rows[name] = { 'p50 ns': Math.round(p50), 'p99 ns': Math.round(p99), ratio: +(p50 / ours.p50).toFixed(1) };
}
console.log('one call that records, on the thread that makes it (of means over 1,000 calls):');
console.table(rows);

console.log(`flush of ${EVENTS} events, median of 7:`);
console.table({
  'nothing to do': await idle(),
  plain: await flush({ compression: false }),
  gzip: await flush({}),
  'gzip, durability file': await flush(FILE),
  'gzip, encrypted, signed': await flush({ encryptionKey: KEY, signingSecret: 'whsec_bench' }),
});
const { here, post } = await worker();
console.log(
  `worker thread: redacting and encoding an event takes ${here.toFixed(1)} µs on this thread, handing it to a worker ${post.toFixed(1)} µs`,
);
rmSync(folder, { recursive: true, force: true });
server.close();
server.closeAllConnections();
