// One decision, and its time.

/** Head first, then the body, as the guard does. */
export function decide(engine, settings, { head, raw }) {
  const first = engine.inspectHead(head, settings);
  if (first?.finding || !raw) return first;
  return engine.inspectRawBody(raw, settings) ?? first;
}

/** Lets the compiler see everything before the clock runs. */
export function warmUp(decideRow, rows) {
  for (const row of rows) decideRow(row);
}

/** Each of several in turn, three times over: its answer, and the best of its times in microseconds. */
export function timedInTurn(runs) {
  const results = runs.map(() => ({ answer: undefined, micros: Infinity }));
  for (let repetition = 0; repetition < 3; repetition++) {
    for (const [i, run] of runs.entries()) {
      const start = process.hrtime.bigint();
      results[i].answer = run();
      results[i].micros = Math.min(results[i].micros, Number(process.hrtime.bigint() - start) / 1000);
    }
  }
  return results;
}
