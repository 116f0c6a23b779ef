// The figures as text.
const NOT_ORDINARY = new Set(['code', 'markdown', 'crs-negative']);
const isPlain = ({ note = '' }) => !note.includes('Base64Flat') && !note.endsWith('pl2');

/** Prints every table; answers p50 and p99 in microseconds over all rows. */
export function printTables(results) {
  const of = (label) => results.filter(({ row }) => row.label === label);
  const attacks = of('attack');
  const benign = of('benign');
  table('Blocked', [
    ['attacks, all', attacks],
    ['attacks without libinjection', attacks.filter(({ row }) => row.source !== 'libinjection')],
    ['attacks, plain', attacks.filter(({ row }) => isPlain(row))],
    ['benign, all', benign],
    ['benign, ordinary', benign.filter(({ row }) => !NOT_ORDINARY.has(row.source))],
  ]);
  for (const [title, rows] of [
    ['Attacks', attacks],
    ['Benign', benign],
  ]) {
    for (const key of ['source', 'category']) table(`${title} blocked, by ${key}`, groups(rows, key));
  }
  print(`\nNot read as a whole: ${results.filter(({ unread }) => unread).length} of ${results.length} rows`);
  const micros = results.map((result) => result.micros).sort((a, b) => a - b);
  const p50 = quantile(micros, 0.5);
  const p99 = quantile(micros, 0.99);
  print(
    `\nMicroseconds per row: p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, worst ${micros.at(-1)?.toFixed(1)} (${micros.length} rows)`,
  );
  return { p50, p99 };
}

/** A peer beside the engine: the same rows, in turn, in the same run. */
export function printPeer(results) {
  const of = (label) => results.filter(({ row }) => row.label === label);
  const shareOf = (rows, holds) => `${((100 * rows.filter(holds).length) / Math.max(1, rows.length)).toFixed(1)} %`;
  const times = (time) => results.map(time).sort((a, b) => a - b);
  const columns = [
    ['nestjs-guard', ({ blocked }) => blocked, ({ micros }) => micros],
    ['libddwaf', ({ other }) => other.answer, ({ other }) => other.micros],
  ];
  print(`\nIn turn, in this run${''.padEnd(12)}${columns.map(([name]) => name.padStart(14)).join('')}`);
  const line = (name, cells) => print(`  ${name.padEnd(30)}${cells.map((cell) => cell.padStart(14)).join('')}`);
  const blocked = (name, rows) =>
    line(
      name,
      columns.map(([, holds]) => shareOf(rows, holds)),
    );
  blocked('attacks blocked', of('attack'));
  blocked(
    'attacks, plain',
    of('attack').filter(({ row }) => isPlain(row)),
  );
  blocked('benign blocked', of('benign'));
  blocked(
    'benign, ordinary',
    of('benign').filter(({ row }) => !NOT_ORDINARY.has(row.source)),
  );
  for (const [name, q] of [
    ['p50, microseconds', 0.5],
    ['p99, microseconds', 0.99],
  ])
    line(
      name,
      columns.map(([, , time]) => quantile(times(time), q).toFixed(1)),
    );
}

function groups(rows, key) {
  const names = [...new Set(rows.map(({ row }) => row[key]))].sort();
  return names.map((name) => [name, rows.filter(({ row }) => row[key] === name)]);
}

function table(title, lines) {
  print(`\n${title}`);
  for (const [name, rows] of lines) {
    const blocked = rows.filter((result) => result.blocked).length;
    const share = rows.length === 0 ? '-' : `${((100 * blocked) / rows.length).toFixed(1)} %`;
    print(
      `  ${name.padEnd(30)} ${String(blocked).padStart(5)} of ${String(rows.length).padStart(5)}  ${share.padStart(8)}`,
    );
  }
}

const quantile = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
const print = (line) => process.stdout.write(`${line}\n`);
