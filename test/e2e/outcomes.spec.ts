import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Get,
  HttpException,
  type INestApplication,
  Post,
  Query,
  Res,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { interval, map, take } from 'rxjs';
import { AllowIps, SkipGuard } from '../../src/index.js';
import { type PlatformName, PLATFORMS, type RunningApp, startApp } from '../support/app.js';
import { raw, statusOf } from '../support/http.js';

@Controller()
class KindsController {
  @Get('hello')
  hello(): object {
    return { hello: 'world' };
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }

  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }

  @Get('boom')
  boom(): void {
    throw new Error('boom');
  }

  @Get('teapot')
  teapot(): void {
    throw new HttpException('no coffee', 418);
  }

  @Get('slow')
  async slow(): Promise<string> {
    await new Promise((done) => setTimeout(done, 1000));
    return 'slow';
  }

  @Sse('stream')
  stream(): unknown {
    return interval(20).pipe(
      take(3),
      map((n) => ({ data: { n } })),
    );
  }

  @Get('download')
  download(): StreamableFile {
    return new StreamableFile(Readable.from([Buffer.alloc(300_000, 1), Buffer.alloc(300_000, 2)]));
  }

  @Get('passthrough')
  passthrough(@Res() response: { send(body: string): void }): void {
    response.send('by hand');
  }

  @Get('admin')
  @AllowIps('10.0.0.0/8')
  admin(): string {
    return 'admin';
  }

  @Get('health')
  @SkipGuard()
  health(): string {
    return 'ok';
  }

  @Get('items/:id')
  item(): string {
    return 'item';
  }
}

const rawGet = (target: string, from: string, method = 'GET'): string =>
  `${method} ${target} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${from}\r\nConnection: close\r\n\r\n`;
const ATTACK = encodeURIComponent("1' OR '1'='1' -- ");

type Act = (app: RunningApp, from: string) => Promise<unknown>;

/** Every kind of request, with the status that its client reads (0: none) and the outcome that it is counted as. */
const KINDS: [kind: string, status: number | Record<PlatformName, number>, outcome: string, act: Act][] = [
  ['a matched route', 200, 'served', (app, from) => app.get('/hello', { from })],
  ['HEAD of a GET route', 200, 'served', (app, from) => app.call('HEAD', '/hello', { from })],
  ['a route with a parameter', 200, 'served', (app, from) => app.get('/items/7', { from })],
  ['a POST with JSON', 201, 'served', (app, from) => app.call('POST', '/echo', { from, body: { a: 1 } })],
  ['a stream of events', 200, 'served', (app, from) => app.get('/stream', { from })],
  ['a download', 200, 'served', (app, from) => app.get('/download', { from })],
  ['an answer by hand', 200, 'served', (app, from) => app.get('/passthrough', { from })],
  ['a skipped route', 200, 'skipped', (app, from) => app.get('/health', { from })],
  ['an excluded path', 404, 'skipped', (app, from) => app.get('/docs/x', { from })],
  ['an unknown path', 404, 'clientError', (app, from) => app.get('/no/such', { from })],
  ['a wrong method', 404, 'clientError', (app, from) => app.call('DELETE', '/hello', { from })],
  ['a POST to nowhere', 404, 'clientError', (app, from) => app.call('POST', '/no/such', { from, body: { a: 1 } })],
  [
    'malformed JSON',
    400,
    'clientError',
    (app, from) => app.call('POST', '/echo', { from, body: '{"a"', headers: { 'content-type': 'application/json' } }),
  ],
  [
    'a body that is too large',
    413,
    'clientError',
    (app, from) => app.call('POST', '/echo', { from, body: { text: 'a b '.repeat(600_000) } }),
  ],
  ['a client error of the handler', 418, 'clientError', (app, from) => app.get('/teapot', { from })],
  // What no route matches is 404 on Express, also where it cannot be decoded.
  ['a bad escape', { express: 404, fastify: 400 }, 'clientError', (app, from) => raw(app.base, rawGet('/%zz', from))],
  ['a parameter with a bad escape', 400, 'clientError', (app, from) => raw(app.base, rawGet('/items/%zz', from))],
  ['a handler that throws', 500, 'serverError', (app, from) => app.get('/boom', { from })],
  ['a refused address', 403, 'blocked', (app, from) => app.get('/admin', { from })],
  ['an attack on a route', 403, 'blocked', (app, from) => app.get(`/search?q=${ATTACK}`, { from })],
  ['an attack on an unknown path', 403, 'blocked', (app, from) => app.get(`/no/such?q=${ATTACK}`, { from })],
  [
    'an attack in a body',
    403,
    'blocked',
    (app, from) => app.call('POST', '/echo', { from, body: { text: '<img src=x onerror=alert(1)>' } }),
  ],
  [
    'an attack in the body of a request to nowhere',
    403,
    'blocked',
    (app, from) => app.call('POST', '/no/such', { from, body: { text: '<img src=x onerror=alert(1)>' } }),
  ],
  ['a denied address', 403, 'blocked', (app) => app.get('/hello', { from: '192.0.2.66' })],
  ['a denied address with a bad escape', 403, 'blocked', (app) => raw(app.base, rawGet('/%zz', '192.0.2.66'))],
  [
    'a client that leaves',
    0,
    'aborted',
    (app, from) =>
      raw(app.base, `GET /slow HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${from}\r\n\r\n`, { destroyAfter: 150 }),
  ],
  [
    'an upload that is cut off',
    0,
    'aborted',
    (app, from) =>
      raw(
        app.base,
        `POST /echo HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${from}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"a":`,
        { destroyAfter: 150 },
      ),
  ],
];

const seen: Record<string, unknown[]> = {};

describe.each(PLATFORMS)('outcomes on %s', (platform) => {
  let app: RunningApp;
  let total = 0;
  let client = 0;

  beforeAll(async () => {
    app = await startApp({
      platform,
      controllers: [KindsController],
      guard: {
        proxy: { trusted: ['127.0.0.1'] },
        status: { token: 'status-token-for-tests' },
        excludePaths: ['/docs'],
        ip: { deny: ['192.0.2.66'] },
      },
      configure: (nest: INestApplication) => void nest.enableShutdownHooks([]),
    });
    seen[platform] = [];
  });
  afterAll(() => app.close());

  it.each(KINDS)('%s: answered %p, counted once as %s', async (kind, status, outcome, act) => {
    const before = (await app.status()).requests;
    const answer = await act(app, `198.51.100.${++client}`);
    const code = typeof answer === 'string' ? statusOf(answer) : (answer as { status: number }).status;
    const after = (await app.settled(++total)).requests;
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect({ code, changed }).toEqual({
      code: typeof status === 'number' ? status : status[platform],
      changed: ['total', outcome],
    });
    expect(after['total']).toBe(total);
    seen[platform]?.push([kind, outcome]);
  });

  it('adds up', async () => {
    const { requests, blockedBy } = await app.status();
    const { total: all, ...outcomes } = requests;
    const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);
    expect(sum(Object.values(outcomes))).toBe(all);
    expect(sum(Object.values(blockedBy))).toBe(requests['blocked']);
  });

  it('does not count the status page, with or without its bearer', async () => {
    const before = await app.status();
    for (let i = 0; i < 5; i++) {
      expect((await app.get('/guard/status', { headers: { authorization: 'Bearer wrong' } })).status).toBe(404);
    }
    expect((await app.status()).requests).toEqual(before.requests);
  });
});

it('is the same list on both platforms', () => {
  expect(seen['express']).toHaveLength(KINDS.length);
  expect(seen['fastify']).toEqual(seen['express']);
});
