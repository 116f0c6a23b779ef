import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { call } from '../support/http.js';
import { freePort, until } from '../support/redis.js';
import { Child } from './children.js';
import { Receiver } from './receiver.js';

/** Inside the package, so that `nestjs-guard` is what was built. */
const FOLDER = join(process.cwd(), 'build/examples');

/** The example of the page that contains a text, compiled to a file that Node runs. */
function example(name: string, containing: string): string {
  const page = readFileSync('docs/deployment.md', 'utf8');
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```$/gms)].map((match) => match[1] as string);
  const { outputText } = ts.transpileModule(blocks.find((block) => block.includes(containing)) ?? '', {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  return write(name, outputText);
}

function write(name: string, code: string): string {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, name), code);
  return join(FOLDER, name);
}

/** Each request of a test comes from a client of its own, and from one that is blocked. */
const clients = { made: 0 };
const refused = (): { headers: Record<string, string> } => {
  const n = clients.made++;
  const address = `198.18.${n >> 8}.${n & 255}`;
  return { headers: { 'x-forwarded-for': address, 'user-agent': 'evil-scanner/1.0' } };
};

describe('the examples of docs/deployment.md', () => {
  let receiver: Receiver;
  let variables: Record<string, string>;
  const children: Child[] = [];

  beforeEach(async () => {
    receiver = await Receiver.start({ unreliable: false });
    variables = {
      GUARD_API_KEY: 'fg_deployment_0123456789',
      GUARD_AGENT_ENDPOINT: receiver.url,
      GUARD_AGENT_INSTALL_ID: '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11',
      GUARD_AGENT_FLUSH_INTERVAL: '3600',
      GUARD_AGENT_BUFFER_SIZE: '1000',
      GUARD_TRUSTED_PROXIES: '127.0.0.1',
      GUARD_BLOCKED_USER_AGENTS: 'evil-scanner',
    };
  });
  afterEach(async () => {
    for (const child of children.splice(0)) await child.stop('SIGKILL');
    await receiver.stop();
  });

  function run(script: string, more: Record<string, string>): Child {
    const child = new Child([script], { ...variables, ...more });
    children.push(child);
    return child;
  }
  const sent = (): number => receiver.events.size;
  const repeated = (): unknown[] => [...receiver.events.values()].filter(({ times }) => times > 1);

  it('two workers are replaced under load, as PM2 does: no request fails, each event arrives once, all end with 0', async () => {
    const PORT = `${await freePort()}`;
    const base = `http://127.0.0.1:${PORT}`;
    const primary = run(example('cluster.mjs', 'cluster.isPrimary'), { PORT, WORKERS: '2' });
    const listening = (): number => primary.lines.filter((line) => line.includes('successfully started')).length;
    await until(() => listening() === 2, 'two workers', 30_000);

    const statuses: number[] = [];
    let loading = true;
    const load = async (): Promise<void> => {
      while (loading) statuses.push((await call(base, 'GET', '/hello', refused())).status);
    };
    const loads = [load(), load()];
    await until(() => statuses.length > 100, 'some load');
    expect(sent()).toBe(0);
    primary.signal('SIGHUP');
    await until(() => listening() === 4, 'the next two workers', 30_000);
    // The old ones have sent what they had; the new ones wait for their interval.
    await until(() => sent() > 0, 'what the old workers had');
    loading = false;
    await Promise.all(loads);
    expect(new Set(statuses)).toEqual(new Set([403]));
    expect(await primary.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(sent()).toBe(statuses.length);
    expect(repeated()).toEqual([]);
  }, 90_000);

  it('a function has sent what it recorded when an invocation has ended', async () => {
    example('handler.mjs', 'export async function handler');
    const harness = write(
      'invoke.mjs',
      `import { createServer } from 'node:http';
       import { handler } from './handler.mjs';
       let ended = 0;
       const server = createServer(async (request, response) => {
         await handler(request, response);
         console.log('ended ' + ++ended);
       });
       server.listen(0, '127.0.0.1', () => console.log('listening on http://127.0.0.1:' + server.address().port));`,
    );
    const child = run(harness, {});
    const base = await child.line(/^listening on (\S+)$/);
    expect((await call(base, 'GET', '/hello')).text).toBe('hello');
    await child.line(/^ended 1$/);
    expect(sent()).toBe(0);
    expect(receiver.metrics.size).toBeGreaterThan(0);
    for (let i = 1; i <= 3; i++) {
      expect((await call(base, 'GET', '/hello', refused())).status).toBe(403);
      await child.line(new RegExp(`^ended ${i + 1}$`));
      expect(sent()).toBe(i);
    }
    await child.stop('SIGKILL');
    expect(repeated()).toEqual([]);
  }, 60_000);
});
