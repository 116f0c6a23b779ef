import { type Reader } from '../../reader.js';
import { isCode, namesLanguage } from '../code.js';
import { readLeaves } from '../leaves.js';
import { essence, parameter } from '../media-type.js';
import { decodeText, isBinary } from '../text.js';
import { parseJson } from '../json.js';
import { readValue } from '../value.js';
import { readXml } from '../xml.js';
import { type Part, partsOf } from './parser.js';

/** Reads a multipart body: field names and values, file names, and files that are text. */
export function readMultipart(reader: Reader, bytes: Uint8Array, boundary: string): void {
  const { bodyFields } = reader.settings.exclude;
  let code = false;
  for (const part of partsOf(bytes, boundary, () => reader.affords(STEPS_OF_A_PART))) {
    const { name } = part;
    if (name !== undefined && bodyFields.has(name)) continue;
    if (name !== undefined && reader.read(name, 'name', 'body', name)) return;
    if (part.filename === undefined) code = readField(reader, part, code) || code;
    else readFile(reader, part, part.filename, code);
    if (reader.done) return;
  }
}

const STEPS_OF_A_PART = 1500;

/** Answers whether the field names a programming language. */
function readField(reader: Reader, { name = '', type, data }: Part, code: boolean): boolean {
  const text = decodeText(data, parameter(type, 'charset'));
  if (essence(type).endsWith('xml')) readXml(reader, text);
  else if (code && isCode(name, text)) reader.read(text, 'code', 'body', name);
  else readValue(reader, text, 'body', name);
  return reader.settings.declaredCode && namesLanguage(name, text);
}

/**
 * A file that is not text is not read as text, since random bytes look like any language; but code of a server in an
 * image is looked for.
 */
function readFile(reader: Reader, { name, type, data }: Part, filename: string, code: boolean): void {
  if (code && essence(type) === 'text/plain' && !isBinary(data)) {
    reader.read(decodeText(data), 'code', 'body', name);
    return;
  }
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
