// npm run fuzz -- --executions N [--processes P] [--seed S] [--corpus FILE.jsonl[.gz]] [--from I] [--keep FILE]
// Sends changed requests through the engine and holds what must hold of every inspection. A seed and the number of an
// execution give the same case again: `--seed S --from I --executions 1`, however many processes ran it. Ends with 1
// where something does not hold.
import { fork } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

const args = process.argv.slice(2);
const option = (name) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
const number = (name, otherwise) => Number(option(name) ?? otherwise);
const from = number('from', 0);
const executions = number('executions', 100_000);
const processes = number('processes', 1);
const seed = number('seed', 1);
const corpus = option('corpus');
const keep = option('keep');
if (!(executions > 0) || !(processes > 0) || (corpus && !existsSync(corpus))) {
  process.stderr.write(
    'usage: npm run fuzz -- --executions N [--processes P] [--seed S] [--corpus FILE] [--from I] [--keep FILE]\n',
  );
  process.exit(2);
}

/** Seconds without a further execution that are a hang. */
const HANG = 20;
const SHOWN = 20;
const KEPT = 2000;
const to = from + executions;
const started = process.hrtime.bigint();
const progress = new SharedArrayBuffer(8);
const at = new Float64Array(progress);
at[0] = from;
let found = 0;

if (processes > 1) found = await share();
else for (let next = from; next < to;) next = await run(next);
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
const rate = Math.round(executions / seconds);
print(`${executions} executions, seed ${seed}, ${seconds.toFixed(0)} s, ${rate}/s: ${found} found`);
process.exitCode = found > 0 ? 1 : 0;
process.send?.(found);

/** Gives each process as many executions, in a row; answers how much they found. One that ends without a word is found too. */
async function share() {
  const each = Math.ceil(executions / processes);
  const parts = Array.from({ length: processes }, (_, i) => [from + i * each, Math.min(each, executions - i * each)]);
  const counts = await Promise.all(parts.filter(([, count]) => count > 0).map(([first, count]) => part(first, count)));
  return counts.reduce((sum, count) => sum + count, 0);
}

function part(first, count) {
  const own = ['--from', first, '--executions', count, '--seed', seed].map(String);
  const files = [...(corpus ? ['--corpus', corpus] : []), ...(keep ? ['--keep', keep] : [])];
  const child = fork(fileURLToPath(import.meta.url), [...own, ...files]);
  return new Promise((resolve, reject) => {
    let answer;
    child.on('message', (count) => (answer = count));
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      if (answer === undefined) print(`executions from ${first} on ended with ${signal ?? code}`);
      resolve(answer ?? 1);
    });
  });
}

/** Runs a worker until it ends, or hangs; answers the execution to go on with. */
function run(first) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./fuzz/worker.mjs', import.meta.url), {
      workerData: { seed, from: first, to, corpus, progress },
    });
    let last = -1;
    let idle = 0;
    let ticks = 0;
    const timer = setInterval(() => {
      if (++ticks % 60 === 0) print(`${at[0] - from} of ${executions}`);
      idle = at[0] === last ? idle + 1 : 0;
      last = at[0];
      if (idle < HANG) return;
      report({ execution: last, wrong: [`no end within ${HANG} s`] });
      clearInterval(timer);
      void worker.terminate().then(() => resolve(last + 1));
    }, 1000);
    worker.on('message', report);
    worker.on('error', (error) => {
      clearInterval(timer);
      reject(error);
    });
    worker.on('exit', () => {
      clearInterval(timer);
      if (at[0] >= to) resolve(to);
    });
  });
}

function report({ execution, wrong, given }) {
  const kept = JSON.stringify({ seed, execution, wrong, given });
  if (found++ < SHOWN) print(kept.slice(0, 2000));
  if (keep && found <= KEPT) appendFileSync(keep, `${kept}\n`);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
