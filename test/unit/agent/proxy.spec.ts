import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { type AgentOptions } from '../../../src/agent/index.js';
import { parseProxy } from '../../../src/agent/transport/proxy.js';
import { ConnectProxy } from '../../support/connect-proxy.js';
import { build, type Built } from './build.js';
import { CERTIFICATE, PRIVATE_KEY } from '../../support/certificate.js';
import { harness } from './harness.js';
import { ManualClock } from './manual-clock.js';

const test = harness();
const TLS = { key: PRIVATE_KEY, cert: CERTIFICATE };
const SECRET = 'p%40ss:word';

let proxy: ConnectProxy;
let server: Server;
let connections = 0;
const built: Built[] = [];

beforeEach(async () => {
  proxy = await ConnectProxy.start();
  connections = 0;
  server = createServer(TLS, (request, response) => request.resume().on('end', () => response.end('{}')));
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  for (const { agent } of built.splice(0)) await agent.onApplicationShutdown();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await proxy.stop();
});

/** An agent for the platform behind TLS. */
function secured(options: Partial<AgentOptions>): Built {
  const one = build(`https://127.0.0.1:${(server.address() as AddressInfo).port}`, { retryAttempts: 0, ...options });
  built.push(one);
  return one;
}
async function deliver({ agent }: Built) {
  agent.record({ type: 'ip_blocked' });
  // Longer than any call may take: what the report tells is then the end of the call, and not of the flush.
  return agent.flush({ timeout: 20 });
}

