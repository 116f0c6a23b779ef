import { readFileSync } from 'node:fs';
import { DEFAULT_DETECTION_SETTINGS } from '../../../src/detection/index.js';
import { DETECTORS } from '../../../src/detection/detectors/index.js';
import { engineOver } from '../../../src/detection/engine.js';
import { RuleSet } from '../../../src/detection/rules.js';
import { type Detector } from '../../../src/detection/subject.js';
import { type DetectionEngine, type DetectionTrace } from '../../../src/detection/types.js';

/** What `npm run bench:growth` found to take longest: a unit that is repeated, and the shape in which it is sent. */
const SEEDS = JSON.parse(readFileSync(new URL('../../attacks/growth.json', import.meta.url), 'utf8')) as {
  readonly shape: keyof typeof SHAPES;
  readonly unit: string;
}[];
const LIMIT = DEFAULT_DETECTION_SETTINGS.maxBodyBytes;
const settings = DEFAULT_DETECTION_SETTINGS;

const pieces = (text: string, length: number): string[] =>
  Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length));
type Inspect = (engine: DetectionEngine, text: string, trace: DetectionTrace) => unknown;
const parsed =
  (bodyOf: (text: string) => unknown): Inspect =>
  (engine, text, trace) =>
    engine.inspectParsedBody(bodyOf(text), 'application/json', settings, trace);
const raw =
  (type: string, before = ''): Inspect =>
  (engine, text, trace) =>
    engine.inspectRawBody({ bytes: Buffer.from(before + text), type, truncated: false }, settings, trace);
const SHAPES = {
  'one field': parsed((text) => ({ text })),
  'fields of 2048': parsed((text) => pieces(text, 2048)),
  'fields of 64': parsed((text) => pieces(text, 64)),
  keys: parsed((text) => Object.fromEntries(pieces(text, 24).map((key, i) => [key + i, 1]))),
  text: raw('text/html'),
  form: raw('application/x-www-form-urlencoded', 'a='),
  xml: raw('application/xml', '<a>'),
  'damaged json': raw('application/json', '{'),
  'multipart as it is': raw('multipart/form-data; boundary=b'),
} as const;

let steps = 0;
let texts = 0;
const rules = new RuleSet(DETECTORS);
const counting = DETECTORS.map((detector, index): Detector => ({
  ...detector,
  detect(subject) {
    const before = subject.allowance;
    const match = detector.detect(subject);
    steps += rules.cost(1 << index, subject) + before - subject.allowance;
    return match;
  },
}));
const engine = engineOver(new RuleSet(counting));
const count = (): void => void texts++;
const trace: DetectionTrace = { text: count, view: count, match: () => {}, unread: () => {} };

/** What an inspection does, in steps of rooms and in texts, counted without a clock. */
function workOf(shape: keyof typeof SHAPES, unit: string, size: number): { steps: number; texts: number } {
  steps = texts = 0;
  SHAPES[shape](engine, unit.repeat(Math.ceil(size / unit.length)).slice(0, size), trace);
  return { steps, texts };
}

describe('What takes longest', () => {
  it.each(SEEDS)('keeps its bounds at the limit of a body: $shape of $unit', ({ shape, unit }) => {
    const work = workOf(shape, unit, LIMIT);
    // Each room counts what belongs to a text once more, and of a text that is cut both ends are read.
    expect(work.steps).toBeLessThan(3 * settings.maxSteps);
    expect(work.texts).toBeLessThanOrEqual(9 * settings.maxValues);
  });

  it.each(SEEDS)('takes no more steps by character where there are more: $shape of $unit', ({ shape, unit }) => {
    const small = workOf(shape, unit, 2048).steps / 2048;
    expect(workOf(shape, unit, 8 * LIMIT).steps / (8 * LIMIT)).toBeLessThanOrEqual(2 * small + 1);
  });
});
