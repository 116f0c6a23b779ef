import http2 from 'node:http2';
import { Readable } from 'node:stream';
import {
  type ArgumentsHost,
  Body,
  Catch,
  Controller,
  type ExceptionFilter,
  Get,
  HttpException,
  type INestApplication,
  Param,
  Post,
  Sse,
  StreamableFile,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { interval, map } from 'rxjs';
import { AllowIps, type GuardOptionsInput } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { raw, statusOf } from '../support/http.js';

@Controller()
class ThingsController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Get('items/:id')
  item(@Param('id') id: string): object {
    return { id };
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body ?? {};
  }

  @Get('admin')
  @AllowIps('10.0.0.0/8')
  admin(): string {
    return 'admin';
  }

  @Sse('events')
  events(): unknown {
    return interval(20).pipe(map((n) => ({ data: { n } })));
  }

  @Get('broken')
  broken(): StreamableFile {
    let sent = 0;
    const stream = new Readable({
      read(this: Readable) {
        if (sent++ < 2) this.push(Buffer.alloc(1000));
        else setTimeout(() => this.destroy(new Error('the disk is gone')), 20);
      },
    });
    return new StreamableFile(stream, { length: 10_000 }).setErrorLogger(() => undefined);
  }
}

@Catch(HttpException)
class TeapotFilter implements ExceptionFilter {
  constructor(private readonly host: HttpAdapterHost) {}

  catch(error: HttpException, host: ArgumentsHost): void {
    const response: unknown = host.switchToHttp().getResponse();
    this.host.httpAdapter.reply(response, { shaped: true, status: error.getStatus() }, error.getStatus());
  }
}

const ATTACK = encodeURIComponent("1' OR '1'='1' -- ");
const GUARD: GuardOptionsInput = { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN } };
const get = (target: string, ...headers: string[]): string =>
  [`GET ${target} HTTP/1.1`, 'Host: a', ...headers, '', ''].join('\r\n');

