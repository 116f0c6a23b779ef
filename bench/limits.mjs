// `npm run bench:redis [-- --rounds N] [--milliseconds M] [--clients N]`: one decision about a request over Redis, against
// the peers, all in one process and one run, in turns whose order rotates. Needs `npm run build`. Ratios carry over to
// other machines, absolute figures do not.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { CASES, CONTESTANTS } from './limits/contestants.mjs';
import { bytesOfKeys, bytesPerClient, roundTrips, throughput } from './limits/measure.mjs';
import { startRedis } from './redis.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    milliseconds: { type: 'string', default: '800' },
    clients: { type: 'string', default: '1000000' },
  },
});
if (!existsSync(new URL('../dist/esm/stores/index.js', import.meta.url))) {
  process.stderr.write('Build first: npm run build\n');
  process.exit(2);
}
const print = (line = '') => process.stdout.write(`${line}\n`);
const line = (cells) => print(`| ${cells.join(' | ')} |`);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];
const names = Object.keys(CONTESTANTS);

const server = await startRedis();
const admin = new Redis(server.url);
const contestants = [];
for (const name of names) {
  const redis = new Redis(server.url);
  contestants.push({ name, redis, ...(await CONTESTANTS[name](redis, server.url)) });
}
try {
  print(
    `Node ${process.version}, ${values.rounds} rounds of ${values.milliseconds} ms, 50 decisions in flight over 1,000 clients`,
  );
  for (const [title, asked] of Object.entries(CASES)) await compare(title, asked);
  await memory();
} finally {
  for (const { redis, close } of contestants) {
    redis.disconnect();
    await close?.();
  }
  admin.disconnect();
  server.stop();
}

async function compare(title, asked) {
  await admin.flushall();
  for (const contestant of contestants) await throughput(contestant, asked, 400); // warm up, and use limits up
  const turns = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (let i = 0; i < contestants.length; i++) {
      const contestant = contestants[(i + round) % contestants.length];
      turns.get(contestant.name).push(await throughput(contestant, asked, Number(values.milliseconds)));
    }
  }
  print(`\n**${title}**\n`);
  line(['contestant', 'round trips', 'decisions/s', 'of the bare script', 'client CPU µs', 'p50 ms', 'p99 ms']);
  line(Array(7).fill('---'));
  const of = (name, key) => median(turns.get(name).map((turn) => turn[key]));
  for (const contestant of contestants) {
    const { name } = contestant;
    line([
      name,
      (await roundTrips(contestant, asked, server.url)).toFixed(2),
      of(name, 'rate').toFixed(0),
      (of(name, 'rate') / of(names[0], 'rate')).toFixed(2),
      of(name, 'cpu').toFixed(1),
      of(name, 'p50').toFixed(2),
      of(name, 'p99').toFixed(2),
    ]);
  }
}

async function memory() {
  const sizes = [1000, 10_000, 100_000, 1_000_000].filter((size) => size <= Number(values.clients));
  for (const title of ['one window', 'three windows']) {
    print(
      `\n**Bytes of Redis per client, ${title}** (all of the server's memory; of the keys alone by MEMORY USAGE)\n`,
    );
    line(['contestant', ...sizes.map((size) => size.toLocaleString('en')), 'keys', 'of the keys']);
    line(Array(sizes.length + 3).fill('---'));
    for (const contestant of contestants) {
      const cells = [];
      // The last million takes a while: only once for each.
      const counts = title === 'one window' ? sizes : sizes.filter((size) => size <= 100_000);
      for (const count of counts) cells.push((await bytesPerClient(contestant, CASES[title], admin, count)).toFixed(0));
      while (cells.length < sizes.length) cells.push('-');
      await admin.flushall();
      await contestant.decide('198.51.100.7', CASES[title].limit, CASES[title].windows);
      const own = await bytesOfKeys(admin, '198.51.100.7');
      line([contestant.name, ...cells, own.keys, own.bytes]);
    }
  }
}
