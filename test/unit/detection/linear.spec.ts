import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import { expressionsOf } from './expressions.js';

/** Expressions over shapes of SQL tokens: at most 1000 characters, whatever the request. */
const OVER_SHAPES = /detectors\/sql\/(?:bare|quoted|statement|grammar|sighting)\.ts$/;
const SOURCES = fileURLToPath(new URL('../../../src', import.meta.url));
const DETECTION = join(SOURCES, 'detection');

describe('Expressions of the package', () => {
  it('are linear: an automaton-based checker knows no input that makes one of them slow', async () => {
    const expressions = await expressionsOf(SOURCES, () => import('../../../src/detection/index.js'));
    expect(expressions.filter(({ where }) => where.startsWith(DETECTION)).length).toBeGreaterThan(200);
    expect(expressions.filter(({ where }) => !where.startsWith(DETECTION)).length).toBeGreaterThan(30);
    const slow = expressions
      .filter(({ where }) => !OVER_SHAPES.test(where))
      .filter(
        ({ source, flags }) => checkSync(source, flags, { checker: 'automaton', timeout: 150 }).status === 'vulnerable',
      );
    expect(slow).toEqual([]);
  }, 300_000);

  it('are built from texts only where the texts are the own rules; what users write runs on RE2', () => {
    const building = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.startsWith('detection'))
      .filter((name) => /\bRegExp\(/.test(readFileSync(join(SOURCES, name), 'utf8')));
    expect(building).toEqual([]);
    const linear = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(SOURCES, name), 'utf8').includes("'re2js'"));
    expect(linear).toEqual([join('kernel', 'pattern.ts')]);
  });
});
