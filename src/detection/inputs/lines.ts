import { codeAt } from '../code-at.js';
import { type Reader } from '../reader.js';

/** Calendars and cards (RFC 5545, RFC 6350): lines of a name, parameters and a value. */
export const PROPERTIES: ReadonlySet<string> = new Set([
  'text/calendar',
  'text/vcard',
  'text/x-vcard',
  'text/x-vcalendar',
  'text/directory',
]);

/** Reads each property's value, with its folded lines; `LOCATION:` begins a property there, and no header. */
export function readProperties(reader: Reader, text: string): void {
  for (const folded of text.replace(/\r?\n[ \t]/g, '').split('\n')) {
    const line = folded.endsWith('\r') ? folded.slice(0, -1) : folded;
    const colon = valueAt(line);
    if (line !== '' && reader.read(line.slice(colon).trim(), 'value', 'body', /^[^;:]{0,40}/.exec(line)?.[0])) return;
  }
}

/** Where the value begins: after the first colon outside quotes; the whole line where there is none. */
function valueAt(line: string): number {
  let quoted = false;
  for (let i = 0, { length } = line; i < length; i++) {
    const code = codeAt(line, i);
    if (code === 34) quoted = !quoted;
    else if (code === 58 && !quoted) return i + 1;
  }
  return 0;
}

/** Cells of a table that are read one by one; what is beyond is read as one text. */
const MAX_CELLS = 2000;
const SEPARATOR = /[,;\t\r\n]/g;

/** Reads a table cell by cell (RFC 4180), out of its quotes. */
export function readCells(reader: Reader, text: string): void {
  let at = 0;
  for (let count = 0; at < text.length && count < MAX_CELLS; count++) {
    const quoted = codeAt(text, at) === 34;
    const end = quoted ? closingQuote(text, at + 1) : endOfCell(text, at);
    const cell = quoted ? text.slice(at + 1, end).replaceAll('""', '"') : text.slice(at, end);
    if (cell !== '' && reader.read(cell, 'value', 'body')) return;
    at = end + 1;
  }
  if (at < text.length) reader.read(text.slice(at), 'value', 'body');
}

function endOfCell(text: string, from: number): number {
  SEPARATOR.lastIndex = from;
  return SEPARATOR.exec(text)?.index ?? text.length;
}

/** The quote that ends a cell; a doubled one does not. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && codeAt(text, at + 1) === 34) at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}
