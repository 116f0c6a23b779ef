import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:https';
import { type AddressInfo } from 'node:net';
import { build } from './build.js';
import { CERTIFICATE, PRIVATE_KEY } from '../../support/certificate.js';

let server: Server;
let requests = 0;
const url = (): string => `https://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  requests = 0;
  server = createServer({ key: PRIVATE_KEY, cert: CERTIFICATE }, (request, response) => {
    requests += 1;
    request.resume().on('end', () => response.end('{}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

describe('TLS', () => {
  it('refuses a certificate that nobody vouches for', async () => {
    const { agent } = build(url(), { retryAttempts: 0 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ pending: 1, reason: expect.stringMatching(/self.signed/) });
    await agent.onApplicationShutdown();
    expect(requests).toBe(0);
  });

  it('accepts the authority that agent.ca names', async () => {
    const { agent } = build(url(), { ca: CERTIFICATE });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    await agent.onApplicationShutdown();
  });
});
