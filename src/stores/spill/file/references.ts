import { type References } from './frames.js';
import { type Place, type Segment } from './segment.js';

/** Writes down which records a record takes the place of. */
export function referTo(places: readonly Place[]): References {
  const numbers = new Map<Segment, number[]>();
  for (const { segment, number } of places) {
    const some = numbers.get(segment);
    if (some) some.push(number);
    else numbers.set(segment, [number]);
  }
  return numbers.size === 0 ? '' : JSON.stringify([...numbers].map(([segment, some]) => [segment.key, some]));
}

/** The key of a segment and the numbers of its records, of each that is referred to. */
export function readReferences(references: References): [key: string, numbers: number[]][] {
  // Covered by the record's checksum: it is what `referTo` wrote, or the record is not read at all.
  return references === '' ? [] : (JSON.parse(references) as [string, number[]][]);
}
