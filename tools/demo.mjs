// `npm run demo`: the module at work. Starts the local platform and the sample application, replays real traffic through
// it and prints what became of it. Exit code 0 where the accounting balances and the platform decrypted every batch.
//   npm run demo -- [--platform fastify] [--redis] [--corpus FILE.jsonl] [--keep]
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { audit, settle } from './demo/accounting.mjs';
import { ensureBuilt } from './demo/build.mjs';
import { json } from './demo/http.mjs';
import { compare } from './demo/latency.mjs';
import { Processes } from './demo/processes.mjs';
import { mix, replay, Tally } from './demo/replay.mjs';
import { printAudit, printExamples, printReport, Progress } from './demo/report.mjs';
import { setStage } from './demo/stage.mjs';
import * as traffic from './demo/traffic.mjs';

/** Whatever hangs, the demo does not. */
const LONGEST = 10 * 60_000;
const LANES = 16;

async function main() {
  const options = readOptions();
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort(new Interrupted()));
  const patience = setTimeout(() => stop.abort(new Error('The demo took too long')), LONGEST);
  ensureBuilt();
  const processes = new Processes();
  try {
    return await run(options, processes, stop.signal, () => clearTimeout(patience));
  } catch (error) {
    if (stop.signal.reason instanceof Interrupted) return 130;
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(patience);
    await processes.stopAll();
  }
}

class Interrupted extends Error {}

function readOptions() {
  const { values } = parseArgs({
    options: {
      platform: { type: 'string', default: 'express' },
      redis: { type: 'boolean', default: false },
      corpus: { type: 'string' },
      keep: { type: 'boolean', default: false },
    },
  });
  if (!['express', 'fastify'].includes(values.platform)) throw new Error('--platform is express or fastify');
  return values;
}

/** Streams and downloads measure something else. */
function isShort({ path }) {
  return !/^\/(stream|download|admin)/.test(path);
}

async function run(options, processes, signal, patient) {
  const { attacks, clients } = traffic.attackSession();
  const { shopDay, crawlers, documents, naughtyStrings } = traffic;
  const shop = shopDay('198.18');
  const measured = ['198.20', '198.21', '198.22'].flatMap((prefix) => shopDay(prefix)).filter(isShort);
  const lists = [shop, documents(), crawlers(), attacks, naughtyStrings()];
  const labelled = options.corpus ? traffic.corpus(options.corpus) : [];
  const tally = new Tally([...lists, clients, labelled].flat().map(({ source }) => source));

  console.log('starting the local platform and the sample application …');
  const { platform, bare, sample, token } = await setStage(processes, options);
  signal.throwIfAborted();

  const measuring = new Progress('measuring latency', 2 * measured.length);
  const latency = await compare(bare.base, sample.base, measured, tally, { signal, onProgress: measuring.step });
  await bare.stop();

  const all = [...mix(lists), ...labelled];
  const progress = new Progress('replaying', all.length + clients.length);
  const bounds = { signal, onProgress: progress.step };
  // The platform is made to fail for a moment: the events arrive all the same.
  await json(platform.base, 'POST', '/control/fail', { body: { status: 503, times: 2 } });
  await Promise.all([
    replay(sample.base, all, tally, { ...bounds, lanes: LANES }),
    replay(sample.base, clients, tally, { ...bounds, lanes: 1 }),
  ]);

  console.log('waiting for the last events to arrive …');
  const status = await settle(sample.base, token, tally.total.requests, signal);
  const received = await json(platform.base, 'GET', '/control/received');
  const state = options.redis ? 'Redis' : 'memory';
  printReport({ tally, status, received, latency, platform: options.platform, state });
  printExamples(tally);

  const audited = audit({ tally, status, received });
  console.log('');
  printAudit(audited);
  if (options.keep) {
    patient();
    await keep({ platform, sample, token }, signal);
  }
  const { code } = await sample.stop();
  const end = [code === 0, `the sample ended with code ${code}`];
  printAudit([end]);
  return [...audited, end].every(([holds]) => holds) ? 0 : 1;
}

/** Stays up until Ctrl-C. */
async function keep({ platform, sample, token }, signal) {
  console.log(`
Still running; Ctrl-C ends it.
  events as they arrive    ${platform.base}/
  the same as JSON         ${platform.base}/control/received
  the sample application   ${sample.base}/hello
  an attack                curl '${sample.base}/search?q=%27%20OR%20%271%27=%271%27--%20'
  another client           curl -H 'X-Forwarded-For: 198.51.100.99' ${sample.base}/hello
  the module's counters    curl -H 'Authorization: Bearer ${token}' ${sample.base}/guard/status`);
  const waiting = setInterval(() => undefined, 60_000);
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(waiting);
}

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
