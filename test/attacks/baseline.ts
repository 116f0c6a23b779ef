import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const PLACES = [
  'query',
  'key',
  'path',
  'header',
  'cookie',
  'json',
  'form',
  'xml',
  'multipart',
  'file',
  'filename',
  'graphql',
] as const;

/** A text, where it stands, and what the engine says of it: a category and a detector, or `-`. Own examples. */
export interface Example {
  readonly text: string;
  readonly place: (typeof PLACES)[number];
  /** The name of the parameter, header or field; `q` where absent. */
  readonly name?: string;
  readonly verdict: string;
}

/** One JSON object a line. `npm run baseline` writes the verdicts anew. */
export const BASELINE = fileURLToPath(new URL('./baseline.jsonl', import.meta.url));

export const EXAMPLES: readonly Example[] = readFileSync(BASELINE, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Example);
