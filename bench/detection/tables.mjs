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
  table('Not read', [['rows', results.filter(({ unread }) => unread)]], ({ length }) => length);
  const micros = results.map((result) => result.micros).sort((a, b) => a - b);
  const p50 = quantile(micros, 0.5);
  const p99 = quantile(micros, 0.99);
  print(
    `\nMicroseconds per row: p50 ${p50.toFixed(1)}, p99 ${p99.toFixed(1)}, worst ${micros.at(-1)?.toFixed(1)} (${micros.length} rows)`,
  );
  return { p50, p99 };
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
