// One request, or a body by itself, around a changed text: heads, parsed bodies, and bytes for each reader of inputs.
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { mutateBytes, mutateText } from './mutate.mjs';
import { MEDIA_TYPES, WORDS } from './words.mjs';

const HEADERS = [
  'x-a',
  'user-agent',
  'referer',
  'origin',
  'accept',
  'content-type',
  'x-file-name',
  'authorization',
  'forwarded',
];
const FIELDS = [
  'q',
  'url',
  'next',
  'file',
  'query',
  'password',
  'code',
  'html',
  'user[name]',
  'a.b',
  'redirect_uri',
  '$where',
];
/** Bounds that are met, beside those that are not. */
const BOUNDS = [{}, {}, {}, { maxValues: 3 }, { maxChars: 40 }, { maxDepth: 2 }, { maxBodyBytes: 64 }];

/** The case of one execution. `texts` are seeds; `rows` are whole requests. */
export function caseOf(random, { texts, rows }) {
  const other = () => random.of(texts);
  const text = () => (random.once(12) ? random.of(WORDS) : mutateText(random, other(), other));
  const bounds = random.of(BOUNDS);
  if (rows.length > 0 && random.once(3)) return { bounds, ...changedRow(random, random.of(rows), other) };
  return { bounds, ...random.of(SHAPES)(random, text) };
}

