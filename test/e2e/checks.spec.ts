import { Body, Controller, Get, type INestApplication, Post, Req, type Type } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type Express } from 'express';
import {
  AllowIps,
  DenyIps,
  GuardDecoratorError,
  type GuardOptionsInput,
  RateLimit,
  SkipGuard,
} from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { raw, statusOf } from '../support/http.js';

@Controller()
class PlainController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Get('health')
  @SkipGuard()
  health(): string {
    return 'ok';
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body ?? {};
  }

  @Post('stream')
  async stream(@Req() request: AsyncIterable<Buffer> & { raw?: AsyncIterable<Buffer> }): Promise<object> {
    let bytes = 0;
    for await (const chunk of request.raw ?? request) bytes += chunk.length;
    return { bytes };
  }
}

@Controller('rules')
class RulesController {
  @Get('few')
  @RateLimit({ limit: 2, window: 30 })
  few(): string {
    return 'few';
  }

  @Get('many')
  @RateLimit({ limit: 50 })
  many(): string {
    return 'many';
  }

  @Get('beside')
  @RateLimit({ limit: 2, additional: true })
  beside(): string {
    return 'beside';
  }

  @Get('param/:id')
  @RateLimit({ limit: 1 })
  param(): string {
    return 'param';
  }

  @Get('param/fixed')
  fixed(): string {
    return 'fixed';
  }

  @Get('admin')
  @AllowIps('10.0.0.0/8', '2001:db8::/32')
  admin(): string {
    return 'admin';
  }

  @Get('nobody')
  @DenyIps('203.0.113.0/24')
  nobody(): string {
    return 'nobody';
  }

  @Get('unlimited')
  @SkipGuard('rateLimit')
  unlimited(): string {
    return 'unlimited';
  }

  @Post('anything')
  @SkipGuard('detection')
  anything(@Body() body: unknown): unknown {
    return body;
  }
}

@Controller('skipped')
@SkipGuard()
class SkippedController {
  @Get('all')
  all(): string {
    return 'all';
  }

  @Get('limits')
  @SkipGuard('rateLimit')
  limits(): string {
    return 'limits';
  }
}

@Controller('limited')
@RateLimit({ limit: 1 })
class LimitedController {
  @Get('a')
  a(): string {
    return 'a';
  }

  @Get('b')
  b(): string {
    return 'b';
  }

  @Get('c')
  @RateLimit({ limit: 3 })
  c(): string {
    return 'c';
  }
}

const CONTROLLERS: Type[] = [PlainController, RulesController, SkippedController, LimitedController];
/** Fastify refuses a media type without a parser; this one leaves the stream to the handler. */
function leaveStreamsAlone(app: INestApplication): void {
  type Parser = (request: unknown, payload: unknown, done: (error: null) => void) => void;
  type Fastify = { addContentTypeParser(type: string, parser: Parser): void };
  const fastify = app.getHttpAdapter().getInstance() as Fastify;
  fastify.addContentTypeParser('text/csv', (_request, _payload, done) => done(null));
}

