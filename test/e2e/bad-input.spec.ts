import { gzipSync } from 'node:zlib';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { PLATFORMS, type RunningApp, startApp } from '../support/app.js';
import { raw, statusOf } from '../support/http.js';

@Controller()
class EchoController {
  @Get('hello')
  hello(): object {
    return { hello: 'world' };
  }

  @Get('search')
  search(@Query() query: Record<string, unknown>): unknown {
    return { ...query };
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return { type: typeof body };
  }
}

const json = { 'content-type': 'application/json' };
const head = (line: string, ...headers: string[]): string =>
  [line, 'Host: a', 'Connection: close', ...headers, '', ''].join('\r\n');
const deep = (levels: number): string => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);

describe.each(PLATFORMS)('bad input on %s: a clear answer, and the application goes on', (platform) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp({
      platform,
      controllers: [EchoController],
      guard: {
        rateLimit: { limit: 100_000 },
        ban: { enabled: false },
        detection: { bodyTimeout: 0.3 },
        proxy: { trusted: ['127.0.0.1'] },
        status: { token: 'status-token-for-tests' },
      },
    });
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect((await app.get('/hello')).json).toEqual({ hello: 'world' });
  });

  it('malformed JSON: 400', async () => {
    for (const body of ['{"a":', '{a:1}', 'nul', '[1,]', '\u0000']) {
      expect((await app.call('POST', '/echo', { body, headers: json })).status).toBe(400);
    }
  });

  it.each(['/%', '/%zz', '/%E0%A4%A', '/hello%', '/search?q=%', '/search?q=%zz', '/%c0%ae%c0%ae/', '/%00', '/a%00b'])(
    'the target %s: no 5xx',
    async (target) => {
      const text = await raw(app.base, head(`GET ${target} HTTP/1.1`));
      expect([200, 400, 403, 404]).toContain(statusOf(text));
    },
  );

  it('NUL bytes in the target and in a header: refused by the server', async () => {
    expect(statusOf(await raw(app.base, head('GET /\u0000 HTTP/1.1')))).toBe(400);
    expect(statusOf(await raw(app.base, head('GET / HTTP/1.1', 'X-A: \u0000')))).toBe(400);
  });

  it('overlong UTF-8 in path and query: an attack, or nothing that is found', async () => {
    for (const target of ['/%c0%ae%c0%ae%c0%af/etc/passwd', '/search?q=%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd']) {
      expect([400, 403, 404]).toContain(statusOf(await raw(app.base, head(`GET ${target} HTTP/1.1`))));
    }
  });

  it('a header line of 10 MiB and 100,000 headers: 431 by the server, or a closed connection', async () => {
    for (const headers of [
      [`X-Big: ${'a'.repeat(10 << 20)}`],
      Array.from({ length: 100_000 }, (_, i) => `X-${i}: a`),
    ]) {
      expect([0, 431]).toContain(statusOf(await raw(app.base, head('GET /hello HTTP/1.1', ...headers))));
    }
  });

  it('1,000 headers: served', async () => {
    const headers = Array.from({ length: 1000 }, (_, i) => `X-${i}: a`);
    expect(statusOf(await raw(app.base, head('GET /hello HTTP/1.1', ...headers)))).toBe(200);
  });

  it('two Host lines: refused or served, never 5xx', async () => {
    expect([200, 400]).toContain(statusOf(await raw(app.base, head('GET /hello HTTP/1.1', 'Host: b'))));
  });

  it('__proto__ and constructor in JSON and in the query: refused, and nothing is polluted', async () => {
    for (const body of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']) {
      expect([400, 403]).toContain((await app.call('POST', '/echo', { body, headers: json })).status);
    }
    for (const query of ['__proto__[polluted]=1', 'constructor[prototype][polluted]=1', '__proto__.polluted=1']) {
      expect([400, 403]).toContain((await app.get(`/search?${query}`)).status);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it('JSON of 10,000 levels and of 100,000 keys: an answer, and what was not inspected is counted', async () => {
    const before = (await app.status())['detection'].unread;
    const nested = await app.call('POST', '/echo', { body: deep(10_000), headers: json });
    expect(nested.status).toBe(201);
    // More values than are inspected, in less than what a body parser takes.
    const values = JSON.stringify({ list: Array.from({ length: 33_500 }, () => '') });
    expect((await app.call('POST', '/echo', { body: values, headers: json })).status).toBe(201);
    const many = JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i])));
    expect([201, 413]).toContain((await app.call('POST', '/echo', { body: many, headers: json })).status);
    const after = (await app.status())['detection'].unread;
    expect(after['too-deep']).toBeGreaterThan(before['too-deep'] ?? 0);
    expect(after['too-many']).toBeGreaterThan(before['too-many'] ?? 0);
  });

  it('a compressed bomb: bounded', async () => {
    const body = gzipSync(Buffer.alloc(50 << 20, 'a'));
    for (const type of ['application/json', 'text/plain']) {
      const answer = await app.call('POST', '/echo', {
        body,
        headers: { 'content-type': type, 'content-encoding': 'gzip' },
      });
      expect(answer.status).toBeGreaterThanOrEqual(200);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('a body that never ends: the guard stops waiting and the others are served', async () => {
    const unending = raw(
      app.base,
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-unknown\r\nContent-Length: 1000000\r\n\r\nabc',
      { wait: 1500 },
    );
    expect((await app.get('/hello')).status).toBe(200);
    await unending;
  });

  it('an upload that is cut off: counted as aborted', async () => {
    const before = (await app.status()).requests;
    await raw(
      app.base,
      'POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n{"a":',
      { destroyAfter: 100 },
    );
    expect((await app.settled((before['total'] ?? 0) + 1)).requests['aborted']).toBe((before['aborted'] ?? 0) + 1);
  });

  it.each([
    ['garbage', 'garbage'],
    ['a port', '203.0.113.5:80'],
    ['brackets', '[2001:db8::1]:443'],
    ['an unclosed bracket', '[2001:db8::1'],
    ['1,000 entries', Array.from({ length: 1000 }, (_, i) => `10.0.${i >> 8}.${i & 255}`).join(',')],
    ['commas', ','.repeat(5000)],
  ])('X-Forwarded-For with %s: served', async (_what, from) => {
    expect((await app.get('/hello', { from })).status).toBe(200);
  });

  it('control characters in the path never begin a log line of their own', async () => {
    expect([400, 403, 404]).toContain((await app.get('/a%0d%0aBlocked%20everything')).status);
  });

  it('garbage instead of HTTP: 400 by the server, not counted', async () => {
    const before = (await app.status()).requests['total'];
    expect(statusOf(await raw(app.base, 'this is not http\r\n\r\n'))).toBe(400);
    expect((await app.status()).requests['total']).toBe(before);
  });
});
