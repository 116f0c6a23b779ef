import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DETECTORS } from '../../../src/detection/detectors/index.js';
import { engineOver } from '../../../src/detection/engine.js';
import {
  createDetectionEngine,
  DEFAULT_DETECTION_SETTINGS,
  DETECTION_CATEGORIES,
  type DetectionEngine,
} from '../../../src/detection/index.js';
import { RuleSet, UnfilteredRuleSet } from '../../../src/detection/rules.js';

/** The fuzzer of `bench/fuzz.mjs`, over the sources in place of the build. */
interface Engines {
  engine: DetectionEngine;
  thorough: DetectionEngine;
  settings: object;
  categories: readonly string[];
}
const load = async <T>(name: string): Promise<T> => (await import(join(process.cwd(), 'bench/fuzz', name))) as T;
const { violations } = await load<{
  violations(engines: Engines, given: unknown, random: unknown, all: boolean): string[];
}>('invariants.mjs');
const { caseOf, fromData } = await load<{
  caseOf(random: unknown, seeds: unknown): unknown;
  fromData(data: unknown): unknown;
}>('cases.mjs');
const { Random } = await load<{ Random: new (seed: number, execution: number) => unknown }>('random.mjs');
const { seedsFor } = await load<{ seedsFor(corpus?: string): unknown }>('seeds.mjs');

const engines: Engines = {
  engine: createDetectionEngine(),
  thorough: engineOver(new UnfilteredRuleSet(DETECTORS)),
  settings: DEFAULT_DETECTION_SETTINGS,
  categories: DETECTION_CATEGORIES,
};
const FOUND = readFileSync(join(process.cwd(), 'test/fuzz/found.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as { found: string; given: unknown });

describe('what the fuzzer holds of every inspection', () => {
  it.each(FOUND)('holds of what it has found before: $found', ({ given }) => {
    for (let lot = 0; lot < 5; lot++) {
      expect(violations(engines, fromData(given), new Random(1, lot), true)).toEqual([]);
    }
  });

  it('holds of further cases', () => {
    const seeds = seedsFor();
    for (let execution = 0; execution < 2000; execution++) {
      const random = new Random(20261129, execution);
      const given = caseOf(random, seeds);
      expect([execution, ...violations(engines, given, random, false)]).toEqual([execution]);
    }
  });

  it('is missed where it does not hold', () => {
    const given = { kind: 'json', value: { a: '<svg onload=x()>' } };
    const blind = { ...engines, engine: engineOver(new RuleSet([])) };
    const erratic = { ...engines, engine: alternating(engines.engine, blind.engine) };
    const [hidden] = violations(blind, given, new Random(1, 1), true);
    expect(hidden).toMatch(/^without the automaton: undefined is not/);
    expect(violations(erratic, given, new Random(1, 1), true).join()).toMatch(/asked again/);
  });
});

/** One engine and the other in turn. */
function alternating(one: DetectionEngine, other: DetectionEngine): DetectionEngine {
  let calls = 0;
  const turn = (): DetectionEngine => (calls++ % 2 === 0 ? one : other);
  return {
    inspectHead: (...args) => turn().inspectHead(...args),
    inspectParsedBody: (...args) => turn().inspectParsedBody(...args),
    inspectRawBody: (...args) => turn().inspectRawBody(...args),
  };
}
