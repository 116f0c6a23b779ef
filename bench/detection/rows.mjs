// Rows of labelled requests in the form in which the engine takes them.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Reads JSON lines, gzipped or not. */
export function readRows(file) {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => prepare(JSON.parse(line)));
}

function prepare({ request, ...row }) {
  const headers = headersOf(request.headers ?? []);
  const bytes = request.body == null ? undefined : Buffer.from(request.body, request.bodyBase64 ? 'base64' : 'utf8');
  const raw = bytes && {
    bytes,
    type: headers['content-type'],
    encoding: headers['content-encoding'],
    truncated: false,
  };
  return { ...row, head: { method: request.method, target: request.url, headers }, raw };
}

/** As Node joins repeated headers. */
function headersOf(list) {
  const headers = {};
  for (const [name, value] of list) {
    const key = name.toLowerCase();
    if (headers[key] === undefined) headers[key] = value;
    else if (key === 'cookie') headers[key] += `; ${value}`;
    else headers[key] += `, ${value}`;
  }
  return headers;
}
