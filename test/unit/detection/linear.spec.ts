import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import { expressionsOf } from './expressions.js';

/** Expressions over shapes of SQL tokens: at most 1000 characters, whatever the request. */
const OVER_SHAPES = /detectors\/sql\/(?:bare|quoted|statement|grammar|sighting)\.ts$/;
const FOLDER = fileURLToPath(new URL('../../../src/detection', import.meta.url));

describe('Expressions on request data', () => {
  it('are linear: an automaton-based checker knows no input that makes one of them slow', async () => {
    const expressions = await expressionsOf(FOLDER, () => import('../../../src/detection/index.js'));
    expect(expressions.length).toBeGreaterThan(200);
    const slow = expressions
      .filter(({ where }) => !OVER_SHAPES.test(where))
      .filter(
        ({ source, flags }) => checkSync(source, flags, { checker: 'automaton', timeout: 150 }).status === 'vulnerable',
      );
    expect(slow).toEqual([]);
  }, 120_000);
});
