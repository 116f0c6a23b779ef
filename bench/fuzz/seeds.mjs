// What is changed: texts of our own, and the requests of a corpus where one is given.
import { existsSync, readFileSync } from 'node:fs';
import { readRows } from '../detection/rows.mjs';
import { WORDS } from './words.mjs';

const OWN = new URL('../../test/attacks/baseline.jsonl', import.meta.url);

export function seedsFor(corpus) {
  const lines = existsSync(OWN) ? readFileSync(OWN, 'utf8').trim().split('\n') : [];
  const texts = lines.map((line) => JSON.parse(line).text).filter((text) => text.length < 2000);
  return { texts: texts.length > 0 ? texts : WORDS, rows: corpus ? readRows(corpus) : [] };
}
