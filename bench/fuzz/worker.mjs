// Runs executions and says how far it is, so that the main thread can tell a hang.
import { parentPort, workerData } from 'node:worker_threads';
import { asData, caseOf } from './cases.mjs';
import { loadEngines } from './engines.mjs';
import { violations } from './invariants.mjs';
import { Random } from './random.mjs';
import { seedsFor } from './seeds.mjs';

const { seed, from, to, corpus, progress } = workerData;
const at = new Float64Array(progress);
const engines = await loadEngines();
const seeds = seedsFor(corpus);

for (let execution = from; execution < to; execution++) {
  at[0] = execution;
  const random = new Random(seed, execution);
  const given = caseOf(random, seeds);
  let wrong;
  try {
    wrong = violations(engines, given, random);
  } catch (error) {
    wrong = [`thrown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  }
  if (wrong.length > 0) parentPort.postMessage({ execution, wrong, given: asData(given) });
}
at[0] = to;
