import http from 'node:http';
import { call } from '../support/http.js';
import { startRedis } from '../support/redis.js';
import { type Child, runScript, startScript } from './children.js';

const children: Child[] = [];
async function start(name: string, variables: Record<string, string> = {}) {
  const started = await startScript(name, variables);
  children.push(started.child);
  return started;
}
afterEach(async () => {
  for (const child of children.splice(0)) await child.stop('SIGKILL');
});

describe.each(['express', 'fastify'])('npm run sample on %s', (PLATFORM) => {
  it('says once where it listens, alone on its line', async () => {
    const { child, base } = await start('sample', { PLATFORM });
    expect((await call(base, 'GET', '/hello')).json).toEqual({ hello: 'world' });
    expect(child.lines.filter((line) => line.includes('listening on'))).toEqual([`listening on ${base}`]);
  });

  it('ends with code 0 beside idle connections', async () => {
    const { child, base } = await start('sample', { PLATFORM });
    const agent = new http.Agent({ keepAlive: true });
    await Promise.all(Array.from({ length: 5 }, () => call(base, 'GET', '/slow?ms=20', { agent })));
    expect(await child.stop()).toEqual({ code: 0, signal: null });
    agent.destroy();
  });

  it('finishes what is in flight, on a connection that stays open, and ends with code 0', async () => {
    const { child, base } = await start('sample', { PLATFORM });
    const agent = new http.Agent({ keepAlive: true });
    const pending = call(base, 'GET', '/slow?ms=1000', { agent });
    await new Promise((done) => setTimeout(done, 300));
    const ending = child.stop();
    expect((await pending).json).toEqual({ waited: 1000 });
    expect(await ending).toEqual({ code: 0, signal: null });
    agent.destroy();
  });

  it('does not start with wrong variables, names them all, and shows no secret', async () => {
    const secret = 'whsec_must_not_be_shown';
    const variables = { GUARD_RATE_LIMIT: '-1', GUARD_PROJECT_ENCRYPTION_KEY: secret, GUARD_API_KEY: 'fg_0123456789' };
    const child = runScript('sample', { PLATFORM, ...variables });
    expect((await child.ended).code).toBe(1);
    expect(child.said).toContain('GUARD_RATE_LIMIT');
    expect(child.said).toContain('GUARD_PROJECT_ENCRYPTION_KEY');
    expect(child.said).not.toContain(secret);
    expect(child.said).not.toContain('listening on');
  });
});

describe('npm run platform', () => {
  it('listens, and ends with code 0 at once, also while a client uploads without end', async () => {
    const { child, base } = await start('platform');
    const upload = http.request(`${base}/api/v1/events`, {
      method: 'POST',
      headers: { 'X-API-Key': 'fg_local_0123456789', 'Transfer-Encoding': 'chunked' },
    });
    upload.on('error', () => undefined); // the platform ends before the upload does
    upload.write('{"events":[');
    expect((await call(base, 'GET', '/')).text).toContain('Local Guard platform');
    expect(await child.stop('SIGTERM', 4_000)).toEqual({ code: 0, signal: null });
  });

  it('does not start with an encryption key that is none, and does not show it', async () => {
    const child = runScript('platform', { PLATFORM_ENCRYPTION_KEY: 'must-not-be-shown' });
    expect((await child.ended).code).toBe(1);
    expect(child.said).toContain('PLATFORM_ENCRYPTION_KEY');
    expect(child.said).not.toContain('must-not-be-shown');
  });
});

describe('npm run sample:async', () => {
  it('shares its limits between instances through Redis, and ends with code 0', async () => {
    const redis = await startRedis();
    try {
      const variables = { REDIS_URL: redis.url, GUARD_TRUSTED_PROXIES: '127.0.0.1' };
      const instances = [await start('sample:async', variables), await start('sample:async', variables)];
      const from = '198.51.100.7';
      const statuses = [];
      for (let n = 0; n < 12; n++) {
        const base = instances[n % 2]?.base ?? '';
        statuses.push((await call(base, 'POST', '/orders', { from, body: { product: 'cup' } })).status);
      }
      expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429, 429]);
      for (const { base } of instances) expect((await call(base, 'GET', '/live', { from })).status).toBe(200);
      for (const { child } of instances) expect(await child.stop()).toEqual({ code: 0, signal: null });
    } finally {
      await redis.close();
    }
  });

  it('does not start without Redis’ address', async () => {
    const child = runScript('sample:async', { REDIS_URL: '' });
    expect((await child.ended).code).toBe(1);
    expect(child.said).toContain('REDIS_URL');
  });
});
