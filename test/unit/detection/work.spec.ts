import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { DEFAULT_DETECTION_SETTINGS } from '../../../src/detection/index.js';
import { DETECTORS } from '../../../src/detection/detectors/index.js';
import { engine, settings } from './verdict.js';

interface Input {
  readonly shape: string;
  readonly unit: string;
}
interface Shapes {
  readonly SHAPES: Readonly<
    Record<
      string,
      (unit: string, size: number) => (on: unknown, within: unknown) => () => { unread?: string } | undefined
    >
  >;
  readonly TOKENS: readonly string[];
}
const INPUTS = new URL('../../../bench/detection/growth-inputs.mjs', import.meta.url).href;
const { SHAPES, TOKENS } = (await import(INPUTS)) as Shapes;
const SEEDS = JSON.parse(
  readFileSync(new URL('../../attacks/growth.json', import.meta.url), 'utf8'),
) as readonly Input[];
const LIMIT = DEFAULT_DETECTION_SETTINGS.maxBodyBytes;

/** What a parser of JSON that refuses a text takes, in characters of an expression: it builds an error. */
const OF_A_REFUSAL = 250;

/** Characters that expressions go over while `run` does, wherever a match begins, and what is parsed in vain; no clock. */
function charactersRead(run: () => void): number {
  let characters = 0;
  const { parse } = JSON;
  JSON.parse = (text: string): unknown => {
    characters += OF_A_REFUSAL;
    const parsed: unknown = parse(text);
    characters -= OF_A_REFUSAL;
    return parsed;
  };
  const exec = Object.getOwnPropertyDescriptor(RegExp.prototype, 'exec')!;
  const original = exec.value as (this: RegExp, text: string) => RegExpExecArray | null;
  Object.defineProperty(RegExp.prototype, 'exec', {
    ...exec,
    value(this: RegExp, text: string) {
      const from = this.global || this.sticky ? this.lastIndex : 0;
      const found = original.call(this, text);
      const to = found ? found.index + found[0].length : text.length;
      // What is bound to one place looks no further than its own length.
      const bound = this.sticky || this.source.startsWith('^');
      characters += 1 + (bound ? Math.min(to - from, 100) : to - from);
      return found;
    },
  });
  try {
    run();
  } finally {
    Object.defineProperty(RegExp.prototype, 'exec', exec);
    JSON.parse = parse;
  }
  return characters;
}

/** A step is more than a character of an expression: rooms do other things too. A body is parsed beside. */
const BY_CHARACTER = 2;
const BY_STEP = 0.5;

function keepsTo(maxSteps: number, { shape, unit }: Input): void {
  const run = SHAPES[shape]!(unit, LIMIT)(engine, settings({ maxSteps }));
  const read = charactersRead(run);
  const most = BY_STEP * maxSteps + BY_CHARACTER * LIMIT;
  expect({ shape, unit, read: Math.max(read, most) }).toEqual({ shape, unit, read: most });
}

describe('The work of expressions', () => {
  it.each(SEEDS)('is within the steps, however few they are: $shape of $unit', (input) => {
    keepsTo(100_000, input);
    keepsTo(1_000_000, input);
  });

  it('is within the steps for whatever is made of what rooms look for', () => {
    const tokens = [...TOKENS, ...DETECTORS.flatMap(({ triggers }) => triggers)];
    const units = fc.array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...Object.keys(SHAPES)), units, (shape, unit) => keepsTo(300_000, { shape, unit })),
      { numRuns: 150 },
    );
  });
});
