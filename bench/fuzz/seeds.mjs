// What is changed: texts of our own, and the requests of a corpus where one is given.
import { existsSync, readFileSync } from 'node:fs';
import { readRows } from '../detection/rows.mjs';
import { WORDS } from './words.mjs';

const OWN = new URL('../../test/attacks/baseline.jsonl', import.meta.url);
/** What led to something once may do so again, changed. */
const FOUND = new URL('../../test/fuzz/found.jsonl', import.meta.url);

export function seedsFor(corpus) {
  const own = linesOf(OWN).map(({ text }) => text);
  const found = linesOf(FOUND).flatMap(({ given }) => stringsOf(given.head ?? given.value ?? given.text));
  const texts = [...own, ...found].filter((text) => text !== '' && text.length < 2000);
  return { texts: texts.length > 0 ? texts : WORDS, rows: corpus ? readRows(corpus) : [] };
}

const linesOf = (file) =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];

/** The strings of a value, and its names. */
const stringsOf = (value) =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => [...(Array.isArray(value) ? [] : [name]), ...stringsOf(inner)])
      : [];
