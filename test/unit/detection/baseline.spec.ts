import { writeFileSync } from 'node:fs';
import { DETECTION_CATEGORIES } from '../../../src/detection/index.js';
import { verdictOf } from '../../attacks/ask.js';
import { BASELINE, type Example, EXAMPLES, PLACES } from '../../attacks/baseline.js';

/** `npm run baseline` writes the verdicts in place of holding them. */
const WRITES = process.env['BASELINE'] === 'write';

interface Change {
  readonly example: Example;
  readonly now: string;
}

const kindOf = ({ example, now }: Change): string =>
  example.verdict === '-'
    ? 'passed before, is blocked now'
    : now === '-'
      ? 'was blocked before, passes now'
      : 'is blocked for something else';

/** Every verdict that changed, in lines, by what that means. */
function report(changes: readonly Change[]): string {
  const kinds = [...new Set(changes.map(kindOf))].sort();
  return kinds
    .flatMap((kind) => {
      const those = changes.filter((change) => kindOf(change) === kind);
      const lines = those.map(
        ({ example: { text, place, name, verdict }, now }) =>
          `  ${place}${name === undefined ? '' : ` ${name}`} ${JSON.stringify(text)}: ${verdict} -> ${now}`,
      );
      return [`${those.length} ${kind}:`, ...lines];
    })
    .join('\n');
}

describe('The baseline of verdicts', () => {
  it('is what the engine says; where a change is meant, `npm run baseline` writes it', () => {
    const changes = EXAMPLES.map((example) => ({ example, now: verdictOf(example) })).filter(
      ({ example, now }) => now !== example.verdict,
    );
    if (WRITES) {
      const lines = EXAMPLES.map((example) => JSON.stringify({ ...example, verdict: verdictOf(example) }));
      writeFileSync(BASELINE, `${lines.join('\n')}\n`);
      process.stdout.write(`${report(changes)}\n${changes.length} of ${EXAMPLES.length} changed\n`);
    } else if (changes.length > 0) throw new Error(`Verdicts changed. Meant so? npm run baseline\n${report(changes)}`);
  });

  it('tells what a change means', () => {
    const example: Example = { text: 'a', place: 'query', name: 'b', verdict: '-' };
    const other: Example = { text: 'c', place: 'json', verdict: 'xss html:url' };
    expect(
      report([
        { example, now: 'sqli sql:x' },
        { example: other, now: '-' },
      ]),
    ).toBe(
      '1 passed before, is blocked now:\n  query b "a": - -> sqli sql:x\n' +
        '1 was blocked before, passes now:\n  json "c": xss html:url -> -',
    );
  });

  it('has examples of every category and every place, each once, and of what passes', () => {
    const categories = new Set(EXAMPLES.map(({ verdict }) => verdict.split(' ')[0]));
    expect(DETECTION_CATEGORIES.filter((category) => !categories.has(category))).toEqual(OF_FORM);
    expect(PLACES.filter((place) => !EXAMPLES.some((example) => example.place === place))).toEqual([]);
    const keys = EXAMPLES.map(({ text, place, name }) => JSON.stringify([text, place, name]));
    expect(new Set(keys).size).toBe(keys.length);
    expect(EXAMPLES.length).toBeGreaterThan(1500);
    expect(EXAMPLES.filter(({ verdict }) => verdict === '-').length).toBeGreaterThan(500);
  });
});

/** Of what has a form, not a text: see `inputs/graphql.spec.ts`. */
const OF_FORM = ['graphql'];
