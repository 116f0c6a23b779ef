import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CERTIFICATE, PRIVATE_KEY } from '../support/certificate.js';
import { freePort, startRedis } from '../support/redis.js';

it('a rediss:// URL is trusted where Node is started with the certificate of its authority, and not otherwise', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-tls-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  writeFileSync(cert, CERTIFICATE);
  writeFileSync(key, PRIVATE_KEY);
  const port = await freePort();
  const options = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
  const server = await startRedis('--tls-port', `${port}`, ...options, '--tls-auth-clients', 'no');

  /** How many decisions of three another process makes with Redis. */
  async function asked(env: Record<string, string>): Promise<number> {
    const child = fork(
      join(process.cwd(), 'test/process/shared-state.child.mjs'),
      [`rediss://127.0.0.1:${port}`, '2'],
      {
        env: { ...process.env, ...env },
      },
    );
    await once(child, 'message');
    const rule = { name: 'default', limit: 10, window: 86_400 };
    child.send({ id: 1, verb: 'hammer', client: `192.0.2.${child.pid}`, rule, count: 3 });
    await once(child, 'message');
    const used = Number(((await server.look.get(`guard:1:w:{192.0.2.${child.pid}}`)) ?? '0').split(' ')[0]);
    const gone = once(child, 'exit');
    child.send({ id: 2, verb: 'close' });
    await gone;
    return used;
  }

  try {
    expect(await asked({ NODE_EXTRA_CA_CERTS: cert })).toBe(3);
    expect(await asked({})).toBe(0);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
