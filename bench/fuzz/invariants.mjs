// What holds of every inspection, whatever is inspected.
import { isDeepStrictEqual } from 'node:util';
import { compressed } from './cases.mjs';

const BEFORE = 20;
const LENGTH = 100;
const LOTS = 8;

/**
 * Checks one case; answers what does not hold, in words. The costlier rules are held by lot, one for most cases; all of
 * them where `all` is set.
 */
export function violations({ engine, thorough, settings: general, categories }, given, random, all = false) {
  const settings = { ...general, ...given.bounds };
  const ask = (by, trace) => inspect(by, given, settings, trace);
  const first = ask(engine);
  const wrong = [...wellFormed(first, categories), ...unreadOf(first, given, settings)];
  const lot = random.below(LOTS);
  const drawn = (...lots) => all || lots.includes(lot);
  if (drawn(0)) wrong.push(...differ('asked again', first, ask(engine)));
  if (drawn(1)) wrong.push(...hidden(first, ask(thorough)));
  if (drawn(2)) wrong.push(...traced(first, (trace) => ask(engine, trace), settings));
  if (drawn(3, 4)) wrong.push(...twins(engine, given, settings, first, random));
  return wrong;
}

function inspect(engine, { kind, head, value, type, raw }, settings, trace) {
  if (kind === 'head') return engine.inspectHead(head, settings, trace);
  if (kind === 'raw') return engine.inspectRawBody(raw, settings, trace);
  return engine.inspectParsedBody(value, kind === 'json' ? 'application/json' : type, settings, trace);
}

const differ = (what, one, other) =>
  isDeepStrictEqual(one, other) ? [] : [`${what}: ${JSON.stringify(one)} is not ${JSON.stringify(other)}`];

/** What every room together sees, the engine sees too: perhaps in a later reading, or another room first. */
const hidden = (first, all) =>
  // Without the automaton a request costs more rooms, and may be over its budget sooner.
  all?.unread === 'budget' || (first?.finding === undefined) === (all?.finding === undefined)
    ? []
    : [`without the automaton: ${JSON.stringify(first)} is not ${JSON.stringify(all)}`];

function wellFormed(inspection, categories) {
  const finding = inspection?.finding;
  if (!finding) return [];
  const { category, confidence, offset, excerpt, steps } = finding;
  const wrong = [];
  if (!categories.includes(category)) wrong.push(`no category: ${category}`);
  if (!(confidence > 0 && confidence <= 1)) wrong.push(`no confidence: ${confidence}`);
  if (!Number.isInteger(offset) || offset < 0) wrong.push(`no offset: ${offset}`);
  if (excerpt.length > LENGTH) wrong.push(`an excerpt of ${excerpt.length}`);
  if (!Array.isArray(steps)) wrong.push('no steps');
  return wrong;
}

/** What was not read is said. */
function unreadOf(inspection, { kind, raw, value }, settings) {
  if (inspection?.finding || inspection?.unread) return [];
  if (kind === 'raw' && raw.truncated) return ['the bytes are a prefix, and nothing is marked'];
  if (kind === 'raw' && raw.bytes.length > settings.maxBodyBytes)
    return ['bytes over the limit, and nothing is marked'];
  if (kind === 'json' && depthOf(value) > settings.maxDepth) return ['deeper than the limit, and nothing is marked'];
  return [];
}

const depthOf = (value) =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;

/** A trace changes nothing, tells of every text within the bounds, and of the text that the finding is in. */
function traced(first, ask, { maxValues, maxChars }) {
  let texts = 0;
  let chars = 0;
  let text = '';
  let seen;
  let reason;
  const inspection = ask({
    text: (one) => {
      text = one;
      texts++;
      chars += one.length;
    },
    view: (one) => (text = one),
    match: (finding, _needed, fate) => (seen = fate === 'blocks' ? { finding, text } : seen),
    unread: (one) => (reason ??= one),
  });
  const wrong = differ('with a trace', first, inspection);
  if (texts > maxValues || chars > maxChars) wrong.push(`read ${texts} texts of ${chars} characters`);
  if (reason !== inspection?.unread) wrong.push(`told of ${reason}, marked ${inspection?.unread}`);
  const { finding } = inspection ?? {};
  if (!finding) return wrong;
  const start = Math.max(0, finding.offset - BEFORE);
  if (finding.offset > seen.text.length)
    wrong.push(`offset ${finding.offset} of ${seen.text.length}: ${finding.detector}`);
  if (finding.excerpt !== seen.text.slice(start, start + LENGTH)) wrong.push('the excerpt is not of the text');
  return wrong;
}

/** The same, in another form: JSON as text, bytes compressed in pieces. */
function twins(engine, { kind, value, raw, plain }, settings, first, random) {
  if (kind === 'json' && typeof value === 'object' && value !== null) {
    const bytes = Buffer.from(JSON.stringify(value));
    // The limits of bytes are met by the one form only, and a name of the prototype is none once it is parsed again.
    if (bytes.length > settings.maxBodyBytes) return [];
    const type = 'application/json';
    const twin = engine.inspectRawBody({ bytes, type, truncated: false }, settings);
    return differ('as text', engine.inspectParsedBody(JSON.parse(bytes.toString()), type, settings), twin);
  }
  if (kind !== 'raw' || raw.truncated || plain.length > settings.maxBodyBytes) return [];
  const packed = compressed(random, plain);
  return differ(`as ${packed.encoding}`, first, engine.inspectRawBody({ ...raw, ...packed }, settings));
}
