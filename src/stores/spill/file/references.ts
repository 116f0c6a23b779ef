import { type References, type StoredRecord } from './frames.js';
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

/**
 * Makes good what one that was killed between the write of a batch and of its marks could not do any more: removes what
 * the records refer to. Returns the segments that held it.
 */
export function removeReplaced(records: readonly StoredRecord[], among: readonly Segment[]): Segment[] {
  const changed: Segment[] = [];
  for (const { references } of records) {
    if (references === '') continue;
    // Covered by the record's checksum: it is what `referTo` wrote, or the record is not read at all.
    for (const [key, numbers] of JSON.parse(references) as [string, number[]][]) {
      const replaced = among.find((segment) => segment.key === key);
      if (!replaced) continue;
      for (const number of numbers) replaced.remove(number);
      changed.push(replaced);
    }
  }
  return changed;
}
