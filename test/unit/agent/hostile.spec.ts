import { describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import { type AddressInfo } from 'node:net';
import { build, until } from './build.js';
import { harness } from './harness.js';
import { type Responder } from './platform-stub.js';

const test = harness();
const ok = '{"success":true}';

describe('a platform that answers strangely', () => {
  const answers: [string, Responder, expected: object][] = [
    ['nothing, and closes', (_call, _response, request) => request.socket.destroy(), { pending: 1 }],
    [
      'half a body',
      (_call, response) => {
        response.writeHead(200, { 'content-length': 1_000 });
        response.write(ok, () => response.destroy());
      },
      { pending: 1 },
    ],
    [
      'a chunked body that breaks off',
      (_call, response) => {
        response.writeHead(200);
        response.write(ok, () => response.destroy());
      },
      { pending: 1 },
    ],
    [
      'an endless body',
      (_call, response) => {
        response.writeHead(200);
        const more = (): void => void (response.destroyed || response.write('x'.repeat(16_384), more));
        more();
      },
      { pending: 1 },
    ],
    [
      'an endless body after 422',
      (_call, response) => {
        response.writeHead(422);
        const more = (): void => void (response.destroyed || response.write('x'.repeat(16_384), more));
        more();
      },
      { rejected: 1 },
    ],
    [
      'a redirect',
      (_call, response) => response.writeHead(307, { location: `${test.platform.url}/stolen` }).end(),
      { pending: 1 },
    ],
    [
      'an upgrade',
      (_call, response) => response.writeHead(101, { connection: 'upgrade', upgrade: 'x' }).end(),
      { pending: 1 },
    ],
    [
      'control characters',
      (_call, response) => response.writeHead(422).end('a\r\nFAKE LOG LINE \u001b[31m'),
      { rejected: 1 },
    ],
  ];

  it.each(answers)('%s', async (_name, responder, expected) => {
    test.platform.otherwise = responder;
    const { agent, log } = test.make({ retryAttempts: 0 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject(expected);
    expect(test.platform.calls).toHaveLength(1);
    expect([...log.lines, agent.stats().lastError].join('')).not.toMatch(/[\r\n\u001b]/);

    test.platform.otherwise = (_call, response) => response.end(ok);
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ pending: 0 });
  });

  it('gives up a call that takes longer than the timeout', async () => {
    test.platform.otherwise = () => undefined;
    const { agent } = test.make({ retryAttempts: 0, timeout: 0.1 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush({ timeout: 5 })).toMatchObject({ pending: 1, reason: 'no answer within 0.1 s' });
  });

  it('outlives a flush that may take less time than a call, and the report says so', async () => {
    test.platform.otherwise = () => undefined;
    const { agent } = test.make({ retryAttempts: 0, timeout: 60, shutdownTimeout: 0.05 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush({ timeout: 0.05 })).toMatchObject({ pending: 1, reason: 'the flush was given 0.05 s' });
  });

  it('gives up a body that trickles for longer than the timeout', async () => {
    test.platform.otherwise = (_call, response) => {
      response.writeHead(200);
      response.write('{');
    };
    const { agent } = test.make({ retryAttempts: 0, timeout: 0.1 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush({ timeout: 5 })).toMatchObject({ pending: 1 });
  });
});

describe('a platform that is not there', () => {
  it('is a failure that says so', async () => {
    const url = test.platform.url;
    await test.platform.stop();
    const { agent } = build(url, { retryAttempts: 0 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ pending: 1, reason: expect.stringContaining('ECONNREFUSED') });
    await agent.onApplicationShutdown();
  });

  it('is a failure where it speaks no HTTP', async () => {
    const server: Server = createServer((socket) => socket.on('error', () => undefined).end('SSH-2.0-x\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { agent } = build(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { retryAttempts: 0 });
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({
      pending: 1,
      reason: expect.stringMatching(/Parse Error|hang up|RESET|EPIPE/),
    });
    await agent.onApplicationShutdown();
    server.close();
  });
});

describe('a connection that was idle', () => {
  it('is used again', async () => {
    const { agent } = test.make();
    for (let i = 0; i < 3; i++) {
      agent.record({ type: 'ip_blocked' });
      await agent.flush();
    }
    expect(test.platform.connections).toBe(1);
  });

  it('costs no failure where the platform has closed it in the meantime', async () => {
    const { agent } = test.make({ retryAttempts: 0 });
    agent.record({ type: 'ip_blocked' });
    await agent.flush();
    // The connection breaks at the moment it is used again, before anything is answered.
    test.platform.script.push((_call, _response, request) => request.socket.resetAndDestroy());
    agent.record({ type: 'ip_blocked' });
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    expect(agent.stats().calls.failed).toBe(0);
  });
});

describe('the deadline of a call', () => {
  it('holds for all its attempts together', async () => {
    const { agent } = test.make({ retryAttempts: 0, timeout: 0.3 });
    agent.record({ type: 'ip_blocked' });
    await agent.flush();
    // 0.2 s until the old connection breaks, 0.2 s on the new one: each within the deadline, both together not.
    test.platform.script.push(
      (_call, _response, request) => void setTimeout(() => request.socket.resetAndDestroy(), 200),
      (_call, response) => void setTimeout(() => response.end('{}'), 200),
    );
    agent.record({ type: 'ip_blocked' });
    await agent.flush({ timeout: 5 });
    expect(agent.stats()).toMatchObject({ calls: { accepted: 1, failed: 1 }, events: { pending: 1 } });
    expect(agent.stats().lastError).toBe('no answer within 0.3 s');
  });
});

describe('rules', () => {
  const fetchRules = async (responder: Responder): Promise<{ rules: unknown[]; lines: string[] }> => {
    test.platform.rules = responder;
    const { agent, log } = test.make({}, { rulesInterval: 300 });
    const rules: unknown[] = [];
    agent.onRules((raw) => void rules.push(raw));
    agent.onModuleInit();
    await agent.firstRules(5_000);
    return { rules, lines: log.lines };
  };

  it.each<[string, Responder]>([
    ['HTML', (_call, response) => response.end('<html>')],
    ['nothing', (_call, response) => response.end()],
    ['404', (_call, response) => response.writeHead(404).end('{"rule_id":"r"}')],
    ['a reset', (_call, _response, request) => request.socket.resetAndDestroy()],
    ['a redirect', (_call, response) => response.writeHead(302, { location: '/x' }).end('{"rule_id":"r"}')],
    ['2 MiB', (_call, response) => response.end(JSON.stringify({ rule_id: 'r'.repeat(2_097_152) }))],
  ])('that are %s are not handed on, with one warning', async (_name, responder) => {
    const { rules, lines } = await fetchRules(responder);
    expect(rules).toEqual([]);
    expect(lines.filter((line) => line.startsWith('warn No dynamic rules'))).toHaveLength(1);
  });

  it('are waited for no longer than asked', async () => {
    test.platform.rules = () => undefined;
    const { agent } = test.make({}, { rulesInterval: 300 });
    agent.onModuleInit();
    await agent.firstRules(20);
    expect(agent.status()).toBe('starting');
  });

  it('are tried again soon after a failure, not at the interval only', async () => {
    let calls = 0;
    const { agent } = test.make({ backoffFactor: 0.001 }, { rulesInterval: 300 });
    test.platform.rules = (_call, response) => response.writeHead(++calls < 3 ? 503 : 200).end('{"rule_id":"r"}');
    const rules: unknown[] = [];
    agent.onRules((raw) => void rules.push(raw));
    agent.onModuleInit();
    await until(() => rules.length > 0);
    expect(calls).toBe(3);
  });

  it('survive a taker that throws', async () => {
    const { agent, log } = test.make({}, { rulesInterval: 300 });
    agent.onRules(() => {
      throw new Error('taker');
    });
    const rules: unknown[] = [];
    agent.onRules((raw) => void rules.push(raw));
    agent.onModuleInit();
    await agent.firstRules(5_000);
    expect(rules).toHaveLength(1);
    expect(log.matching(/Applying rules failed/)).toHaveLength(1);
  });
});
