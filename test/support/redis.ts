import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Cluster, Redis } from 'ioredis';

/** Real Redis servers on free loopback ports, each in a folder of its own. Nothing outlives the test process. */
export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** A plain client for looking at what is stored. */
  readonly look: Redis;
  /** SIGKILL: connections break, memory is lost. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(...args: string[]): Promise<void>;
  /** SIGSTOP: connections stay open and nothing is answered. */
  pause(): void;
  resume(): void;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

let binary: string | undefined;

function redisServer(): string {
  binary ??= execFileSync(process.execPath, [join(process.cwd(), 'tools/redis-server.mjs')], {
    encoding: 'utf8',
  }).trim();
  return binary;
}

const children = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Polls until `check` is true; rejects after ten seconds. */
export async function until(check: () => unknown, what = 'the condition', milliseconds = 10_000): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`${what} did not come true within ${milliseconds} ms`);
    await sleep(5);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

/** Starts a server without persistence; `options` are written as on its command line (`--requirepass`, `secret`). */
export async function startRedis(...options: string[]): Promise<RedisServer> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-redis-'));
  const clients: Redis[] = [];
  let child: ChildProcess | undefined;

  const start = async (...more: string[]): Promise<void> => {
    const fixed = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--appendonly', 'no'];
    child = spawn(redisServer(), [...fixed, ...options, ...more], { stdio: 'ignore' });
    children.add(child);
    await until(() => accepts(port), 'redis-server');
  };
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    children.delete(child);
  };
  await start();

  const password = options[options.indexOf('--requirepass') + 1];
  const auth = options.includes('--requirepass') ? `:${password}@` : '';
  const url = `redis://${auth}127.0.0.1:${port}`;
  return {
    port,
    url,
    get look(): Redis {
      if (!clients[0]) clients.push(new Redis(url).on('error', () => undefined));
      return clients[0] as Redis;
    },
    kill,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    close: async () => {
      for (const client of clients) client.disconnect();
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A real cluster of three masters, each with so many replicas. */
export async function startCluster(
  replicas = 0,
): Promise<{ client: Cluster; nodes: RedisServer[]; close: () => Promise<void> }> {
  const nodes = await Promise.all(
    Array.from({ length: 3 * (1 + replicas) }, () =>
      startRedis('--cluster-enabled', 'yes', '--cluster-node-timeout', '1000'),
    ),
  );
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`);
  await clusterCli('create', ...addresses, '--cluster-replicas', `${replicas}`, '--cluster-yes');
  for (const { look } of nodes) {
    await until(async () => (await look.cluster('INFO')).includes('cluster_state:ok'), 'the cluster');
    await until(async () => !/role:slave[^]*link_status:down/.test(await look.info('replication')), 'the replicas');
  }
  const client = new Cluster(nodes.map(({ port }) => ({ host: '127.0.0.1', port })));
  client.on('error', () => undefined);
  await until(() => client.status === 'ready', 'the cluster client');
  const close = async (): Promise<void> => {
    client.disconnect();
    await Promise.all(nodes.map((node) => node.close()));
  };
  return { client, nodes, close };
}

/** `redis-cli --cluster …`, to its end. */
export async function clusterCli(...args: string[]): Promise<void> {
  const cli = join(dirname(redisServer()), redisServer().endsWith('valkey-server') ? 'valkey-cli' : 'redis-cli');
  await promisify(execFile)(cli, ['--cluster', ...args]);
}

/** The master that keeps a key. */
export async function nodeOf(client: Cluster, nodes: readonly RedisServer[], key: string): Promise<RedisServer> {
  const slot = await client.cluster('KEYSLOT', key);
  const ranges = await client.cluster('SLOTS');
  const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
  const node = nodes.find((one) => one.port === port);
  if (!node) throw new Error(`no node of ours keeps ${key}`);
  return node;
}

/** Waits until a replica has all that its master was told so far. */
export async function replicated({ look }: RedisServer): Promise<void> {
  // WAIT is about what this very connection has written.
  await until(async () => {
    await look.set('written', '1');
    return (await look.wait(1, 100)) >= 1;
  }, 'the replica');
}

/** A real master, a replica and a sentinel that makes the replica the master half a second after its loss. */
export async function startSentinel(): Promise<{
  client: Redis;
  master: RedisServer;
  replica: RedisServer;
  close: () => Promise<void>;
}> {
  const master = await startRedis();
  const replica = await startRedis('--replicaof', '127.0.0.1', `${master.port}`);
  await until(async () => (await replica.look.info('replication')).includes('master_link_status:up'), 'the replica');

  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-sentinel-'));
  const config = join(folder, 'sentinel.conf');
  writeFileSync(
    config,
    `port ${port}
bind 127.0.0.1
sentinel monitor main 127.0.0.1 ${master.port} 1
sentinel down-after-milliseconds main 500
sentinel failover-timeout main 2000
`,
  );
  const sentinel = spawn(redisServer(), [config, '--sentinel'], { stdio: 'ignore', cwd: folder });
  children.add(sentinel);
  await until(() => accepts(port), 'the sentinel');
  const look = new Redis(port, '127.0.0.1').on('error', () => undefined);
  await until(
    async () => ((await look.call('SENTINEL', 'REPLICAS', 'main')) as unknown[]).length === 1,
    'the sentinel',
  );
  look.disconnect();

  const client = new Redis({
    sentinels: [{ host: '127.0.0.1', port }],
    name: 'main',
    sentinelRetryStrategy: () => 100,
  });
  client.on('error', () => undefined);
  await until(() => client.status === 'ready', 'the client');
  const close = async (): Promise<void> => {
    client.disconnect();
    sentinel.kill('SIGKILL');
    children.delete(sentinel);
    rmSync(folder, { recursive: true, force: true });
    await Promise.all([master.close(), replica.close()]);
  };
  return { client, master, replica, close };
}
