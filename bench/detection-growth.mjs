// npm run bench:growth -- [--seconds 60] [--seed 1]
// Looks for what takes longest, by climbing from seeds and from what was found before (test/attacks/growth.json), and
// says how its time grows with its size. Ends with 1 where a bound is broken. The time is that of the processor.
import { existsSync, readFileSync } from 'node:fs';
import { SHAPES, TOKENS } from './detection/growth-inputs.mjs';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const seconds = option('seconds', 60);
let state = option('seed', 1);
const built = new URL('../dist/esm/detection/index.js', import.meta.url);
if (!existsSync(built)) {
  process.stderr.write('dist/ is missing: run `npm run build` first\n');
  process.exit(1);
}
const { createDetectionEngine, DEFAULT_DETECTION_SETTINGS } = await import(built.href);
const { DETECTORS } = await import(new URL('../dist/esm/detection/detectors/index.js', import.meta.url).href);
const known = JSON.parse(readFileSync(new URL('../test/attacks/growth.json', import.meta.url), 'utf8'));

const KB = 1024;
const LIMIT = DEFAULT_DETECTION_SETTINGS.maxBodyBytes;
const SIZES = [KB, 4 * KB, 16 * KB, 64 * KB, LIMIT, KB * KB];
const MOST_AT_LIMIT = 25_000;
const MOST_GROWTH = 2;
const CLIMBED_AT = [2 * KB, 32 * KB, LIMIT];
const tokens = [...new Set([...TOKENS, ...DETECTORS.flatMap(({ triggers }) => triggers)])];
const engine = createDetectionEngine();

/** A generator of its own, so that a run can be repeated. */
function random(below) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 2 ** 32) * below);
}
const oneOf = (list) => list[random(list.length)];

/** Microseconds of the processor: the least of some runs. */
function micros({ shape, unit }, size, runs) {
  const inspect = SHAPES[shape](unit, size)(engine, DEFAULT_DETECTION_SETTINGS);
  const times = Math.max(1, Math.floor((8 * KB) / size));
  let least = Infinity;
  for (let run = 0; run < runs; run++) {
    const start = process.cpuUsage();
    for (let time = 0; time < times; time++) inspect();
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / times);
  }
  return least;
}

/** Another input near this one. */
function mutate({ shape, unit }) {
  switch (random(7)) {
    case 0:
      return { shape: oneOf(Object.keys(SHAPES)), unit };
    case 1:
      return { shape: random(3) === 0 ? oneOf(Object.keys(SHAPES)) : shape, unit: oneOf(tokens) + unit };
    case 2:
      return { shape, unit: unit.slice(0, random(unit.length) + 1) };
    case 3:
      return { shape, unit: unit + unit + oneOf(tokens) };
    case 4:
      return { shape, unit: unit.repeat(1 + random(8)) + oneOf(tokens).repeat(1 + random(60)) };
    default: {
      const at = random(unit.length + 1);
      return { shape, unit: unit.slice(0, at) + oneOf(tokens) + unit.slice(at + random(3)) };
    }
  }
}
const MOST_UNIT = 600;

const seeds = [
  ...known,
  ...Object.keys(SHAPES).flatMap((shape) => tokens.filter(() => random(20) === 0).map((unit) => ({ shape, unit }))),
  ...tokens.map((unit) => ({ shape: oneOf(['one field', 'fields of 2048', 'fields of 64', 'text']), unit })),
];
const found = new Map();
let tried = 0;
/** The worst by size of what was tried. */
function attempt(input, size) {
  const key = JSON.stringify(input);
  if (input.unit === '' || input.unit.length > MOST_UNIT) return 0;
  const time = micros(input, size, 1);
  tried++;
  const best = found.get(size);
  if (!best.some((other) => other.key === key)) best.push({ key, input, time });
  best.sort((a, b) => b.time - a.time);
  if (best.length > 12) {
    // What was only slow once is measured again before it drives others out.
    for (const one of best) one.time = Math.min(one.time, micros(one.input, size, 1));
    best.sort((a, b) => b.time - a.time);
    best.length = 8;
  }
  return time;
}
for (const size of CLIMBED_AT) {
  found.set(size, []);
  const end = Date.now() + (seconds * 1000) / CLIMBED_AT.length;
  for (const seed of seeds) if (Date.now() < end) attempt(seed, size);
  while (Date.now() < end) attempt(mutate(oneOf(found.get(size)).input), size);
}

const unique = new Map([...found.values()].flat().map((one) => [one.key, one.input]));
const rows = [...unique.values()].map((input) => ({ input, times: SIZES.map((size) => micros(input, size, 5)) }));
rows.sort((a, b) => b.times[4] - a.times[4]);
const label = (size) => (size >= KB * KB ? '1 MB' : `${size / KB} KB`);
print(`${tried} inputs tried, seed ${option('seed', 1)}. Nanoseconds per byte of the worst:\n`);
print(`${SIZES.map((size) => label(size).padStart(8)).join('')}  ms at the limit  input`);
for (const { input, times } of rows) {
  const perByte = times.map((time, i) => ((1000 * time) / SIZES[i]).toFixed(0).padStart(8)).join('');
  print(
    `${perByte}  ${(times[4] / 1000).toFixed(1).padStart(15)}  ${input.shape}: ${JSON.stringify(input.unit).slice(0, 90)}`,
  );
}
const worst = SIZES.map((size, i) => Math.max(...rows.map(({ times }) => times[i])) / size);
const growth = Math.max(...worst) / worst[0];
const atLimit = Math.max(...rows.map(({ times }) => times[4]));
print(`\nworst at ${LIMIT} bytes: ${(atLimit / 1000).toFixed(1)} ms (bound: ${MOST_AT_LIMIT / 1000})`);
print(`worst time per byte, beside that at 1 KB: ${growth.toFixed(2)} (bound: ${MOST_GROWTH})`);
if (atLimit > MOST_AT_LIMIT || growth > MOST_GROWTH) process.exitCode = 1;

function print(line) {
  process.stdout.write(`${line}\n`);
}
