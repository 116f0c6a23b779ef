import { readFileSync } from 'node:fs';
import { DEFAULT_DETECTION_SETTINGS } from '../../../src/detection/index.js';
import { DETECTORS } from '../../../src/detection/detectors/index.js';
import { engineOver } from '../../../src/detection/engine.js';
import { RuleSet } from '../../../src/detection/rules.js';
import { type Detector } from '../../../src/detection/subject.js';
import { type DetectionEngine, type DetectionSettings, type DetectionTrace } from '../../../src/detection/types.js';

/** What `npm run bench:growth` found to take longest: a unit that is repeated, and the shape in which it is sent. */
const SEEDS = JSON.parse(readFileSync(new URL('../../attacks/growth.json', import.meta.url), 'utf8')) as {
  readonly shape: string;
  readonly unit: string;
}[];
const LIMIT = DEFAULT_DETECTION_SETTINGS.maxBodyBytes;
const settings = DEFAULT_DETECTION_SETTINGS;

interface Shapes {
  readonly SHAPES: Readonly<
    Record<string, (unit: string, size: number) => (on: DetectionEngine, within: DetectionSettings) => () => unknown>
  >;
}
const INPUTS = new URL('../../../bench/detection/growth-inputs.mjs', import.meta.url).href;
const { SHAPES } = (await import(INPUTS)) as Shapes;

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
const counted = engineOver(new RuleSet(counting));
const count = (): void => void texts++;
const trace: DetectionTrace = { text: count, view: count, match: () => {}, unread: () => {} };
const engine: DetectionEngine = {
  inspectHead: (head, within) => counted.inspectHead(head, within, trace),
  inspectParsedBody: (body, type, within) => counted.inspectParsedBody(body, type, within, trace),
  inspectRawBody: (body, within) => counted.inspectRawBody(body, within, trace),
};

/** What an inspection does, in steps of rooms and in texts, counted without a clock. */
function workOf(shape: string, unit: string, size: number): { steps: number; texts: number } {
  steps = texts = 0;
  SHAPES[shape]!(unit, size)(engine, settings)();
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