const encode = (random, text) =>
  random.once(3) ? text.replace(/[\s\u0080-\uffff#]/g, '') : encodeURIComponent(text.toWellFormed?.() ?? '');
const fieldOf = (random, text) => (random.once(4) ? text() : random.of(FIELDS));

const SHAPES = [
  (random, text) => ({
    kind: 'head',
    head: head(`/s?${encode(random, fieldOf(random, text))}=${encode(random, text())}`),
  }),
  (random, text) => ({ kind: 'head', head: head(`/a/${encode(random, text())}/${encode(random, text())}`) }),
  (random, text) => ({ kind: 'head', head: head(`/${text()}`) }),
  (random, text) => ({
    kind: 'head',
    head: head('/', {
      [random.of(HEADERS)]: text(),
      cookie: `a=${text()}; ${encode(random, text())}=${encode(random, text())}`,
    }),
  }),
  (random, text) => ({ kind: 'json', value: valueOf(random, text, 4) }),
  (random, text) => ({ kind: 'json', value: { [fieldOf(random, text)]: text(), [random.of(FIELDS)]: text() } }),
  (random, text) => ({ kind: 'parsed', value: text(), type: random.of(MEDIA_TYPES) }),
  (random, text) => raw(random, text(), random.of(MEDIA_TYPES)),
  (random, text) => raw(random, `a=1&${encode(random, fieldOf(random, text))}=${encode(random, text())}`, FORM),
  (random, text) => raw(random, xml(random, text), 'application/xml'),
  (random, text) => raw(random, graphql(random, text), 'application/graphql'),
  (random, text) => raw(random, multipart(random, text), 'multipart/form-data; boundary=x'),
  (random, text) => raw(random, JSON.stringify({ a: text(), query: graphql(random, text) }), 'application/json'),
];
const FORM = 'application/x-www-form-urlencoded';

const head = (target, headers = {}) => ({ method: 'GET', target, headers: { host: 'a.example', ...headers } });

function valueOf(random, text, depth) {
  if (depth === 0 || random.once(3)) return random.once(5) ? random.of([0, -1.5, true, null, '']) : text();
  const size = random.below(4);
  if (random.once(3)) return Array.from({ length: size }, () => valueOf(random, text, depth - 1));
  return Object.fromEntries(
    Array.from({ length: size }, () => [fieldOf(random, text), valueOf(random, text, depth - 1)]),
  );
}

const xml = (random, text) =>
  random.of([
    () => `<?xml version="1.0"?><a b="${text()}"><c>${text()}</c></a>`,
    () => `<!DOCTYPE a [${text()}]><a>${text()}</a>`,
    () => `<a><![CDATA[${text()}]]><!--${text()}--><?${text()}?></a>`,
    () => `<x:a xmlns:x='${text()}' ${text()}>`,
  ])();
const graphql = (random, text) =>
  random.of([
    () => `query A($a: Int) { b(c: "${text()}") { d } }`,
    () => `{ a(b: """${text()}""") ${text()} }`,
    () => `${'{a'.repeat(random.below(80))}${text()}${'}'.repeat(random.below(80))}`,
    () => `mutation { ${text()} }`,
  ])();
const multipart = (random, text) =>
  Array.from({ length: 1 + random.below(3) }, () => {
    const file = random.once(2) ? `; filename="${text()}"` : '';
    const type = random.once(2) ? `Content-Type: ${random.of(MEDIA_TYPES)}\r\n` : '';
    return `--x\r\nContent-Disposition: form-data; name="${fieldOf(random, text)}"${file}\r\n${type}\r\n${text()}\r\n`;
  }).join('') + (random.once(4) ? '' : '--x--\r\n');

function raw(random, text, type) {
  const plain = random.once(6) ? mutateBytes(random, Buffer.from(text)) : Buffer.from(text);
  return { kind: 'raw', plain, raw: { bytes: plain, type, truncated: random.once(8) } };
}

function changedRow(random, row, other) {
  const change = (text) => mutateText(random, text.slice(0, 2000), other);
  const changed = random.once(2) ? changedPart(random, row, change) : undefined;
  if (changed) return changed;
  if (!row.raw || random.once(2)) {
    const { target, headers, method } = row.head;
    const name = random.of(Object.keys(headers));
    const changed = random.once(3) && name ? { ...headers, [name]: change(String(headers[name])) } : headers;
    return { kind: 'head', head: { method, target: changed === headers ? change(target) : target, headers: changed } };
  }
  const bytes = random.once(3)
    ? mutateBytes(random, row.raw.bytes)
    : Buffer.from(change(row.raw.bytes.toString('utf8', 0, 4000)));
  return { kind: 'raw', plain: bytes, raw: { ...row.raw, bytes, encoding: undefined } };
}

/** A request of which one value is changed within its form: a string of JSON, a value of a form or of a query. */
function changedPart(random, { head, raw }, change) {
  if (!raw) {
    const [path, query] = [head.target.split('?', 1)[0], head.target.slice(head.target.indexOf('?') + 1)];
    if (path.length === head.target.length) return undefined;
    return { kind: 'head', head: { ...head, target: `${path}?${changedPair(random, query, change)}` } };
  }
  const text = Buffer.from(raw.bytes).toString();
  const inner = raw.encoding ? undefined : raw.type?.includes('json') ? changedJson(random, text, change) : undefined;
  const form = !raw.encoding && raw.type?.startsWith(FORM) ? changedPair(random, text, change) : undefined;
  const plain = inner ?? form;
  if (plain === undefined) return undefined;
  const bytes = Buffer.from(plain);
  return { kind: 'raw', plain: bytes, raw: { ...raw, bytes } };
}

function changedPair(random, text, change) {
  const pairs = text.split('&');
  const at = random.below(pairs.length);
  const [name, ...rest] = pairs[at].split('=');
  const value = rest.join('=').replaceAll('+', ' ');
  pairs[at] = `${name}=${encode(random, change(decoded(value)))}`;
  return pairs.join('&');
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // no escapes that are whole: it is changed as it stands
  }
}

/** The text with one of its strings changed; undefined where it is no JSON or has none. */
function changedJson(random, text, change) {
  let strings = 0;
  let body;
  try {
    body = JSON.parse(text, (_, value) => (typeof value === 'string' && strings++, value));
  } catch {
    return undefined;
  }
  if (strings === 0) return undefined;
  let left = random.below(strings);
  return JSON.stringify(body, (_, value) => (typeof value === 'string' && left-- === 0 ? change(value) : value));
}

/** A case as JSON holds it, and back: bytes as characters. */
export const asData = ({ plain, raw, ...rest }) =>
  plain ? { ...rest, text: plain.toString('latin1'), type: raw.type, truncated: raw.truncated } : rest;
export function fromData({ text, type, truncated, ...rest }) {
  if (text === undefined) return rest.kind === 'parsed' ? { ...rest, type } : rest;
  const plain = Buffer.from(text, 'latin1');
  return { ...rest, plain, raw: { bytes: plain, type, truncated } };
}

/** The bytes compressed in pieces, as a server that flushes sends them. */
export function compressed(random, bytes) {
  const at = random.below(bytes.length + 1);
  const [first, second] = [bytes.subarray(0, at), bytes.subarray(at)];
  return random.of([
    () => ({ encoding: 'gzip', bytes: Buffer.concat([gzipSync(first), gzipSync(second)]) }),
    () => ({ encoding: 'gzip', bytes: gzipSync(bytes, { level: 0, chunkSize: 64 + random.below(512) }) }),
    () => ({ encoding: 'deflate', bytes: deflateSync(bytes, { level: random.below(10) }) }),
    () => ({ encoding: 'deflate', bytes: deflateRawSync(bytes, { level: random.below(10) }) }),
    () => ({ encoding: 'br', bytes: brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }) }),
  ])();
}
