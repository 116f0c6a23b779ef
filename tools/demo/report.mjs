// What the demo prints.

/** A line that says how far a phase is: rewritten in place on a terminal, now and then elsewhere. */
export class Progress {
  #done = 0;
  #shown = 0;

  constructor(phase, total) {
    this.phase = phase;
    this.total = total;
    this.terminal = process.stdout.isTTY === true;
    this.#show();
  }

  step = () => {
    this.#done += 1;
    const now = performance.now();
    if (now - this.#shown >= (this.terminal ? 100 : 5_000) || this.#done === this.total) this.#show();
  };

  #show() {
    this.#shown = performance.now();
    const line = `${this.phase}: ${this.#done} of ${this.total} requests`;
    const end = this.#done === this.total ? '\n' : '';
    if (this.terminal) process.stdout.write(`\r\x1b[K${line}${end}`);
    else console.log(line);
  }
}

export function printReport({ tally, status, received, latency, platform, state }) {
  const total = ['total', tally.total];
  const rows = [...tally.rows, total].map(([source, row]) => [
    source,
    row.requests,
    row.served,
    row.other,
    row.blocked,
    row.unjudged === row.requests ? '-' : row.falseBlocks,
    row.unjudged === row.requests ? '-' : row.missed,
  ]);
  console.log(`\nTraffic (${platform}, state in ${state})\n`);
  console.log(table(['', 'requests', 'served', 'other answers', 'blocked', 'false blocks', 'missed attacks'], rows));

  const checks = { emergency: 0, ...status.blockedBy };
  console.log('\nBlocked by check\n');
  console.log(table(Object.keys(checks), [Object.values(checks)]));

  const five = ['recorded', 'delivered', 'rejected', 'dropped', 'pending'];
  const telemetry = ['events', 'metrics'].map((kind) => [kind, ...five.map((name) => status.agent[kind][name])]);
  console.log(`\nTelemetry, encrypted: ${received.batches} batches, ${received.statuses.length} status reports\n`);
  console.log(table(['', ...five], telemetry));

  const times = ({ p50, p99 }) => [`${p50.toFixed(2)} ms`, `${p99.toFixed(2)} ms`];
  console.log(`\nLatency over ${latency.requests} requests, one at a time\n`);
  console.log(
    table(
      ['', 'p50', 'p99'],
      [
        ['without the module', ...times(latency.bare)],
        ['with the module', ...times(latency.guarded)],
        ['added', ...times(latency.added)],
      ],
    ),
  );
}

const EXAMPLES = 3;

/** The first mistakes of each kind in each source. */
export function printExamples({ examples }) {
  const groups = new Map();
  for (const one of examples) {
    const group = `${one.mistake}, ${one.source}`;
    groups.set(group, [...(groups.get(group) ?? []), one]);
  }
  for (const [group, found] of groups) {
    console.log(`\n${group}${found.length > EXAMPLES ? ` (the first ${EXAMPLES})` : ''}:`);
    // Requests hold whatever attackers write: control characters must not reach a terminal.
    for (const { request } of found.slice(0, EXAMPLES)) console.log(`  ${JSON.stringify(request).slice(1, -1)}`);
  }
}

/** What has to hold, and whether it does. */
export function printAudit(statements) {
  for (const [holds, sentence] of statements) console.log(`${holds ? 'ok    ' : 'NOT OK'} ${sentence}`);
}

/** A Markdown table with its columns aligned: to read here and to paste elsewhere. */
function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(3, ...all.map((row) => row[column].length)));
  const isText = (column) => column === 0 && head[0] === '';
  const line = (row) =>
    `| ${row.map((cell, i) => (isText(i) ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (isText(i) ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join('\n');
}
