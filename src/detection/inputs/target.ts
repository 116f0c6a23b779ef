import { decodePercent } from '../normalise/index.js';
import { type Reader } from '../reader.js';
import { type RecurringTexts } from '../recurring.js';
import { readPairs } from './pairs.js';

/** Reads a request target: the path as a whole, its segments where they are more than plain names, and the query. */
export function readTarget(reader: Reader, target: string, names: RecurringTexts): void {
  const query = target.indexOf('?');
  const end = query < 0 ? target.length : query;
  if (end > 0) readPath(reader, target.slice(0, end));
  if (query < 0 || reader.done) return;
  readPairs(reader, target, 'query', reader.settings.exclude.params, { start: query + 1, names });
}

/** Letters, digits and the signs that names, versions, numbers and addresses in paths have. */
const PLAIN = /^[\w.~@:,\-/]*$/;
const PLAIN_SEGMENT = /^[\w.~@:,-]*$/;

function readPath(reader: Reader, raw: string): void {
  if (reader.read(raw, 'path', 'path')) return;
  if (PLAIN.test(raw)) {
    readLongSegments(reader, raw);
    return;
  }
  const path = decodePercent(raw);
  if (path !== raw && reader.read(path, 'path', 'path')) return;
  let first = -1;
  for (let at = 1; at <= path.length && !reader.done;) {
    const slash = path.indexOf('/', at);
    const end = slash < 0 ? path.length : slash;
    const segment = path.slice(at, end);
    if (!PLAIN_SEGMENT.test(segment)) {
      if (first < 0) first = at;
      if (reader.read(segment, 'segment', 'path')) return;
    }
    at = end + 1;
  }
  // A payload may hold slashes itself: the rest of the path, from where it ceases to be plain, is one text too.
  if (first >= 0 && path.indexOf('/', first) >= 0) reader.read(path.slice(first), 'segment', 'path');
}

/** Plain segments matter only where they may be encoded as a whole. */
function readLongSegments(reader: Reader, path: string): void {
  if (path.length <= LONG) return;
  for (let at = 1; at < path.length;) {
    const slash = path.indexOf('/', at);
    const end = slash < 0 ? path.length : slash;
    if (end - at >= LONG && reader.read(path.slice(at, end), 'segment', 'path')) return;
    at = end + 1;
  }
}

const LONG = 12;
