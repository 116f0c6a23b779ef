import http from 'node:http';
import net from 'node:net';

export interface CallOptions {
  /** Sent as X-Forwarded-For. */
  from?: string;
  headers?: Record<string, string | string[]>;
  /** A text or bytes as they are, or an object that is sent as JSON. */
  body?: unknown;
  agent?: http.Agent;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  json: any;
  bytes: Buffer;
}

/** One request over a connection of its own. */
export function call(base: string, method: string, path: string, options: CallOptions = {}): Promise<Answer> {
  const headers: Record<string, string | string[]> = { ...options.headers };
  if (options.from) headers['x-forwarded-for'] = options.from;
  let body = options.body as string | Buffer | undefined;
  if (body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body)) {
    body = JSON.stringify(body);
    headers['content-type'] ??= 'application/json';
  }
  if (body !== undefined) headers['content-length'] ??= String(Buffer.byteLength(body));
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request(
      { hostname, port, method, path, headers, agent: options.agent ?? false },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', reject);
        response.on('end', () => resolve(answerOf(response, Buffer.concat(parts))));
      },
    );
    request.setTimeout(15_000, () => request.destroy(new Error(`no answer to ${method} ${path.slice(0, 100)}`)));
    request.on('error', reject);
    request.end(body);
  });
}

function answerOf(response: http.IncomingMessage, bytes: Buffer): Answer {
  const text = bytes.toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined; // not every answer is JSON
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text, json, bytes };
}

export interface RawOptions {
  /** Destroys the connection after so many milliseconds. */
  destroyAfter?: number;
  /** Gives up waiting after so many milliseconds; 2,000 where absent. */
  wait?: number;
}

/** Bytes as they are over a connection; resolves with what came when the peer ends it or the time is over. */
export function raw(base: string, bytes: string | Buffer, options: RawOptions = {}): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve) => {
    const socket = net.connect(Number(port), hostname);
    let text = '';
    const timer = setTimeout(() => socket.destroy(), options.destroyAfter ?? options.wait ?? 2000);
    socket.on('data', (part: Buffer) => (text += part.toString('latin1')));
    socket.on('error', () => undefined); // a reset is an answer too: `close` follows
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
    socket.write(bytes);
  });
}

export const statusOf = (text: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0);
