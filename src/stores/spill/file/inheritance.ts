import { readdir, stat } from 'node:fs/promises';
import { Segment } from './segment.js';

/**
 * The segments of the journals that the dead left: first those with batches, the newest first, since they say what of
 * those before them and of the others must not be read; then the rest by age. Also the folders that hold none.
 */
export async function inherit(folders: readonly string[]): Promise<{ segments: Segment[]; empty: string[] }> {
  const found: { segment: Segment; written: number }[] = [];
  const empty: string[] = [];
  for (const folder of folders) {
    const names = Segment.namesAmong(await readdir(folder));
    if (names.length === 0) empty.push(folder);
    for (const name of names) {
      const { size, mtimeMs } = await stat(Segment.logOf(folder, name));
      found.push({ segment: Segment.found(folder, name, size), written: mtimeMs });
    }
  }
  const byAge = found.sort((one, other) => one.written - other.written).map(({ segment }) => segment);
  const batches = byAge.filter((segment) => segment.holdsBatches).reverse();
  return { segments: [...batches, ...byAge.filter((segment) => !segment.holdsBatches)], empty };
}
