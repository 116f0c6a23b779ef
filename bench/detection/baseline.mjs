// Verdicts that are kept: a line for each row, with its id and what was found. No text of the corpus is in it.
import { readFileSync, writeFileSync } from 'node:fs';

const verdictOf = ({ finding }) => (finding ? `${finding.category} ${finding.detector}` : '-');

export function saveBaseline(file, results) {
  const lines = results.map((result) => `${result.row.id} ${verdictOf(result)}`).sort();
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Prints every verdict that changed against a stored result. */
export function printChanges(file, results) {
  const before = new Map(
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
  const changed = results
    .map((result) => ({ row: result.row, was: before.get(result.row.id) ?? 'unknown', is: verdictOf(result) }))
    .filter(({ was, is }) => was !== is);
  const unseen = before.size - results.filter(({ row }) => before.has(row.id)).length;
  process.stdout.write(
    `\nChanged against ${file}: ${changed.length}${unseen > 0 ? `; ${unseen} rows are gone` : ''}\n`,
  );
  for (const { row, was, is } of changed) {
    process.stdout.write(`  ${row.id} ${row.label} ${row.source} ${row.category} ${row.place}: ${was} -> ${is}\n`);
  }
}
