// The local platform, the sample application with the module and the same application without it.
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureRedisServer } from '../redis-server.mjs';
import { json } from './http.mjs';
import { DENIED_AGENTS } from './traffic.mjs';

const script = (name) => fileURLToPath(new URL(`../../build/sample/${name}/main.js`, import.meta.url));
const secret = (bytes) => randomBytes(bytes).toString('base64url');

/** What the platform tells the application to refuse. */
const RULES = { rule_id: 'demo', version: 1, ip_blacklist: ['203.0.113.77', '2001:db8:bad::/48'] };

/** Starts everything: `{ platform, bare, sample, token }`, three processes with their `base` and the status token. */
export async function setStage(processes, { platform: framework, redis }) {
  const credentials = {
    apiKey: `fg_${secret(16)}`,
    projectId: 'proj_demo',
    key: randomBytes(32).toString('base64'),
    signing: secret(24),
  };
  const token = secret(24);
  const platform = await processes.serve('the platform', script('platform'), {
    PLATFORM_API_KEY: credentials.apiKey,
    PLATFORM_PROJECT_ID: credentials.projectId,
    PLATFORM_ENCRYPTION_KEY: credentials.key,
    PLATFORM_SIGNING_SECRET: credentials.signing,
  });
  await json(platform.base, 'PUT', '/control/rules', { body: RULES });
  const shared = redis ? { GUARD_REDIS_URL: await startRedis(processes) } : {};
  const [bare, sample] = await Promise.all([
    processes.serve('the sample without the module', script('basic'), { PLATFORM: framework, SAMPLE_BARE: '1' }),
    processes.serve('the sample', script('basic'), {
      ...shared,
      PLATFORM: framework,
      GUARD_TRUSTED_PROXIES: '127.0.0.1',
      GUARD_STATUS_TOKEN: token,
      GUARD_BLACKLIST: '203.0.113.0/28',
      GUARD_BLOCKED_USER_AGENTS: DENIED_AGENTS.join(','),
      GUARD_API_KEY_W_ENCRYPTION: credentials.apiKey,
      GUARD_PROJECT_ID: credentials.projectId,
      GUARD_PROJECT_ENCRYPTION_KEY: credentials.key,
      GUARD_AGENT_PAYLOAD_SIGNING_SECRET: credentials.signing,
      GUARD_AGENT_ENDPOINT: platform.base,
      GUARD_AGENT_FLUSH_INTERVAL: '1',
      GUARD_AGENT_INSTALL_ID: randomUUID(),
      GUARD_ENABLE_DYNAMIC_RULES: 'true',
    }),
  ]);
  return { platform, bare, sample, token };
}

/** A Redis server of our own in a folder of its own, on a free port. */
async function startRedis(processes) {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-demo-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const server = processes.start('Redis', ensureRedisServer(), settings, process.env);
  await server.line(/Ready to accept connections/, 10_000);
  return `redis://127.0.0.1:${port}`;
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
