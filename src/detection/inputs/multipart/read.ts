import { uploadMatch } from '../../detectors/upload/index.js';
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
  const media = essence(type);
  if (isBinary(data)) return;
  const text = decodeText(data, parameter(type, 'charset'));
  if (media.endsWith('xml')) readXml(reader, text);
  else readValue(reader, text, 'body', name);
}

/** A file that is not text is left to whoever stores it: random bytes look like any language. */
function readFile(reader: Reader, { name, type, data }: Part, filename: string): void {
  if (reader.read(filename, 'filename', 'body', name)) return;
  const binary = isBinary(data);
  const text = binary ? '' : decodeText(data, parameter(type, 'charset'));
  const match = uploadMatch(filename, text, data);
  if (match) {
    reader.found(match, 'upload', match.offset < 0 ? filename : text, 'body', name);
    return;
  }
  if (binary) return;
  const parsed = essence(type).endsWith('json') ? parseJson(text) : undefined;
  if (parsed) readLeaves(reader, parsed, 'body', name);
  else reader.read(text, 'file', 'body', name);
}
