import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, type Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { open, parseKey } from '../../../src/agent/codec/cipher.js';

/** One call as it arrived. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  /** The body after gunzip. */
  text: string;
  at: number;
}

/** The parts of a body that tests look into. */
export interface WireBatch {
  batch_id: string;
  project_id: string;
  encrypted_payload: string;
  events: { idempotency_key: string; reason: string }[];
  metrics: { metric_type: string; value: number }[];
}

export type Responder = (call: Received, response: ServerResponse, request: IncomingMessage) => void;

export const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Responder =>
  (_call, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

export const accept = json(200, { success: true });

/** A platform on loopback that keeps what it gets and answers as it is told. */
export class PlatformStub {
  readonly calls: Received[] = [];
  /** Answers for the next calls to `events`, `metrics` and `events/encrypted`, in order; then `otherwise`. */
  readonly script: Responder[] = [];
  otherwise: Responder = accept;
  rules: Responder = json(200, {});
  status: Responder = accept;
  /** Connections so far. */
  opened = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<PlatformStub> {
    const server = createServer();
    const stub = new PlatformStub(server);
    server.on('connection', (socket) => {
      stub.opened += 1;
      stub.sockets.add(socket);
      socket.on('close', () => stub.sockets.delete(socket));
    });
    server.on('request', (request, response) => stub.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return stub;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  batches(call: 'events' | 'metrics' | 'events/encrypted' = 'events'): WireBatch[] {
    return this.calls.filter(({ path }) => path === `/api/v1/${call}`).map(({ text }) => JSON.parse(text));
  }

  /** The events of all encrypted batches. */
  decrypted(key: string): Pick<WireBatch, 'events' | 'metrics'>[] {
    return this.batches('events/encrypted').map(({ encrypted_payload }) =>
      JSON.parse(open(parseKey(key) as Buffer, encrypted_payload)),
    );
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => undefined);
    request.on('end', () => {
      const wire = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(wire) : wire;
      const call: Received = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        text: body.toString('utf8'),
        at: performance.now(),
      };
      this.calls.push(call);
      this.responderFor(call.path)(call, response, request);
    });
  }

  private responderFor(path: string): Responder {
    if (path.endsWith('/rules')) return this.rules;
    if (path.endsWith('/status')) return this.status;
    return this.script.shift() ?? this.otherwise;
  }
}
