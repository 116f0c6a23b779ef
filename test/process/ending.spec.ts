import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { Child } from './children.js';

/** A process that ends by itself, without `enableShutdownHooks`, without `app.close()`. */
describe('an application that runs out of work', () => {
  let server: Server;
  let reasons: string[];
  let calls: number;
  let answer: (response: ServerResponse) => void;

  beforeEach(async () => {
    reasons = [];
    calls = 0;
    answer = (response) => response.writeHead(201).end();
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (!request.url?.endsWith('/events')) return response.writeHead(201).end();
        const body = Buffer.concat(chunks);
        const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        const { events } = JSON.parse(text.toString()) as { events: { reason: string }[] };
        calls += 1;
        answer(response);
        if (response.statusCode < 400) reasons.push(...events.map(({ reason }) => reason));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const run = (values: object): Child => {
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const options = {
      apiKey: 'fg_test_0123456789',
      installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11',
      endpoint,
      flushInterval: 3_600,
      bufferSize: 1_000,
      shutdownTimeout: 1,
    };
    return new Child(['test/process/ending.child.mjs', JSON.stringify({ ...options, ...values })]);
  };

  it('sends what waits before it ends', async () => {
    const child = run({ events: 250 });
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(new Set(reasons).size).toBe(250);
    expect(reasons).toHaveLength(250);
    expect(child.said).toBe('');
  });

  it('sends what came after it had done so, too', async () => {
    const child = run({ events: 1, again: true });
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(reasons).toEqual(['event 0', 'late']);
  });

  it('does so once where it is closed as well', async () => {
    const child = run({ events: 3, shut: true });
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(reasons).toHaveLength(3);
  });

  it('ends at once where nothing waits', async () => {
    const child = run({ events: 0 });
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(calls).toBe(0);
  });

  it.each<[string, (response: ServerResponse) => void]>([
    ['refuses', (response) => response.writeHead(503).end()],
    ['hangs', () => undefined],
  ])('ends in its time where the platform %s, and says what is lost', async (_name, behaviour) => {
    answer = behaviour;
    const child = run({ events: 5, timeout: 60, backoffFactor: 0.2 });
    expect(await child.ended).toEqual({ code: 0, signal: null });
    expect(calls).toBeGreaterThan(0);
    expect(child.said).toMatch(/Telemetry was not delivered: 5 events and 0 metrics are lost with this process/);
    expect(child.said.match(/was not delivered/g)).toHaveLength(1);
  });
});
