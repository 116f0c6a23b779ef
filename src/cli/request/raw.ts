import { UsageError } from '../asked.js';

/**
 * A raw request such as people keep in files, made fit for a server's parser: line ends, the version, and what a client
 * adds by itself (`Host`, `Content-Length`, percent signs in the target). Nothing else is put right.
 */
export function complete(raw: Buffer): Buffer {
  const text = raw.toString('latin1').replace(/^(?:\r?\n)+/, '');
  const blank = /\r?\n\r?\n/.exec(text);
  const lines = (blank ? text.slice(0, blank.index) : text.trimEnd()).split(/\r?\n/);
  const body = blank ? text.slice(blank.index + blank[0].length) : '';
  const [first = '', ...headers] = lines;
  return Buffer.from([requestLine(first), ...framed(headers, body)].join('\r\n'), 'latin1');
}

/** A raw request from its parts. */
export function compose(line: string, headers: readonly string[], body: Buffer | undefined): Buffer {
  const broken = headers.find((header) => !/^[^:\r\n]+:[^\r\n]*$/.test(header));
  if (broken !== undefined) throw new UsageError(`no header: ${JSON.stringify(broken)}`);
  const typed = body === undefined || value(headers, 'content-type') !== undefined;
  const all = typed ? headers : [...headers, `Content-Type: ${typeOf(body.toString())}`];
  const length = body === undefined ? [] : [`Content-Length: ${body.length}`];
  const head = [line.replace(/[\r\n]/g, ' '), ...all, ...length, '', ''].join('\r\n');
  return complete(Buffer.concat([Buffer.from(head), body ?? Buffer.alloc(0)]));
}

function requestLine(line: string): string {
  const space = line.indexOf(' ');
  if (space <= 0) throw new UsageError('a request begins with METHOD and a target');
  const [, target = '', version] = /^(.*?)(?: (HTTP\/\S+))?$/.exec(line.slice(space + 1).trim()) as RegExpExecArray;
  // Clients percent-encode what no request line can hold. What was sent over HTTP/2 comes to Node as HTTP/1.1 does.
  const sent = target.replace(
    /[^\x21-\x7e]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`,
  );
  return `${line.slice(0, space)} ${sent} ${version === 'HTTP/1.0' ? version : 'HTTP/1.1'}`;
}

/** The header lines and the body, with a length that is there. */
function framed(headers: readonly string[], body: string): string[] {
  const host = value(headers, 'host') === undefined ? ['Host: localhost'] : [];
  if (value(headers, 'transfer-encoding') !== undefined) return [...host, ...headers, '', body];
  const length = value(headers, 'content-length');
  if (length !== undefined && Number(length) <= body.length) return [...host, ...headers, '', body];
  const others = headers.filter((header) => nameOf(header) !== 'content-length');
  // The line end that editors put at the end of a file is none of the body's.
  const sent = body.replace(/\r?\n$/, '');
  return [...host, ...others, ...(sent === '' ? [] : [`Content-Length: ${sent.length}`]), '', sent];
}

const nameOf = (header: string): string =>
  header
    .slice(0, Math.max(header.indexOf(':'), 0))
    .trim()
    .toLowerCase();

function value(headers: readonly string[], name: string): string | undefined {
  const found = headers.find((header) => nameOf(header) === name);
  return found?.slice(found.indexOf(':') + 1).trim();
}

/** What a body is that nobody has named: JSON where it is an object or a list, else a form, as with curl. */
function typeOf(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null) return 'application/json';
  } catch {
    // no JSON: a form
  }
  return 'application/x-www-form-urlencoded';
}
