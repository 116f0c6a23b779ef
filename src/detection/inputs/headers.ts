import { type Reader } from '../reader.js';
import { type Recurring, type RecurringTexts } from '../recurring.js';
import { type RequestHead } from '../types.js';
import { readName } from './framing.js';
import { readPairs } from './pairs.js';

/** Headers whose values the server itself reads, and those that were read already. */
const LEFT_OUT = new Set(['cookie', 'host', 'connection', 'content-length', 'transfer-encoding', 'sec-websocket-key']);

/** Headers with a grammar of the protocol, whose quotes and semicolons mean nothing. */
const GRAMMAR =
  /^(?:accept|content-|sec-|cache-control$|pragma$|te$|upgrade|range$|expect$|priority$|if-|dnt$|save-data$|via$|forwarded$|authorization$|proxy-)/;

/** Reads header values, and the query of a Referer as a query. */
export function readHeaders(reader: Reader, headers: RequestHead['headers'], recurring: Recurring['headers']): void {
  const excluded = reader.settings.exclude.headers;
  for (const name in headers) {
    if (reader.done) return;
    if (excluded.size > 0 && excluded.has(name)) continue;
    const value = headers[name];
    const known = recurring.get(name);
    if (known && typeof value === 'string') reader.readRecurring(value, known, 'header', name);
    else if (!LEFT_OUT.has(name)) {
      readName(reader, name, value);
      if (typeof value === 'string') readHeader(reader, name, value, known);
      else value?.forEach((one) => readHeader(reader, name, one, known));
    }
  }
}

function readHeader(reader: Reader, name: string, value: string, known: RecurringTexts | undefined): void {
  if (known) {
    reader.readRecurring(value, known, 'header', name);
    return;
  }
  const role = GRAMMAR.test(name) ? 'grammar' : /file-?_?name$/.test(name) ? 'filename' : 'header';
  if (reader.read(value, role, 'header', name) || name !== 'referer') return;
  const query = value.indexOf('?');
  if (query >= 0)
    readPairs(reader, value, 'header', reader.settings.exclude.params, { start: query + 1, prefix: 'referer.' });
}
