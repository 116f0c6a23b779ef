import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { type Clock } from '../../../src/kernel/index.js';
import { plaintextOf, problemsOf } from '../protocol/schema.js';
import { type AnswerName, ANSWERS, type Verdict, verdictOf, WEIGHTS } from './answers.js';
import { type Dice } from './random.js';

interface Event {
  idempotency_key: string;
  reason: string;
}
interface Payload {
  batch_id: string;
  events: Event[];
  metrics: { endpoint: string }[];
}

/** One event, or one metric, by the name that it was recorded under. */
interface Fate {
  readonly keys: Set<string>;
  /** The batches in which it came and that were not found too large. */
  readonly batches: Set<string>;
  verdict?: Verdict;
}

/** A platform on loopback that answers at random, and knows what it has said about every event and metric. */
export class MoodyPlatform {
  readonly events = new Map<string, Fate>();
  readonly metrics = new Map<string, Fate>();
  readonly answered = new Map<AnswerName, number>();
  /** What the schema of the protocol found wrong, and calls that should not have come. */
  readonly complaints = new Set<string>();
  /** By batch: what was said for good is said again. */
  readonly verdicts = new Map<string, Verdict | undefined>();
  good = false;

  private constructor(
    private readonly server: Server,
    private readonly dice: Dice,
    private readonly clock: Clock,
    private readonly key: Buffer | undefined,
    private readonly onCall: () => void,
  ) {}

  static async start(dice: Dice, clock: Clock, key: Buffer | undefined, onCall: () => void): Promise<MoodyPlatform> {
    const server = createServer();
    const platform = new MoodyPlatform(server, dice, clock, key, onCall);
    server.on('request', (request, response) => void platform.take(request, response));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return platform;
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
    this.onCall();
    // Some do not even listen to the end.
    if (!this.good && this.dice.next() < 0.02) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The agent has broken its call off.
    }
    const body = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
    if (request.url?.endsWith('/status')) {
      this.check('status', JSON.parse(text.toString()));
      return void response.end('{}');
    }
    if (!/\/api\/v1\/(events|metrics|events\/encrypted)$/.test(request.url ?? '')) {
      this.complaints.add(`called ${request.url}`);
    }
    const payload = this.read(text.toString());
    const known = this.verdicts.get(payload.batch_id);
    const name = this.answerFor(known);
    this.answered.set(name, (this.answered.get(name) ?? 0) + 1);
    this.note(payload, verdictOf(name));
    this.onCall();
    ANSWERS[name].send(response, request, this.dice, this.clock.now());
  }

  private answerFor(known: Verdict | undefined): AnswerName {
    if (known === 'too-large') return '413';
    if (known === 'rejected') return '400';
    return this.good || known === 'accepted' ? 'ok' : this.dice.weighted(WEIGHTS);
  }

  private read(text: string): Payload {
    const body = JSON.parse(text) as Payload & { encrypted_payload?: string };
    if (!this.key || !body.encrypted_payload) {
      this.check('batch', body);
      return body;
    }
    this.check('envelope', body);
    const payload = JSON.parse(plaintextOf(this.key, body.encrypted_payload)) as Payload;
    this.check('payload', payload);
    return { ...payload, batch_id: body.batch_id };
  }

  private check(message: Parameters<typeof problemsOf>[0], body: unknown): void {
    for (const problem of problemsOf(message, body)) this.complaints.add(`${message}: ${problem}`);
  }

  private note({ batch_id, events, metrics }: Payload, verdict: Verdict | undefined): void {
    this.verdicts.set(batch_id, verdict);
    for (const { reason, idempotency_key } of events) note(this.events, reason, idempotency_key, batch_id, verdict);
    for (const { endpoint } of metrics) note(this.metrics, endpoint, endpoint, batch_id, verdict);
  }
}

function note(fates: Map<string, Fate>, name: string, key: string, batch: string, verdict: Verdict | undefined): void {
  const fate: Fate = fates.get(name) ?? { keys: new Set(), batches: new Set() };
  fates.set(name, fate);
  fate.keys.add(key);
  if (verdict === 'too-large') fate.batches.delete(batch);
  else fate.batches.add(batch);
  fate.verdict = verdict ?? fate.verdict;
}
