import { type Reader } from '../reader.js';
import { type Place } from '../types.js';
import { mayBeDocument, readDocument } from './graphql/index.js';
import { innerJson } from './json.js';
import { readLeaves } from './leaves.js';

/** Reads one value: as JSON where it is a whole JSON object or array, so that punctuation is not taken for syntax. */
export function readValue(reader: Reader, text: string, kind: Place['kind'], name: string | undefined): boolean {
  const parsed = innerJson(reader, text);
  if (parsed !== undefined) {
    readLeaves(reader, parsed, kind, name);
    return reader.done;
  }
  if (mayBeDocument(name) && readDocument(reader, text, kind, name)) return reader.done;
  return reader.read(text, 'value', kind, name);
}
