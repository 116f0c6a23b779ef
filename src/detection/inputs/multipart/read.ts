import { type Reader } from '../../reader.js';
import { readLeaves } from '../leaves.js';
import { essence, parameter } from '../media-type.js';
import { decodeText, isBinary } from '../text.js';
import { parseJson, readValue } from '../value.js';
import { readXml } from '../xml.js';
import { type Part, partsOf } from './parser.js';

/** Reads a multipart body: field names and values, file names, and files that are text. */
export function readMultipart(reader: Reader, bytes: Uint8Array, boundary: string): void {
  const { bodyFields } = reader.settings.exclude;
  for (const part of partsOf(bytes, boundary)) {
    const { name } = part;
    if (name !== undefined && bodyFields.has(name)) continue;
    if (name !== undefined && reader.read(name, 'name', 'body', name)) return;
    if (part.filename === undefined) readField(reader, part);
    else readFile(reader, part, part.filename);
    if (reader.done) return;
  }
}

function readField(reader: Reader, { name, type, data }: Part): void {
  const text = decodeText(data, parameter(type, 'charset'));
  if (essence(type).endsWith('xml')) readXml(reader, text);
  else readValue(reader, text, 'body', name);
}

/**
 * A file that is not text is not read as text, since random bytes look like any language; but code of a server in an
 * image is looked for.
 */
function readFile(reader: Reader, { name, type, data }: Part, filename: string): void {
  if (reader.read(filename, 'filename', 'body', name)) return;
  if (isBinary(data)) {
    const at = codeInBinary(data);
    if (at >= 0) reader.read(Buffer.from(data.subarray(at, at + 200)).toString('latin1'), 'file', 'body', name);
    return;
  }
  const text = decodeText(data, parameter(type, 'charset'));
  const parsed = essence(type).endsWith('json') ? parseJson(text) : undefined;
  if (parsed) readLeaves(reader, parsed, 'body', name);
  else reader.read(text, 'file', 'body', name);
}

/** Where PHP begins in bytes: an opening tag is too long to come up by chance. */
function codeInBinary(data: Uint8Array): number {
  const buffer = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return buffer.indexOf('<?php', 0, 'latin1');
}