describe.each(PLATFORMS)('on %s', (platform) => {
  let app: RunningApp;
  const start = async (guard: GuardOptionsInput = {}, rest = {}): Promise<void> => {
    app = await startApp({ platform, controllers: [ThingsController], guard: { ...GUARD, ...guard }, ...rest });
  };
  afterEach(() => app.close());

  it('a path that only looks like an excluded one is checked: the router sees it as it was sent', async () => {
    await start({ excludePaths: ['/health'], ip: { deny: ['203.0.113.0/24'] } });
    const from = 'X-Forwarded-For: 203.0.113.1';
    for (const target of [
      '/items/..%2f..%2fhealth',
      '/items/%2e%2e%2f%2e%2e%2fhealth',
      '/items/..%5c..%5chealth',
      `/items/..%2f..%2fhealth%2fx?q=${ATTACK}`,
    ]) {
      expect([target, statusOf(await raw(app.base, get(target, from, 'Connection: close')))]).toEqual([target, 403]);
    }
    expect((await app.get('/health/live', { from: '203.0.113.1' })).status).toBe(404);
  });

  it('an excluded path with letters beyond ASCII is excluded as browsers send it', async () => {
    await start({ excludePaths: ['/café'], ip: { deny: ['203.0.113.0/24'] } });
    expect((await app.get('/caf%C3%A9/menu', { from: '203.0.113.1' })).status).toBe(404);
  });

  it("the application's own filter shapes every refusal, at the door and in the guard", async () => {
    await start(
      {},
      {
        metadata: {
          providers: [
            {
              provide: APP_FILTER,
              useFactory: (host: HttpAdapterHost) => new TeapotFilter(host),
              inject: [HttpAdapterHost],
            },
          ],
        },
      },
    );
    const door = await app.get(`/hello?q=${ATTACK}`);
    const guard = await app.call('POST', '/echo', { body: { text: '<img src=x onerror=alert(1)>' } });
    const unmatched = await app.get(`/no/such?q=${ATTACK}`);
    for (const answer of [door, guard, unmatched]) expect(answer.json).toEqual({ shaped: true, status: 403 });
    expect((await app.settled(3)).requests).toMatchObject({ total: 3, blocked: 3 });
  });

  it.each([
    ['absolute form', 'http://elsewhere/admin'],
    ['a fragment', '/admin#/health'],
    ['a query', '/admin?/health'],
    ['a slash at the end', '/admin/'],
    ['two slashes', '//admin'],
    ['capitals', '/ADMIN'],
    ['escapes', '/%61dmin'],
    ['a dot segment', '/x/../admin'],
    ['parameters of a segment', '/admin;x=1'],
  ])('a route that is closed stays closed: %s', async (_what, target) => {
    await start();
    const text = await raw(app.base, get(target, 'X-Forwarded-For: 198.51.100.1', 'Connection: close'));
    expect([400, 403, 404]).toContain(statusOf(text));
    expect(text).not.toMatch(/\r\n\r\nadmin/);
  });

  it('requests that come in one packet are counted and limited each for itself', async () => {
    await start({ rateLimit: { limit: 2 } });
    const from = 'X-Forwarded-For: 198.51.100.1';
    const text = await raw(app.base, get('/hello', from).repeat(3) + get('/hello', from, 'Connection: close'));
    expect([...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1])).toEqual(['200', '200', '429', '429']);
    expect((await app.settled(4)).requests).toMatchObject({ total: 4, served: 2, blocked: 2 });
  });

  it('a client that leaves a stream of events, and a stream that breaks, are aborted once each', async () => {
    await start();
    await raw(app.base, get('/events'), { destroyAfter: 100 });
    await raw(app.base, get('/broken'), { wait: 500 });
    expect((await app.settled(2)).requests).toMatchObject({ total: 2, aborted: 2 });
  });

  it('a preflight is checked and counted like any other request', async () => {
    await start({ rateLimit: { limit: 1 } }, { configure: (nest: INestApplication) => nest.enableCors() });
    const preflight = () =>
      app.call('OPTIONS', '/hello', {
        from: '198.51.100.2',
        headers: { origin: 'https://a.example', 'access-control-request-method': 'GET' },
      });
    expect([(await preflight()).status, (await preflight()).status]).toEqual([204, 429]);
    expect((await app.settled(2)).requests).toMatchObject({ total: 2, served: 1, blocked: 1 });
  });

  it('a form is not waited for where detection is off', async () => {
    await start({ detection: { enabled: false, bodyTimeout: 30 } });
    const text = await raw(
      app.base,
      'POST /no/such HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100\r\n\r\n--x',
      { wait: 1500 },
    );
    expect([404, 415, 500]).toContain(statusOf(text));
  });

  it('Expect: 100-continue goes through the door', async () => {
    await start({ ip: { deny: ['203.0.113.0/24'] } });
    const text = await raw(
      app.base,
      get('/hello', 'X-Forwarded-For: 203.0.113.1', 'Expect: 100-continue', 'Connection: close'),
    );
    expect(text).toContain('HTTP/1.1 403');
  });
});

describe('on Fastify alone', () => {
  it('HTTP/2 is checked and counted', async () => {
    const adapter = new FastifyAdapter({ http2: true } as never) as never;
    const app = await startApp({ platform: 'fastify', adapter, controllers: [ThingsController], guard: GUARD });
    const session = http2.connect(app.base);
    const ask = (path: string, headers: http2.OutgoingHttpHeaders = {}): Promise<number> =>
      new Promise((resolve, reject) => {
        const stream = session.request({ ':path': path, ...headers });
        stream.on('response', (answer) => resolve(Number(answer[':status'])));
        stream.on('error', reject);
        stream.resume();
        stream.end();
      });
    const codes = [await ask('/hello'), await ask(`/hello?q=${ATTACK}`), await ask('/admin')];
    const bearer = { authorization: `Bearer ${TOKEN}` };
    expect([codes, await ask('/guard/status', bearer)]).toEqual([[200, 403, 403], 200]);
    session.close();
    await app.app.close();
  });
});
