// A row as dd-trace hands a request to libddwaf: raw target, parsed query, path parameters, headers without cookies,
// cookies, parsed body, file names. What a framework would parse is parsed before the clock runs.
import { createRequire } from 'node:module';
import { Busboy } from '@fastify/busboy';

const require = createRequire(import.meta.url);
/** The parser that Express brings. */
const qs = createRequire(require.resolve('express'))('qs');

const kept = new WeakMap();

/** Parses all rows; a parser of multipart bodies takes turns of the loop. */
export async function prepareAddresses(rows) {
  for (const row of rows) kept.set(row, prepare(row));
  await new Promise((resolve) => setTimeout(resolve, 100));
}

export const addressesOf = (row) => kept.get(row);

function prepare({ head, raw }) {
  const [path, query = ''] = splitOnce(head.target, '?');
  const { cookie, ...headers } = head.headers;
  const addresses = {
    'server.request.method': head.method,
    'server.request.uri.raw': head.target,
    'server.request.query': pairs(query),
    'server.request.path_params': path.split('/').filter(Boolean).map(decode),
    'server.request.headers.no_cookies': headers,
    'server.request.cookies': cookiesOf(cookie ?? ''),
  };
  if (raw) Object.assign(addresses, bodyOf(raw));
  return addresses;
}

function bodyOf({ bytes, type = '' }) {
  const text = Buffer.from(bytes).toString('utf8');
  if (type.startsWith('multipart/')) return multipart(bytes, type);
  if (type.includes('urlencoded')) return { 'server.request.body': pairs(text) };
  if (type.includes('json')) {
    try {
      return { 'server.request.body': JSON.parse(text) };
    } catch {
      return { 'server.request.body': text };
    }
  }
  return { 'server.request.body': text };
}

function multipart(bytes, type) {
  const fields = {};
  const files = [];
  try {
    const busboy = new Busboy({ headers: { 'content-type': type } });
    busboy.on('field', (name, value) => add(fields, name, value));
    busboy.on('file', (name, stream, filename) => {
      files.push(filename);
      stream.resume();
    });
    busboy.on('error', () => {});
    busboy.end(bytes);
  } catch {
    // no boundary, or damaged: what came before it counts
  }
  return { 'server.request.body': fields, 'server.request.body.filenames': files };
}

const pairs = (text) => qs.parse(text, { depth: 32, parameterLimit: 1000 });

function cookiesOf(header) {
  const object = {};
  for (const pair of header.split(';')) {
    const [name, value = ''] = splitOnce(pair.trim(), '=');
    if (name !== '') add(object, name, decode(value));
  }
  return object;
}

function add(object, name, value) {
  if (Object.hasOwn(object, name)) object[name] = [object[name], value].flat();
  else object[name] = value;
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
