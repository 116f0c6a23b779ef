import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { AgentOptions, agentSettings, GuardAgent } from '../../src/agent/index.js';
import { silentLog, systemClock } from '../../src/kernel/index.js';
import { Redaction } from '../../src/telemetry/redaction/index.js';

/** How often the application is killed; DURABILITY_KILLS=100 for the long run. */
const KILLS = Number(process.env.DURABILITY_KILLS ?? 12);

interface Arrival {
  readonly reason: string;
  /** The batches in which the event came. */
  readonly batches: Set<string>;
}

/** A platform as ours should be: it drops what it has seen by idempotency key. It also fails now and then. */
class Receiver {
  readonly events = new Map<string, Arrival>();
  private calls = 0;
  private constructor(private readonly server: Server) {}

  static async start(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
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
    if (!request.url?.endsWith('/events')) return void response.end('{}');
    this.calls += 1;
    if (this.calls % 4 === 0) return void response.writeHead(503).end();
    const bytes = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    const { batch_id, events } = JSON.parse(text.toString()) as {
      batch_id: string;
      events: { idempotency_key: string; reason: string }[];
    };
    for (const { idempotency_key, reason } of events) {
      const known = this.events.get(idempotency_key) ?? { reason, batches: new Set() };
      known.batches.add(batch_id);
      this.events.set(idempotency_key, known);
    }
    // Some answers are not heard: the batch is here, and its sender does not know.
    if (this.calls % 5 === 0) request.socket.destroy();
    else response.end('{}');
  }
}

/** Lets the application live for a while and kills it. Returns how many events it has said to be kept. */
async function live(url: string, directory: string, life: number): Promise<number> {
  const script = join(process.cwd(), 'test/process/durability.child.mjs');
  const child: ChildProcess = spawn(process.execPath, [script, url, directory, `${life}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (told += text));
  const gone = once(child, 'close');
  while (!told.includes('\n') && child.exitCode === null) await sleep(5);
  await sleep(100 + 700 * Math.random());
  child.kill('SIGKILL');
  await gone;
  // A line that was not finished says nothing.
  const lines = told
    .slice(0, told.lastIndexOf('\n') + 1)
    .trim()
    .split('\n');
  return Number(lines.at(-1));
}

/** Sends what is left, as far as the calls of one agent go. Returns how many events it found. */
async function inherit(endpoint: string, spillDirectory: string): Promise<number> {
  const options = { apiKey: 'fg_test_0123456789abcdef', durability: 'file' as const, backoffFactor: 0.05 };
  const agent = new GuardAgent(
    agentSettings(Object.assign(new AgentOptions(), { ...options, endpoint, spillDirectory, shutdownTimeout: 0.1 })),
    { clock: systemClock, log: silentLog, version: '0.0.0', redactor: new Redaction() },
  );
  await agent.flush({ timeout: 5 });
  await agent.onApplicationShutdown();
  return agent.stats().events.recorded;
}

describe('an application that is killed again and again under load', () => {
  let receiver: Receiver;
  let directory: string;

  beforeEach(async () => {
    receiver = await Receiver.start();
    directory = mkdtempSync(join(tmpdir(), 'nestjs-guard-durability-'));
  });
  afterEach(async () => {
    await receiver.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  it(
    `loses with durability file nothing that was written, over ${KILLS} kills, and every event has one key`,
    async () => {
      const kept: number[] = [];
      for (let life = 0; life < KILLS; life++) kept.push(await live(receiver.url, directory, life));
      expect(Math.min(...kept)).toBeGreaterThan(0);

      while ((await inherit(receiver.url, directory)) > 0);

      const arrived = new Map<string, number>();
      for (const { reason } of receiver.events.values()) arrived.set(reason, (arrived.get(reason) ?? 0) + 1);
      const missing = kept.flatMap((count, life) =>
        Array.from({ length: count }, (_, i) => `${life}/${i}`).filter((reason) => !arrived.has(reason)),
      );
      expect(missing).toEqual([]);
      expect([...arrived.values()].every((count) => count === 1)).toBe(true);
      // An event in two batches: killed between the write of a batch and the write that removes its events.
      const inTwo = [...receiver.events.values()].filter(({ batches }) => batches.size > 1);
      expect(inTwo.length).toBeLessThan(receiver.events.size / 10);
      expect(readdirSync(directory)).toEqual([]);
      console.info(
        `${KILLS} kills: ${kept.reduce((sum, one) => sum + one, 0)} events were kept, ${receiver.events.size} arrived, ` +
          `${inTwo.length} of them in more than one batch`,
      );
    },
    60_000 + KILLS * 3_000,
  );
});
