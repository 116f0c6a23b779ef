// npm run bench:detection -- --corpus FILE.jsonl[.gz] [--json OUT] [--peer libddwaf] [--mutations N [--evasions FILE]]
//   [--baseline FILE] [--save-baseline FILE]
// What the engine alone decides over labelled requests, and how long it takes; beside a peer in the same run; and what
// it decides over the same requests in disguise; and every verdict that is another than in a stored result. The labels are only counted.
import { existsSync, writeFileSync } from 'node:fs';
import { prepareAddresses } from './detection/addresses.mjs';
import { printChanges, saveBaseline } from './detection/baseline.mjs';
import { decide, timedInTurn, warmUp } from './detection/decide.mjs';
import { printDisguised } from './detection/disguised.mjs';
import { loadLibddwaf } from './detection/libddwaf.mjs';
import { printTypical } from './detection/typical.mjs';
import { readRows } from './detection/rows.mjs';
import { printPeer, printTables } from './detection/tables.mjs';

const args = process.argv.slice(2);
const option = (name) => (args.includes(`--${name}`) ? args[args.indexOf(`--${name}`) + 1] : undefined);
const corpus = option('corpus');
const out = option('json');
if (!corpus || !existsSync(corpus)) fail('usage: npm run bench:detection -- --corpus FILE.jsonl[.gz] [--json OUT]');
if (option('peer') && option('peer') !== 'libddwaf') fail('the only peer that runs here is libddwaf');

const built = new URL('../dist/esm/detection/index.js', import.meta.url);
if (!existsSync(built)) fail('dist/ is missing: run `npm run build` first');
const { createDetectionEngine, DEFAULT_DETECTION_SETTINGS } = await import(built.href);

const engine = createDetectionEngine();
const rows = readRows(corpus);
const decideRow = (row) => decide(engine, DEFAULT_DETECTION_SETTINGS, row);
const peer = option('peer') && loadLibddwaf((line) => process.stderr.write(`${line}\n`));
if (peer) await prepareAddresses(rows);
warmUp(decideRow, rows);
if (peer) warmUp(peer, rows);

const results = rows.map((row) => {
  const [own, other] = timedInTurn([() => decideRow(row), ...(peer ? [() => peer(row)] : [])]);
  const { answer: inspection, micros } = own;
  const finding = inspection?.finding;
  const why =
    finding && `${finding.detector} (${finding.category}) in ${finding.place.kind} ${finding.place.name ?? ''}`.trim();
  return { row, micros, blocked: finding !== undefined, why, finding, unread: inspection?.unread, other };
});

const { p50, p99 } = printTables(results);
if (peer) printPeer(results);
printTypical(engine, DEFAULT_DETECTION_SETTINGS);
if (option('mutations')) printDisguised(results, Number(option('mutations')), decideRow, option('evasions'));
if (option('baseline')) printChanges(option('baseline'), results);
if (option('save-baseline')) saveBaseline(option('save-baseline'), results);
if (out) {
  const verdicts = results.map(({ row, blocked, why }) => ({ id: row.id, blocked, ...(why ? { why } : {}) }));
  writeFileSync(out, `${JSON.stringify({ p50, p99, rows: verdicts }, null, 1)}\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
