import { type Reader } from '../../reader.js';
import { type Place } from '../../types.js';
import { documentStrings, isGraphql } from './literals.js';
import { excess } from './measure.js';

/** Whether a value under this name may be a GraphQL document. */
export const mayBeDocument = (name: string | undefined): boolean => name === 'query' || name === 'referer.query';

/**
 * Reads a text as a GraphQL document: its size against the limits, and its string literals as values. False where it is
 * none, and nothing but its size was looked at.
 */
export function readDocument(
  reader: Reader,
  text: string,
  kind: Place['kind'],
  name: string | undefined,
  declared = false,
): boolean {
  const found = excess(text, reader.settings.graphql);
  if (found) reader.report('graphql', { category: 'graphql', confidence: 1, ...found }, text, kind, name);
  if (!declared && !isGraphql(text)) return false;
  for (const literal of documentStrings(text)) if (reader.read(literal, 'value', kind, name)) break;
  return true;
}

/** Holds the number of operations in a batch, a list of `{ query }`, against its limit. */
export function readBatch(
  reader: Reader,
  list: readonly unknown[],
  kind: Place['kind'],
  name: string | undefined,
): void {
  const { maxBatch } = reader.settings.graphql;
  if (list.length <= maxBatch || !list.slice(0, maxBatch + 1).every(isOperation)) return;
  const match = { category: 'graphql', what: 'batch', confidence: 1, offset: 0 } as const;
  reader.report('graphql', match, `${list.length} operations`, kind, name);
}

/** An operation of a batch: a document, or the reference to one that the server has. */
function isOperation(item: unknown): boolean {
  if (typeof item !== 'object' || item === null) return false;
  const { query, extensions } = item as { query?: unknown; extensions?: { persistedQuery?: unknown } | null };
  return typeof query === 'string' ? isGraphql(query) : query === undefined && extensions?.persistedQuery !== undefined;
}
