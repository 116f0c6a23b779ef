import { decodePercent } from '../normalise/index.js';
import { type Reader } from '../reader.js';
import { type RecurringTexts } from '../recurring.js';
import { Ahead } from '../ahead.js';
import { readValue } from './value.js';

/** Reads a Cookie header pair by pair: names, and values decoded once and out of their quotes. */
export function readCookies(reader: Reader, header: string, names: RecurringTexts): void {
  const { params, headers } = reader.settings.exclude;
  if (headers.has('cookie')) return;
  const semicolon = new Ahead(header, ';');
  const equals = new Ahead(header, '=');
  for (let at = 0; at < header.length && !reader.done;) {
    const end = semicolon.from(at);
    const split = Math.min(equals.from(at), end);
    const name = header.slice(at, split).trim();
    if (!params.has(name)) {
      const decoded = decodePercent(name);
      const usual = split < end && decoded === name;
      if (usual ? reader.readRecurring(name, names, 'cookie', name) : reader.read(decoded, 'name', 'cookie', name))
        return;
      if (split < end && readValue(reader, cookieValue(header.slice(split + 1, end)), 'cookie', name)) return;
    }
    at = end + 1;
  }
}

function cookieValue(raw: string): string {
  const text = raw.trim();
  const quoted = text.length > 1 && text.startsWith('"') && text.endsWith('"');
  return decodePercent(quoted ? text.slice(1, -1) : text);
}