describe('a proxy', () => {
  it('carries calls over TLS, in a tunnel of its own that is used again', async () => {
    const one = secured({ proxy: proxy.url(), ca: CERTIFICATE });
    for (let i = 0; i < 3; i++) expect(await deliver(one)).toMatchObject({ delivered: 1, pending: 0 });
    expect(proxy.targets).toEqual([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
    expect(proxy.credentials).toEqual([undefined]);
    expect(connections).toBe(1);
  });

  it('carries calls in clear text too', async () => {
    const one = test.make({ proxy: proxy.url() });
    for (let i = 0; i < 2; i++) expect(await deliver(one)).toMatchObject({ delivered: 1, pending: 0 });
    expect(proxy.targets).toEqual([test.platform.url.replace('http://', '')]);
    expect(test.platform.calls.map(({ path }) => path)).toEqual(['/api/v1/events', '/api/v1/events']);
    expect(test.platform.calls[0]?.headers).not.toHaveProperty('proxy-authorization');
  });

  it('may speak TLS itself; then agent.ca vouches for it too', async () => {
    const safe = await ConnectProxy.start(TLS);
    expect(await deliver(secured({ proxy: safe.url(), ca: CERTIFICATE }))).toMatchObject({ delivered: 1 });
    expect(await deliver(secured({ proxy: safe.url() }))).toMatchObject({
      pending: 1,
      reason: expect.stringMatching(/self.signed/),
    });
    expect(safe.targets).toHaveLength(1);
    for (const { agent } of built.splice(0)) await agent.onApplicationShutdown();
    await safe.stop();
  });

  it('does not vouch for the platform: its certificate is verified in the tunnel', async () => {
    expect(await deliver(secured({ proxy: proxy.url() }))).toMatchObject({
      pending: 1,
      reason: expect.stringMatching(/self.signed/),
    });
    expect(proxy.targets).toHaveLength(1);
  });

  it('is not used where it is false', async () => {
    expect(await deliver(secured({ proxy: false, ca: CERTIFICATE }))).toMatchObject({ delivered: 1 });
    expect(proxy.targets).toEqual([]);
  });

  it('gets its credentials, and nobody else does', async () => {
    const one = secured({ proxy: proxy.url(`user:${encodeURIComponent('p@ss:word')}`), ca: CERTIFICATE });
    expect(await deliver(one)).toMatchObject({ delivered: 1 });
    expect(proxy.credentials).toEqual([`Basic ${Buffer.from('user:p@ss:word').toString('base64')}`]);
  });

  it.each<[string, ConnectProxy['instead'], RegExp]>([
    ['refuses', (socket) => socket.end('HTTP/1.1 407 No\r\nContent-Length: 2\r\n\r\nno'), /refuses.*HTTP 407/],
    ['cannot reach the platform', (socket) => socket.end('HTTP/1.1 502 No\r\n\r\n'), /refuses.*HTTP 502/],
    ['hangs up', (socket) => socket.destroy(), /through the proxy|closed/],
    ['speaks no HTTP', (socket) => socket.end('SSH-2.0-x\r\n'), /through the proxy/],
    ['redirects', (socket) => socket.end('HTTP/1.1 302 No\r\nLocation: http://127.0.0.1/\r\n\r\n'), /HTTP 302/],
    ['hangs', () => undefined, /no answer within 0\.2 s/],
  ])('that %s is a failure that keeps the events and names no password', async (_name, instead, reason) => {
    proxy.instead = instead;
    const one = secured({ proxy: proxy.url(`user:${SECRET}`), ca: CERTIFICATE, timeout: 0.2 });
    expect(await deliver(one)).toMatchObject({ pending: 1, reason: expect.stringMatching(reason) });
    expect(one.agent.stats()).toMatchObject({ calls: { failed: 1 }, events: { pending: 1 } });
    expect(JSON.stringify([one.log.lines, one.agent.stats()])).not.toMatch(/user|word|p%40ss|dXNlc/);
    proxy.instead = undefined;
    expect(await one.agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
  });

  it('that is not there is a failure', async () => {
    const address = proxy.url();
    await proxy.stop();
    expect(await deliver(secured({ proxy: address }))).toMatchObject({
      pending: 1,
      reason: expect.stringMatching(/ECONNREFUSED/),
    });
    proxy = await ConnectProxy.start();
  });

  it('that hangs does not hold up a shutdown, and nothing stays open', async () => {
    let closed = false;
    proxy.instead = (socket) => void socket.on('end', () => (closed = true)).resume();
    const { agent } = secured({ proxy: proxy.url(), timeout: 60, shutdownTimeout: 0.05 });
    agent.onModuleInit();
    agent.record({ type: 'a' });
    await agent.onApplicationShutdown();
    expect(agent.stats().events.pending).toBe(1);
    while (!closed) await new Promise((resolve) => setTimeout(resolve, 5));
    // Long before the tunnel would be given up by itself.
  }, 5_000);
});

describe('the address of a proxy', () => {
  it.each([
    ['http://proxy:3128', 'http://proxy:3128/'],
    ['proxy:3128', 'http://proxy:3128/'],
    [' https://user:pass@proxy.example/ ', 'https://user:pass@proxy.example/'],
    ['10.0.0.1', 'http://10.0.0.1/'],
    ['[::1]:80', 'http://[::1]/'],
  ])('%s is read as %s', (text, href) => {
    expect((parseProxy(text) as URL).href).toBe(href);
  });

  it.each([
    '',
    ' ',
    7,
    undefined,
    'socks5://secret-word@proxy:1080',
    'http://proxy/secret-word',
    'http://proxy?secret-word',
    'http://user:%secret-word@proxy',
    'http://',
    'a b',
  ])('%s is none, and its sentence does not repeat it', (text) => {
    expect(parseProxy(text)).toEqual(expect.any(String));
    expect(parseProxy(text)).not.toContain('secret-word');
  });
});

describe('a connection', () => {
  it('is not used for longer than five minutes, so that a platform that moved is found', async () => {
    const clock = new ManualClock();
    const one = test.make({}, { clock });
    await deliver(one);
    clock.advance(299_999);
    await deliver(one);
    expect(test.platform.opened).toBe(1);
    clock.advance(1);
    await deliver(one);
    await deliver(one);
    expect(test.platform.opened).toBe(2);
    expect(one.agent.stats()).toMatchObject({ events: { delivered: 4 }, calls: { failed: 0 } });
  });
});
