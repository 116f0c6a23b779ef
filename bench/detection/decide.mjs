// One decision, and its time.

/** Head first, then the body, as the guard does. */
export function decide(engine, settings, { head, raw }) {
  const first = engine.inspectHead(head, settings);
  if (first?.finding || !raw) return first;
  return engine.inspectRawBody(raw, settings) ?? first;
}

/** Lets the compiler see everything before the clock runs. */
export function warmUp(engine, settings, rows) {
  for (const row of rows) decide(engine, settings, row);
}

/** The best of three repetitions, each long enough for the clock; microseconds. */
export function timed(run) {
  let best = Infinity;
  let inspection;
  for (let repetition = 0; repetition < 3; repetition++) {
    const start = process.hrtime.bigint();
    inspection = run();
    const micros = Number(process.hrtime.bigint() - start) / 1000;
    if (micros < best) best = micros;
  }
  return { micros: best, inspection };
}
