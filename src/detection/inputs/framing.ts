import { type Reader } from '../reader.js';
import { type RequestHead } from '../types.js';

type Headers = RequestHead['headers'];

/** Codings that may come before `chunked` (RFC 9112, 7). Node opens none of them; a proxy might. */
const CODINGS = new Set(['gzip', 'x-gzip', 'deflate', 'compress', 'x-compress']);
const PSEUDO = new Set([':method', ':scheme', ':authority', ':path', ':protocol']);
/** What `Connection` may not take out of a request on its way (RFC 9110, 7.6.1): it would be read by whoever is next. */
const END_TO_END =
  /^(?:content-length|transfer-encoding|host|cookie|authorization|x-forwarded-.{1,20}|x-real-ip|forwarded)$/;
const USUAL = new Set(['keep-alive', 'close', 'Upgrade', 'upgrade', 'Keep-Alive']);
/** What the name of a host cannot hold (RFC 3986, 3.2.2), and nobody's does; a socket's path is another thing. */
const STRANGE_HOST = /^(?!unix:|\/)[^\s<>"'{}|\\^`/?#@,;$()&=]{0,255}[\s<>"'{}|\\^`/?#@,;$()&=]/;
const TWO_BOUNDARIES = /^multipart\/[^]{0,300};\s{0,5}boundary=[^]{0,200};\s{0,5}boundary=/i;
/** Line breaks and spaces, of which a HTTP/1 request would be made. */
const BREAKS = /[\s\u0000]/;

/**
 * Reads what says where a request ends and who it is for: marks of a request that two servers understand differently.
 * Most such requests Node refuses by itself; not with `insecureHTTPParser`, over HTTP/2, or where a header is only odd.
 */
export function readFraming(reader: Reader, headers: Headers): void {
  const coding = textOf(headers['transfer-encoding']);
  const length = textOf(headers['content-length']);
  if (coding !== undefined && length !== undefined) mark(reader, 'two-lengths', 'transfer-encoding', coding);
  if (coding !== undefined && !isOrdinary(coding)) mark(reader, 'coding', 'transfer-encoding', coding);
  if (length !== undefined && !/^\d{1,16}$/.test(length)) mark(reader, 'length', 'content-length', length);
  const host = textOf(headers.host);
  if (host !== undefined && STRANGE_HOST.test(host)) mark(reader, 'host', 'host', host);
  const type = textOf(headers['content-type']);
  if (type !== undefined && type.includes('oundary=') && TWO_BOUNDARIES.test(type))
    mark(reader, 'boundary', 'content-type', type);
  const range = textOf(headers.range);
  if (range !== undefined && /\d{17}/.test(range)) mark(reader, 'range', 'range', range);
  const connection = textOf(headers.connection);
  if (connection !== undefined && !USUAL.has(connection) && takesAway(connection))
    mark(reader, 'hop-by-hop', 'connection', connection);
}

/** Looks at the name of a header that no list knows. */
export function readName(reader: Reader, name: string, value: string | readonly string[] | undefined): void {
  if (name.charCodeAt(0) === 58) {
    const text = textOf(value) ?? '';
    if (!PSEUDO.has(name) || BREAKS.test(text)) mark(reader, 'pseudo-header', name, text);
  } else if (imitates(name)) mark(reader, 'header-name', name, name);
  else if (isOfScanner(name))
    reader.report('scanner', { category: 'scanner', what: 'header', confidence: 0.9, offset: 0 }, name, 'header', name);
}

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'object' ? value.join(', ') : value;

function isOrdinary(coding: string): boolean {
  if (coding === 'chunked') return true;
  const codings = coding.toLowerCase().split(',').map(bare);
  return codings.pop() === 'chunked' && codings.every((one) => CODINGS.has(one));
}

/** Without the spaces and tabs that a list may have, and no other ones. */
const bare = (text: string): string => text.replace(/^[ \t]{1,9}/, '').replace(/[ \t]{1,9}$/, '');

const takesAway = (connection: string): boolean =>
  connection
    .toLowerCase()
    .split(',')
    .some((name) => END_TO_END.test(name.trim()));

/** Headers by which scanners mark their requests, as their manuals say. */
const OF_SCANNER =
  /^(?:acunetix-(?:product|scanning-agreement|user-agreement)|x-(?:scan-memo|request-memo|requestmanager-memo|wipp|arachni-scan-seed|wvs-id|qc-app-scan|appscan(?:-id)?))$/;

/** None of them is shorter than `x-wipp`, and all begin with one of two letters. */
function isOfScanner(name: string): boolean {
  const first = name.charCodeAt(0);
  return (first === 120 || first === 97) && OF_SCANNER.test(name);
}

/** `content_length`, `transfer encoding`, `content-length `: another header to who folds or trims names. */
function imitates(name: string): boolean {
  const { length } = name;
  if (length < 14 || length > 20) return false;
  return /^\s{0,3}(?:content[^a-z]length|transfer[^a-z]encoding)[^a-z]{0,3}$/.test(name) && !PLAIN.has(name);
}
const PLAIN = new Set(['content-length', 'transfer-encoding']);

function mark(reader: Reader, what: string, name: string, text: string): void {
  reader.report('protocol', { category: 'protocol', what, confidence: 0.9, offset: 0 }, text, 'header', name);
}
