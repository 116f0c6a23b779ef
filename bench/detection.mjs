// npm run bench:detection -- --corpus FILE.jsonl[.gz] --json OUT
// What the engine alone decides over labelled requests, and how long it takes. The labels are only counted.
import { existsSync, writeFileSync } from 'node:fs';
import { decide, timed, warmUp } from './detection/decide.mjs';
import { printTypical } from './detection/typical.mjs';
import { readRows } from './detection/rows.mjs';
import { printTables } from './detection/tables.mjs';

const args = process.argv.slice(2);
const option = (name) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
const corpus = option('corpus');
const out = option('json');
if (!corpus || !existsSync(corpus)) fail('usage: npm run bench:detection -- --corpus FILE.jsonl[.gz] [--json OUT]');

const built = new URL('../dist/esm/detection/index.js', import.meta.url);
if (!existsSync(built)) fail('dist/ is missing: run `npm run build` first');
const { createDetectionEngine, DEFAULT_DETECTION_SETTINGS } = await import(built.href);

const engine = createDetectionEngine();
const rows = readRows(corpus);
warmUp(engine, DEFAULT_DETECTION_SETTINGS, rows);
const results = rows.map((row) => {
  const { micros, inspection } = timed(() => decide(engine, DEFAULT_DETECTION_SETTINGS, row));
  const finding = inspection?.finding;
  const why =
    finding && `${finding.detector} (${finding.category}) in ${finding.place.kind} ${finding.place.name ?? ''}`.trim();
  return { row, micros, blocked: finding !== undefined, why, finding, unread: inspection?.unread };
});

const { p50, p99 } = printTables(results);
printTypical(engine, DEFAULT_DETECTION_SETTINGS);
if (out) {
  const verdicts = results.map(({ row, blocked, why }) => ({ id: row.id, blocked, ...(why ? { why } : {}) }));
  writeFileSync(out, `${JSON.stringify({ p50, p99, rows: verdicts }, null, 1)}\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
