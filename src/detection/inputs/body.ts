import { type Reader } from '../reader.js';
import { type RawBody } from '../types.js';
import { decompress } from './decompress.js';
import { readDocument } from './graphql/index.js';
import { stringsOf } from './broken-json.js';
import { readLeaves } from './leaves.js';
import { essence, parameter } from './media-type.js';
import { readMultipart } from './multipart/index.js';
import { readPairs } from './pairs.js';
import { decodeText, isBinary, isGarbled } from './text.js';
import { parseJson } from './json.js';
import { readValue } from './value.js';
import { PROPERTIES, readCells, readProperties } from './lines.js';
import { readXml } from './xml.js';

/** To parse it, in whatever format it is. */
const STEPS_OF_A_BYTE = 4;

/** Reads a body that a framework has parsed. */
export function readParsed(reader: Reader, body: unknown, type: string | undefined): void {
  if (typeof body === 'string') {
    if (isGarbled(body)) reader.mark('unreadable');
    readText(reader, body, essence(type), false);
  } else readLeaves(reader, body, 'body');
}

/** Reads a body from its bytes, by its media type. */
export function readBytes(reader: Reader, { bytes, type, encoding, perhapsOpened, truncated }: RawBody): void {
  const { maxBodyBytes } = reader.settings;
  const opened = decompress(bytes, encoding, maxBodyBytes);
  const plain = opened === 'unreadable' && perhapsOpened ? { bytes, truncated: false } : opened;
  if (typeof plain === 'string') {
    reader.mark(plain);
    return;
  }
  const whole = !truncated && !plain.truncated && plain.bytes.length <= maxBodyBytes;
  if (!whole) reader.mark('too-large');
  const read = plain.bytes.length > maxBodyBytes ? plain.bytes.subarray(0, maxBodyBytes) : plain.bytes;
  reader.charge(STEPS_OF_A_BYTE * read.length);
  const media = essence(type);
  if (media.startsWith('multipart/')) {
    const boundary = parameter(type, 'boundary');
    if (boundary) readMultipart(reader, read, boundary);
    else reader.mark('unreadable');
  } else if (isBinary(read)) reader.mark('unreadable');
  else readText(reader, decodeText(read, parameter(type, 'charset')), media, !whole);
}

function readText(reader: Reader, text: string, media: string, cut: boolean): void {
  if (media === 'application/x-www-form-urlencoded') readForm(reader, text);
  else if (media === 'application/graphql') readDocument(reader, text, 'body', undefined, true);
  else if (media.endsWith('/xml') || media.endsWith('+xml')) readXml(reader, text);
  else if (media === 'application/x-ndjson')
    text.split('\n').some((line) => readValue(reader, line, 'body', undefined));
  else if ((media === '' || media === 'text/plain') && /^[\w.%[\]$-]{1,64}=\S/.test(text)) readForm(reader, text);
  else if (media.endsWith('json') && /^\s*[[{]/.test(text)) readJson(reader, text, cut);
  else if (media.endsWith('json') && text.startsWith('"')) readJsonString(reader, text);
  else if (PROPERTIES.has(media)) readProperties(reader, text);
  else if (media === 'text/csv') readCells(reader, text);
  else readValue(reader, text, 'body', undefined);
}

/** A JSON text that is one string. */
function readJsonString(reader: Reader, text: string): void {
  const [string = text] = stringsOf(reader, text);
  reader.read(string, 'value', 'body');
}

function readJson(reader: Reader, text: string, cut: boolean): void {
  const parsed = parseJson(text);
  if (parsed === undefined) readBrokenJson(reader, text, cut);
  else readLeaves(reader, parsed, 'body');
}

function readForm(reader: Reader, text: string): void {
  const first = text.trimStart();
  if (first.startsWith('<?xml') || first.startsWith('<!DOCTYPE')) readXml(reader, text);
  readPairs(reader, text, 'body', reader.settings.exclude.bodyFields);
}

/** JSON of which only the beginning is there, or that is damaged: its strings are read, its punctuation is not. */
function readBrokenJson(reader: Reader, text: string, cut: boolean): void {
  for (const string of stringsOf(reader, text)) if (reader.read(string, 'value', 'body')) return;
  if (!cut) reader.mark('unreadable');
}
