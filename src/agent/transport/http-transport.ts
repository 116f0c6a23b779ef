import { type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { type Clock } from '../../kernel/index.js';
import { Alarm } from '../../kernel/timing/index.js';
import { Connections, MAX_IDLE } from './connections.js';
import { type Answer } from './outcome.js';

const CONNECT_TIMEOUT = 10_000;

export interface HttpCall {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Buffer;
  /** Milliseconds for the whole call; connecting has 10 s at most. */
  readonly timeout: number;
  /** Bytes of the answer's body that are read. */
  readonly maxAnswer: number;
  /** Breaks the call off. */
  readonly signal?: AbortSignal;
}

/**
 * HTTP to one host over connections of its own. Follows no redirect, since the key must not travel elsewhere. Never throws: what went wrong is an `Answer` too.
 */
export class HttpTransport {
  private readonly connections: Connections;
  private readonly secure: boolean;

  constructor(
    private readonly endpoint: URL,
    { ca, proxy }: { ca?: string; proxy?: URL },
    clock: Clock,
  ) {
    this.secure = endpoint.protocol === 'https:';
    this.connections = new Connections(endpoint, ca, proxy, () => clock.monotonic());
  }

  async call(call: HttpCall): Promise<Answer> {
    const deadline = new Alarm();
    const late = new AbortController();
    deadline.set(call.timeout, () => late.abort());
    try {
      // The other side may close an idle connection at the moment it is used: that says nothing about the platform.
      for (let idle = 0; idle <= MAX_IDLE; idle++) {
        const answer = await this.attempt(call, late.signal);
        if (answer) return answer;
      }
      return { failure: 'the connection was closed' };
    } finally {
      deadline.clear();
    }
  }

  /** Closes all connections. */
  close(): void {
    this.connections.close();
  }

  /** One attempt; undefined where a connection that had been idle turned out to be dead. */
  private attempt(call: HttpCall, late: AbortSignal): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      if (call.signal?.aborted) return resolve({ aborted: true });
      const connecting = new Alarm();
      const request = this.open(call);
      let answered = false;
      const finish = (answer: Answer | undefined): void => {
        connecting.clear();
        call.signal?.removeEventListener('abort', abort);
        late.removeEventListener('abort', expire);
        resolve(answer);
      };
      const abort = (): void => {
        finish({ aborted: true });
        request.destroy();
      };
      const expire = (): void => {
        // A request that waits for a tunnel says nothing when it is destroyed.
        if (!answered) finish({ failure: `no answer within ${call.timeout / 1000} s` });
        request.destroy();
      };
      call.signal?.addEventListener('abort', abort, { once: true });
      late.addEventListener('abort', expire, { once: true });
      request.once('socket', (socket) => {
        if (!socket.connecting) return;
        connecting.set(CONNECT_TIMEOUT, () => request.destroy(new Error('no connection within 10 s')));
        socket.once(this.secure ? 'secureConnect' : 'connect', () => connecting.clear());
      });
      request.once('response', (response) => {
        answered = true;
        collect(response, call.maxAnswer, finish);
      });
      request.on('error', (error) => {
        if (!answered) finish(isStale(request, error) ? undefined : { failure: describe(error) });
      });
      request.once('close', () => {
        if (!answered) finish({ failure: 'the connection was closed' });
      });
      request.end(call.body);
    });
  }

  private open({ method, path, headers, body }: HttpCall): ClientRequest {
    const open = this.secure ? httpsRequest : httpRequest;
    return open({
      protocol: this.endpoint.protocol,
      hostname: this.endpoint.hostname.replace(/^\[|\]$/g, ''),
      port: this.endpoint.port,
      agent: this.connections.agent,
      method,
      path,
      headers: body ? { ...headers, 'Content-Length': body.length } : headers,
    });
  }
}

/** Reads a body up to a limit. A body that breaks off or goes on for ever is an answer that is not complete. */
function collect(response: IncomingMessage, limit: number, finish: (answer: Answer) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else response.destroy();
  });
  // Whatever breaks a body off, `close` follows.
  response.on('error', () => undefined);
  response.once('close', () => {
    finish({
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'],
      body: Buffer.concat(chunks).toString('utf8'),
      complete: response.complete && size <= limit,
    });
  });
}

function isStale(request: ClientRequest, error: NodeJS.ErrnoException): boolean {
  return request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}

function describe(error: NodeJS.ErrnoException): string {
  return error.message || error.code || error.name;
}
