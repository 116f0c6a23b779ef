import { type Reader } from '../reader.js';
import { type Recurring } from '../recurring.js';
import { type RequestHead } from '../types.js';
import { readName } from './framing.js';
import { readPairs } from './pairs.js';

/** Headers whose values the server itself reads, and those that were read already. */
const LEFT_OUT = new Set(['cookie', 'host', 'connection', 'content-length', 'transfer-encoding', 'sec-websocket-key']);

/** Headers with a grammar of the protocol, whose quotes and semicolons mean nothing. */
const GRAMMAR =
  /^(?:accept|content-|sec-|cache-control$|pragma$|te$|upgrade|range$|expect$|priority$|if-|dnt$|save-data$|via$|forwarded$|authorization$|proxy-)/;

/** Reads header values, and the query of a Referer as a query. */
export function readHeaders(reader: Reader, headers: RequestHead['headers'], recurring: Recurring): void {
  const excluded = reader.settings.exclude.headers;
  for (const name in headers) {
    if (reader.done) return;
    if (LEFT_OUT.has(name) || excluded.has(name)) continue;
    const value = headers[name];
    readName(reader, name, value);
    if (typeof value === 'string') readHeader(reader, name, value, recurring);
    else value?.forEach((one) => readHeader(reader, name, one, recurring));
  }
}

function readHeader(reader: Reader, name: string, value: string, recurring: Recurring): void {
  const known = recurring.get(name);
  if (known) {
    reader.readRecurring(value, known, name);
    return;
  }
  const role = GRAMMAR.test(name) ? 'grammar' : /file-?_?name$/.test(name) ? 'filename' : 'header';
  if (reader.read(value, role, 'header', name) || name !== 'referer') return;
  const query = value.indexOf('?');
  if (query >= 0) readPairs(reader, value, 'header', reader.settings.exclude.params, query + 1, 'referer.');
}
