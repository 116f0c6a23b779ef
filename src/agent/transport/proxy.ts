import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Duplex } from 'node:stream';
import { Alarm } from '../../kernel/timing/index.js';

const CONNECT_TIMEOUT = 10_000;

/**
 * Reads the address of a proxy: `http://user:password@proxy:3128`, also with https, or without a scheme, as in
 * `proxy:3128`.
 *
 * @returns the address, or a sentence that says what is wrong and never repeats the value, which may hold a password
 */
export function parseProxy(value: unknown): URL | string {
  const text = typeof value === 'string' ? value.trim() : '';
  const full = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : undefined;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '') {
    return 'must be the address of an http or https proxy';
  }
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    return 'must have no path, query or fragment';
  try {
    credentials(url);
  } catch {
    return 'has a user name or password that is not escaped as in a URL';
  }
  return url;
}

/** Opens connections to one host through a proxy (CONNECT, RFC 9110 section 9.3.6). */
export class Tunnels {
  private readonly opening = new Set<ClientRequest>();
  private closed = false;

  constructor(
    private readonly proxy: URL,
    /** Host and port behind the proxy. */
    private readonly target: string,
    /** Vouches for a proxy that is spoken to over TLS, in place of the usual authorities. */
    private readonly ca: string | undefined,
  ) {}

  /** Calls `done` once, with an open connection or with what went wrong; never with the proxy's credentials. */
  open(done: (error: Error | null, connection?: Duplex) => void): void {
    const { protocol, hostname, port } = this.proxy;
    const authorization = credentials(this.proxy);
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port || (protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path: this.target,
      headers: { Host: this.target, ...(authorization ? { 'Proxy-Authorization': authorization } : {}) },
      agent: false,
      ...(protocol === 'https:' ? { ca: this.ca, rejectUnauthorized: true } : {}),
    });
    const deadline = new Alarm();
    const finish = (error: Error | null, connection?: Duplex): void => {
      if (!this.opening.delete(request)) return;
      deadline.clear();
      done(error, connection);
    };
    this.opening.add(request);
    deadline.set(CONNECT_TIMEOUT, () => request.destroy(new Error('no connection through the proxy within 10 s')));
    request.once('connect', ({ statusCode = 0 }, connection, head) => {
      if (statusCode < 200 || statusCode > 299 || this.closed) {
        connection.destroy();
        return finish(new Error(`the proxy refuses the connection (HTTP ${statusCode})`));
      }
      if (head.length > 0) connection.unshift(head);
      finish(null, connection);
    });
    request.on('error', (error) => finish(new Error(`no connection through the proxy: ${error.message}`)));
    request.once('close', () => finish(new Error('the proxy closed the connection')));
    request.end();
  }

  /** Breaks off what is being opened. */
  close(): void {
    this.closed = true;
    for (const request of this.opening) request.destroy();
  }
}

/** @throws URIError where they are not escaped as in a URL */
function credentials({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
