// `npm run bench [-- --rounds N --seconds S --redis URL --only TEXT]`: what the guard costs, against the bare application, an empty
// guard with an empty interceptor (the floor), and @nestjs/throttler. All contestants run in one go, in turns of a few
// seconds whose order rotates, each in a process of its own. Ratios carry over to other machines, absolute figures do
// not. Needs `npm run build`. Nothing blocks: limits are out of reach. Unless a case says otherwise, 1,000 addresses come
// in turn.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { startRedis } from './redis.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    redis: { type: 'string' },
    only: { type: 'string' },
  },
});
if (!existsSync(new URL('../dist/esm/index.js', import.meta.url))) {
  console.error('Build first: npm run build');
  process.exit(2);
}

const CONTESTANTS = ['bare', 'floor', 'guard', 'guard, telemetry', 'guard, redis', 'throttler'];
const CASES = {
  'GET /hello': { method: 'GET', path: '/hello' },
  'GET /hello, all from one address': { method: 'GET', path: '/hello', addresses: 1 },
  'POST /echo, 1 KB of JSON': {
    method: 'POST',
    path: '/echo',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      name: 'Blue suede shoes',
      tags: ['shoes', 'blue', 'sale'],
      price: 59.9,
      text: 'They arrived on Monday, and they fit. '.repeat(22),
    }),
  },
};
const ADDRESSES = Array.from({ length: 1000 }, (_, i) => `198.${18 + (i & 1)}.${i >> 2}.${i & 255}`);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

async function start(contestant, platform, redisUrl) {
  const child = fork(fileURLToPath(new URL('server.mjs', import.meta.url)), [contestant, platform, redisUrl ?? ''], {
    env: { ...process.env, NODE_ENV: 'production' },
  });
  const [{ port }] = await once(child, 'message');
  const cpu = async () => {
    child.send('cpu');
    return (await once(child, 'message'))[0].cpu;
  };
  return { contestant, child, cpu, url: `http://127.0.0.1:${port}` };
}

async function turn(server, { addresses = ADDRESSES.length, ...request }, duration) {
  const before = await server.cpu();
  const result = await autocannon({
    url: server.url,
    connections: 50,
    duration,
    requests: ADDRESSES.slice(0, addresses).map((from) => ({
      ...request,
      headers: { ...request.headers, 'x-forwarded-for': from },
    })),
  });
  const bad = result.non2xx + result.errors;
  if (bad > 0) throw new Error(`${server.contestant}: ${bad} answers were no 2xx`);
  const total = result['2xx'];
  return {
    cpu: ((await server.cpu()) - before) / total,
    rate: total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

const redis = values.redis ? { url: values.redis, stop() {} } : await startRedis();
console.log(`Node ${process.version}, ${cpus().length} cores, ${values.rounds} rounds of ${values.seconds} s`);
try {
  for (const platform of ['fastify', 'express']) {
    const servers = [];
    for (const contestant of CONTESTANTS) servers.push(await start(contestant, platform, redis.url));
    for (const [name, request] of Object.entries(CASES)) {
      if (values.only && !`${platform}, ${name}`.includes(values.only)) continue;
      const turns = new Map(servers.map((server) => [server, []]));
      for (const server of servers) await turn(server, request, 1); // warm up
      for (let round = 0; round < Number(values.rounds); round++) {
        for (let i = 0; i < servers.length; i++) {
          const server = servers[(i + round) % servers.length];
          turns.get(server).push(await turn(server, request, Number(values.seconds)));
        }
      }
      const of = (contestant, key) =>
        median(turns.get(servers.find((s) => s.contestant === contestant)).map((t) => t[key]));
      console.log(`\n${platform}, ${name}\n`);
      console.log(
        '| contestant | share of bare | share of the floor | CPU µs per request | requests/s | p50 ms | p99 ms |',
      );
      console.log('|---|---|---|---|---|---|---|');
      for (const contestant of CONTESTANTS) {
        const share = (other) => (of(other, 'cpu') / of(contestant, 'cpu')).toFixed(2);
        const cells = [
          share('bare'),
          share('floor'),
          of(contestant, 'cpu').toFixed(1),
          of(contestant, 'rate').toFixed(0),
          of(contestant, 'p50'),
          of(contestant, 'p99'),
        ];
        console.log(`| ${contestant} | ${cells.join(' | ')} |`);
      }
    }
    for (const { child } of servers) child.disconnect();
  }
  console.log(
    '\nShares are by the CPU time of the server process per request: 1.00 is as fast. Medians over the rounds.',
  );
} finally {
  redis.stop();
}
