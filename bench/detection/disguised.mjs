// What is still blocked in disguise, by mutation.
import { writeFileSync } from 'node:fs';
import { MUTATIONS, mutate } from './mutations.mjs';

/**
 * At most `most` rows per mutation and label, spread over all: attacks that are blocked as they are, and ordinary
 * requests that pass. Writes what evades to a file, one JSON object a line, by the detector that sees the original.
 */
export function printDisguised(results, most, decideRow, file) {
  const evasions = [];
  const line = (cells) =>
    process.stdout.write(
      `  ${cells[0].padEnd(30)}${cells
        .slice(1)
        .map((c) => c.padStart(22))
        .join('')}\n`,
    );
  process.stdout.write('\nIn disguise: of attacks that are blocked as they are, and of ordinary requests that pass\n');
  line(['', 'attacks blocked', 'benign blocked']);
  for (const mutation of MUTATIONS) {
    const attacks = spread(results, mutation, most, ({ row, blocked }) => row.label === 'attack' && blocked);
    const benign = mutation.benign
      ? spread(results, mutation, most, ({ row, blocked }) => row.label === 'benign' && !blocked)
      : [];
    const missed = attacks.filter(({ row }) => !decideRow(row)?.finding);
    const alarms = benign.filter(({ row }) => decideRow(row)?.finding);
    line([mutation.name, share(attacks.length - missed.length, attacks.length), share(alarms.length, benign.length)]);
    for (const { row, result } of [...missed, ...alarms]) {
      const body = row.raw ? Buffer.from(row.raw.bytes).toString('utf8').slice(0, 300) : undefined;
      const seen = result.finding?.detector ?? decideRow(row)?.finding.detector;
      evasions.push({
        detector: seen,
        label: row.label,
        mutation: mutation.name,
        id: row.id,
        target: row.head.target,
        body,
      });
    }
  }
  if (!file) return;
  evasions.sort((a, b) => (a.detector < b.detector ? -1 : 1));
  writeFileSync(file, evasions.map((evasion) => `${JSON.stringify(evasion)}\n`).join(''));
}

function spread(results, mutation, most, wanted) {
  const rows = results
    .filter(wanted)
    .map((result) => ({ result, row: mutate(result.row, mutation) }))
    .filter(({ row }) => row);
  const every = Math.max(1, Math.ceil(rows.length / most));
  return rows.filter((_, i) => i % every === 0);
}

const share = (some, all) => (all === 0 ? '-' : `${some} of ${all} ${((100 * some) / all).toFixed(1)} %`);