const ATTACK = `/hello?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

describe.each(PLATFORMS)('checks on %s', (platform) => {
  const running: RunningApp[] = [];
  const start = async (guard: GuardOptionsInput = {}): Promise<RunningApp> => {
    const app = await startApp({
      platform,
      controllers: CONTROLLERS,
      guard: { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, ...guard },
      configure: (nest) => {
        if (platform === 'fastify') leaveStreamsAlone(nest);
      },
    });
    running.push(app);
    return app;
  };
  const codes = async (app: RunningApp, paths: string[], from: string): Promise<number[]> => {
    const all: number[] = [];
    for (const path of paths) all.push((await app.get(path, { from })).status);
    return all;
  };
  const times = (n: number, path: string): string[] => new Array<string>(n).fill(path);
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });

  describe('rateLimit', () => {
    it('limits each client for itself, on all paths together, also on unknown ones', async () => {
      const app = await start({ rateLimit: { limit: 3 } });
      expect(await codes(app, ['/hello', '/no/such', '/rules/nobody', '/hello', '/no/such'], '198.51.100.1')).toEqual([
        200, 404, 200, 429, 429,
      ]);
      expect(await codes(app, ['/hello'], '198.51.100.2')).toEqual([200]);
    });

    it('says what is left on every answer, and when to come again on a refusal', async () => {
      const app = await start({ rateLimit: { limit: 2, window: 30 } });
      const answers = [];
      for (let i = 0; i < 3; i++) answers.push(await app.get('/hello', { from: '198.51.100.3' }));
      expect(answers.map(({ headers }) => headers['ratelimit-policy'])).toEqual(times(3, '"default";q=2;w=30'));
      expect(answers.map(({ headers }) => /^"default";r=(\d+);t=\d+$/.exec(String(headers['ratelimit']))?.[1])).toEqual(
        ['1', '0', '0'],
      );
      const [first, , refused] = answers;
      expect(first?.headers['retry-after']).toBeUndefined();
      expect(Number(refused?.headers['retry-after'])).toBeGreaterThanOrEqual(1);
      expect(Number(refused?.headers['retry-after'])).toBeLessThanOrEqual(30);
      expect(refused?.json).toEqual({
        statusCode: 429,
        message: 'Too Many Requests',
        requestId: refused?.headers['x-request-id'],
      });
    });

    it('gives a route a limit of its own in place of the global one', async () => {
      const app = await start({ rateLimit: { limit: 4 } });
      expect(await codes(app, times(3, '/rules/few'), '198.51.100.4')).toEqual([200, 200, 429]);
      expect(await codes(app, times(6, '/rules/many'), '198.51.100.4')).toEqual(times(6, '').map(() => 200));
      expect(await codes(app, times(5, '/hello'), '198.51.100.4')).toEqual([200, 200, 200, 200, 429]);
    });

    it('counts both limits of a route that adds one, and charges neither for a refusal', async () => {
      const app = await start({ rateLimit: { limit: 3 } });
      const from = '198.51.100.5';
      expect(await codes(app, times(5, '/rules/beside'), from)).toEqual([200, 200, 429, 429, 429]);
      expect(await codes(app, times(2, '/hello'), from)).toEqual([200, 429]);
    });

    it('finds the rules of a route with parameters, and of a fixed path that the parameter matches first', async () => {
      const app = await start();
      expect(await codes(app, ['/rules/param/1', '/rules/param/2'], '198.51.100.6')).toEqual([200, 429]);
      const fixed = platform === 'express' ? [200, 429] : [200, 200];
      expect(await codes(app, times(2, '/rules/param/fixed'), '198.51.100.7')).toEqual(fixed);
    });

    it('is not evaded by capitals, a slash at the end or HEAD where the route is still reached', async () => {
      const app = await start();
      const from = '198.51.100.8';
      expect(await codes(app, times(2, '/rules/few'), from)).toEqual([200, 200]);
      for (const path of ['/RULES/few', '/rules/few/', '/rules/FEW?x=1', '//rules/few', '/rules/./few']) {
        expect([404, 429]).toContain((await app.get(path, { from })).status);
      }
      expect((await app.call('HEAD', '/rules/few', { from })).status).toBe(429);
    });

    it('holds each route of a class for itself, and the method before the class', async () => {
      const app = await start();
      const from = '198.51.100.9';
      expect(await codes(app, ['/limited/a', '/limited/a', '/limited/b', '/limited/b'], from)).toEqual([
        200, 429, 200, 429,
      ]);
      expect(await codes(app, times(4, '/limited/c'), from)).toEqual([200, 200, 200, 429]);
    });

    it('adds a limit for an endpoint, however its path is written', async () => {
      const app = await start({ rateLimit: { endpoints: { '/hello': [1, 60] } } });
      expect(await codes(app, ['/hello', '/hello', '/HELLO/'], '198.51.100.10')).toEqual([200, 429, 429]);
    });

    it('leaves limits of routes in force where the global one is off', async () => {
      const app = await start({ rateLimit: { enabled: false, limit: 1 } });
      expect(await codes(app, times(4, '/hello'), '198.51.100.11')).toEqual([200, 200, 200, 200]);
      expect((await app.get('/hello')).headers['ratelimit']).toBeUndefined();
      expect(await codes(app, times(3, '/rules/few'), '198.51.100.11')).toEqual([200, 200, 429]);
    });

    it('takes a /64 of IPv6 for one client, or what the option says', async () => {
      const app = await start({ rateLimit: { limit: 1 } });
      expect((await app.get('/hello', { from: '2001:db8:1:1::1' })).status).toBe(200);
      expect((await app.get('/hello', { from: '2001:db8:1:1::2' })).status).toBe(429);
      const exact = await start({ rateLimit: { limit: 1, ipv6Prefix: 128 } });
      expect((await exact.get('/hello', { from: '2001:db8:1:1::1' })).status).toBe(200);
      expect((await exact.get('/hello', { from: '2001:db8:1:1::2' })).status).toBe(200);
    });

    it('bans who goes on after a refusal, where the option says so', async () => {
      const app = await start({ rateLimit: { limit: 1, ban: true }, ban: { threshold: 2 } });
      expect(await codes(app, times(4, '/hello'), '198.51.100.12')).toEqual([200, 429, 429, 403]);
    });
  });

  describe('ip', () => {
    it('refuses denied addresses and networks of both families', async () => {
      const app = await start({ ip: { deny: ['203.0.113.7', '198.18.0.0/15', '2001:db8:bad::/48'] } });
      for (const from of ['203.0.113.7', '198.19.255.255', '2001:db8:bad:1::1', '::ffff:203.0.113.7']) {
        expect((await app.get('/hello', { from })).status).toBe(403);
      }
      for (const from of ['203.0.113.8', '198.20.0.0', '2001:db8:bae::1']) {
        expect((await app.get('/hello', { from })).status).toBe(200);
      }
    });

    it('lets only allowed addresses pass, whom deny lists, limits, user agents and detection leave alone', async () => {
      const app = await start({
        ip: { allow: ['203.0.113.0/24'], deny: ['203.0.113.7'] },
        rateLimit: { limit: 1 },
        userAgent: { deny: ['badbot'] },
      });
      const headers = { 'user-agent': 'badbot' };
      for (let i = 0; i < 3; i++) {
        expect((await app.get(ATTACK, { from: '203.0.113.7', headers })).status).toBe(200);
      }
      expect((await app.get('/hello', { from: '198.51.100.1' })).status).toBe(403);
    });

    it('exempts addresses from limits and user agents, not from detection', async () => {
      const app = await start({
        ip: { exempt: ['203.0.113.7'] },
        rateLimit: { limit: 1 },
        userAgent: { deny: ['badbot'] },
      });
      const from = '203.0.113.7';
      for (let i = 0; i < 3; i++) {
        expect((await app.get('/hello', { from, headers: { 'user-agent': 'badbot' } })).status).toBe(200);
      }
      expect((await app.get(ATTACK, { from })).status).toBe(403);
    });

    it('@AllowIps and @DenyIps hold on their routes', async () => {
      const app = await start();
      expect(await codes(app, ['/rules/admin', '/rules/nobody'], '203.0.113.9')).toEqual([403, 403]);
      expect(await codes(app, ['/rules/admin', '/rules/nobody'], '10.9.8.7')).toEqual([200, 200]);
      expect(await codes(app, ['/rules/admin'], '2001:db8::1')).toEqual([200]);
    });

    it('never believes X-Forwarded-For of a peer that is not trusted', async () => {
      const app = await start({ proxy: { trusted: [] } });
      expect(await codes(app, ['/rules/admin'], '10.9.8.7')).toEqual([403]);
    });

    it('reads another header, and a longer chain, where the options say so', async () => {
      const app = await start({ proxy: { trusted: ['127.0.0.1'], header: 'X-Real-IP' } });
      expect((await app.get('/rules/admin', { from: '10.9.8.7' })).status).toBe(403);
      expect((await app.get('/rules/admin', { headers: { 'x-real-ip': '10.9.8.7' } })).status).toBe(200);
      const deep = await start({ proxy: { trusted: ['127.0.0.1'], depth: 2 } });
      expect((await deep.get('/rules/admin', { from: '10.9.8.7' })).status).toBe(403);
      expect((await deep.get('/rules/admin', { from: '10.9.8.7, 127.0.0.1' })).status).toBe(200);
    });
  });

  describe('userAgent', () => {
    it('refuses by word and by expression, in any case, wherever in the header it stands', async () => {
      const app = await start({ userAgent: { deny: ['badbot', '^evil/[0-9]+$'] } });
      const status = async (agent: string): Promise<number> =>
        (await app.get('/hello', { headers: { 'user-agent': agent } })).status;
      expect(await status(`Mozilla ${'x'.repeat(2000)} BadBot/2`)).toBe(403);
      expect(await status('EVIL/7')).toBe(403);
      expect(await status('not evil/7')).toBe(200);
    });
  });

  describe('emergency', () => {
    it('answers 503 to all but the listed, and leaves skipped routes alone', async () => {
      const app = await start({ emergency: { enabled: true, allow: ['203.0.113.0/24'] } });
      expect(await codes(app, ['/hello', '/no/such', '/health'], '198.51.100.1')).toEqual([503, 503, 200]);
      expect(await codes(app, ['/hello'], '203.0.113.4')).toEqual([200]);
    });
  });

  describe('ban', () => {
    it('bans after the threshold of detections, everywhere, and nobody else', async () => {
      const app = await start({ ban: { threshold: 3 } });
      const from = '198.51.100.20';
      expect(await codes(app, times(3, ATTACK), from)).toEqual([403, 403, 403]);
      expect(await codes(app, ['/hello', '/no/such', '/health'], from)).toEqual([403, 403, 200]);
      expect(await codes(app, ['/hello'], '198.51.100.21')).toEqual([200]);
      expect((await app.status()).blockedBy).toEqual({ detection: 3, ban: 2 });
    });

    it('bans the network of an IPv6 client, which could come back from its next address', async () => {
      const app = await start({ ban: { threshold: 2 } });
      expect((await app.get(ATTACK, { from: '2001:db8:1:1::1' })).status).toBe(403);
      expect((await app.get(ATTACK, { from: '2001:db8:1:1::2' })).status).toBe(403);
      expect(await codes(app, ['/hello'], '2001:db8:1:1::3')).toEqual([403]);
      expect(await codes(app, ['/hello'], '2001:db8:1:2::1')).toEqual([200]);
    });

    it('has thresholds by category', async () => {
      const app = await start({ ban: { threshold: 10, categories: { sqli: { threshold: 1, duration: 60 } } } });
      expect(await codes(app, [ATTACK, '/hello'], '198.51.100.22')).toEqual([403, 403]);
    });

    it('bans nobody where it is off', async () => {
      const app = await start({ ban: { enabled: false, threshold: 1 } });
      expect(await codes(app, [ATTACK, ATTACK, '/hello'], '198.51.100.23')).toEqual([403, 403, 200]);
    });

    it('bans no proxy that is trusted, and no private peer that forwards without being trusted', async () => {
      const untrusted = await start({ ban: { threshold: 1 }, proxy: { trusted: [] } });
      expect(await codes(untrusted, [ATTACK, '/hello'], '203.0.113.1')).toEqual([403, 200]);
      const direct = await start({ ban: { threshold: 1 }, proxy: { trusted: [] } });
      expect([(await direct.get(ATTACK)).status, (await direct.get('/hello')).status]).toEqual([403, 403]);
      const trusted = await start({ ban: { threshold: 1 } });
      expect([(await trusted.get(ATTACK)).status, (await trusted.get('/hello')).status]).toEqual([403, 200]);
    });
  });

  describe('detection', () => {
    it('answers with the status of the option and says nothing of the rule', async () => {
      const app = await start({ detection: { status: 400 } });
      const answer = await app.get(ATTACK);
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ statusCode: 400, message: 'Bad Request', requestId: expect.any(String) });
    });

    it('is off where the option says so, wholly or for bodies', async () => {
      const off = await start({ detection: { enabled: false } });
      expect((await off.get(ATTACK)).status).toBe(200);
      const heads = await start({ detection: { body: false } });
      const body = { text: '<img src=x onerror=alert(1)>' };
      expect((await heads.call('POST', '/echo', { body })).status).toBe(201);
      expect((await heads.get(ATTACK)).status).toBe(403);
    });

    it('reads a body that the framework does not, and leaves it whole for the handler', async () => {
      const app = await start();
      const headers = { 'content-type': 'text/csv' };
      const big = 'word, '.repeat(100_000);
      expect((await app.call('POST', '/stream', { body: big, headers })).json).toEqual({ bytes: big.length });
      const attack = '<img src=x onerror=alert(1)>';
      expect((await app.call('POST', '/stream', { body: attack, headers })).status).toBe(403);
      expect((await app.call('POST', '/stream', { body: `${'word, '.repeat(10_000)}${attack}`, headers })).status).toBe(
        403,
      );
    });

    it('skips a route that says so, and only its checks', async () => {
      const app = await start({ rateLimit: { limit: 3 } });
      const body = { text: '<img src=x onerror=alert(1)>' };
      const from = '198.51.100.30';
      expect((await app.call('POST', '/rules/anything', { body, from })).status).toBe(201);
      expect(await codes(app, times(6, '/rules/unlimited'), from)).toEqual(times(6, '').map(() => 200));
      expect((await app.call('POST', '/rules/anything', { body, from })).status).toBe(201);
      expect((await app.call('POST', '/rules/anything', { body, from })).status).toBe(201);
      expect((await app.call('POST', '/rules/anything', { body, from })).status).toBe(429);
    });
  });

  describe('@SkipGuard', () => {
    it('on a class holds for its routes; on a method it stands in place of the class', async () => {
      const app = await start({ rateLimit: { limit: 1 }, ip: { deny: ['203.0.113.0/24'] } });
      expect(await codes(app, times(3, '/skipped/all'), '203.0.113.1')).toEqual([200, 200, 200]);
      expect(await codes(app, ['/skipped/limits'], '203.0.113.1')).toEqual([403]);
      expect(await codes(app, times(3, '/skipped/limits'), '198.51.100.1')).toEqual([200, 200, 200]);
      expect((await app.settled(7)).requests).toMatchObject({ skipped: 3, blocked: 1, served: 3 });
    });
  });

  describe('excludePaths', () => {
    it('leaves out prefixes on segment borders, after normalisation', async () => {
      const app = await start({ excludePaths: ['/health', '/hello/'], ip: { deny: ['203.0.113.0/24'] } });
      const from = '203.0.113.1';
      expect(await codes(app, ['/health', '/health/live', '/hello'], from)).toEqual([200, 404, 200]);
      expect(await codes(app, ['/healthz', '/health/../rules/nobody', '/health%2f..%2fx', '/%zz'], from)).toEqual([
        403, 403, 403, 403,
      ]);
    });
  });

  describe('mode monitor', () => {
    it('blocks nothing, bans nobody, and counts what would have been blocked, once a request', async () => {
      const app = await start({
        mode: 'monitor',
        rateLimit: { limit: 1 },
        ban: { threshold: 1 },
        ip: { deny: ['203.0.113.0/24'] },
      });
      expect(await codes(app, ['/hello', '/hello', ATTACK], '198.51.100.1')).toEqual([200, 200, 200]);
      expect(await codes(app, [ATTACK, '/rules/admin'], '203.0.113.1')).toEqual([200, 200]);
      const status = await app.settled(5);
      expect(status.requests).toMatchObject({ served: 5, blocked: 0 });
      expect(status.wouldBlockBy).toEqual({ rateLimit: 2, ip: 2 });
    });
  });

  describe('proxy.trusted', () => {
    it('warns once of a private peer that forwards without being trusted', async () => {
      const warnings: string[] = [];
      const app = await startApp({
        platform,
        controllers: CONTROLLERS,
        guard: { status: { token: TOKEN }, proxy: { trusted: [] } },
        logger: {
          log: () => undefined,
          error: () => undefined,
          warn: (message: unknown) => warnings.push(String(message)),
        },
      });
      running.push(app);
      await codes(app, ['/hello', '/hello'], '203.0.113.1');
      expect(warnings.filter((text) => text.includes('GUARD_TRUSTED_PROXIES=127.0.0.1'))).toHaveLength(1);
    });
  });

  it('warns where the framework trusts proxies and the guard does not', async () => {
    const warnings: string[] = [];
    const quiet = (): void => undefined;
    const app = await startApp({
      platform,
      controllers: CONTROLLERS,
      guard: { status: { token: TOKEN }, proxy: { trusted: [] } },
      logger: { log: quiet, error: quiet, warn: (message: unknown) => warnings.push(String(message)) },
      ...(platform === 'fastify' && { adapter: new FastifyAdapter({ trustProxy: '127.0.0.1' }) as never }),
      configure: (nest) => {
        if (platform === 'express') (nest.getHttpAdapter().getInstance() as Express).set('trust proxy', 1);
      },
    });
    running.push(app);
    await codes(app, ['/hello', '/hello'], '203.0.113.1');
    expect(warnings.filter((text) => text.includes('The framework is told to trust proxies'))).toHaveLength(1);
  });

  it('closes the connection of a refused client that has a large body to send, and answers first', async () => {
    const app = await start({ ip: { deny: ['203.0.113.0/24'] } });
    const text = await raw(
      app.base,
      'POST /echo HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 203.0.113.1\r\nContent-Length: 100000000\r\n\r\nabc',
    );
    expect(statusOf(text)).toBe(403);
    expect(text.toLowerCase()).toContain('connection: close');
  });
});

describe('decorators refuse what cannot work where they are written', () => {
  it.each<[name: string, write: () => unknown]>([
    ['@RateLimit with no limit', () => RateLimit({} as never)],
    ['@RateLimit of 0', () => RateLimit({ limit: 0 })],
    ['@RateLimit of half a request', () => RateLimit({ limit: 0.5 })],
    ['@RateLimit with a negative window', () => RateLimit({ limit: 1, window: -1 })],
    ['@AllowIps with nothing', () => AllowIps()],
    ['@AllowIps with a word', () => AllowIps('home')],
    ['@DenyIps with a wrong prefix', () => DenyIps('10.0.0.0/33')],
    ['@SkipGuard of no check', () => SkipGuard('rateLimits' as never)],
  ])('%s', (_name, write) => expect(write).toThrow(GuardDecoratorError));

  it('and says what was meant', () => expect(() => SkipGuard('ratelimt' as never)).toThrow(/did you mean rateLimit/));
});
