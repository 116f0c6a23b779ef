import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** One event, or one metric, as it came. */
export interface Arrival {
  /** What it was recorded as. */
  readonly name: string;
  /** The batches in which it came. */
  readonly batches: Set<string>;
  /** How often it came. */
  times: number;
}

/** What is read of a batch. */
interface Body {
  batch_id: string;
  events: { idempotency_key: string; reason: string }[];
  metrics: { endpoint: string }[];
}

/** A platform that writes down what it gets, event by event and metric by metric. */
export class Receiver {
  /** By idempotency key. */
  readonly events = new Map<string, Arrival>();
  /** By name: metrics have no key. */
  readonly metrics = new Map<string, Arrival>();
  private readonly taken = new Set<string>();
  private calls = 0;

  private constructor(
    private readonly server: Server,
    private readonly unreliable: boolean,
  ) {}

  /**
   * With `unreliable` every fourth batch is refused, every seventh is too large, and of the others every fifth is taken
   * and not answered.
   */
  static async start({ unreliable }: { unreliable: boolean }): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server, unreliable);
    server.on('request', (request, response) => void receiver.take(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The sender was killed in the middle of its call.
    }
    if (!/\/(events|metrics)$/.test(request.url ?? '')) return void response.end('{}');
    this.calls += 1;
    if (this.unreliable && this.calls % 4 === 0) return void response.writeHead(503).end();
    const bytes = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    const { batch_id, events, metrics } = JSON.parse(text.toString()) as Body;
    const items = events.length + metrics.length;
    if (this.unreliable && this.calls % 7 === 0 && items > 1 && !this.taken.has(batch_id)) {
      return void response.writeHead(413).end();
    }
    this.taken.add(batch_id);
    for (const { idempotency_key, reason } of events) note(this.events, idempotency_key, reason, batch_id);
    for (const { endpoint } of metrics) note(this.metrics, endpoint, endpoint, batch_id);
    // Some answers are not heard: the batch is here, and its sender does not know.
    if (this.unreliable && this.calls % 5 === 0) request.socket.destroy();
    else response.end('{}');
  }
}

function note(arrivals: Map<string, Arrival>, key: string, name: string, batch: string): void {
  const known = arrivals.get(key) ?? { name, batches: new Set(), times: 0 };
  known.batches.add(batch);
  known.times += 1;
  arrivals.set(key, known);
}
