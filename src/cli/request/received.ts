import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import { UsageError } from '../asked.js';

/** A request as Node's HTTP server hands it on. */
export interface Received {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Has Node's own HTTP server read a request, without a socket: what it refuses does not come to the application either.
 *
 * @throws UsageError that says what the server objects to.
 */
export function receive(raw: Buffer): Promise<Received> {
  return new Promise((resolve, reject) => {
    const fail = (why: string): void => reject(new UsageError(`no readable HTTP request: ${why}`));
    let incoming: IncomingMessage | undefined;
    const server = createServer((request) => {
      incoming ??= request;
      bodyOf(request).then(
        (body) => resolve({ method: request.method ?? '', target: request.url ?? '', headers: request.headers, body }),
        () => fail('its body ends too early'),
      );
    });
    server.on('clientError', (error) => fail(error.message));
    let sent = false;
    const connection = new Duplex({
      readableHighWaterMark: 0,
      read() {
        // Who asks for more than there is waits for the end of a request that has none.
        if (!sent) this.push(raw);
        else if (!incoming?.complete) this.push(null);
        sent = true;
      },
      write: (_chunk, _encoding, done) => done(),
    });
    connection.on('close', () => fail('Node refuses it'));
    server.emit('connection', connection);
  });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
