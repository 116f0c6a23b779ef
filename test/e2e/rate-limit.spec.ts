import { Body, Controller, Get, HttpCode, Post, UnauthorizedException } from '@nestjs/common';
import { GuardModule, GuardOptions, type GuardOptionsInput, GuardService, RateLimit } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp } from '../support/app.js';

@Controller()
class LimitsController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Get('both')
  @RateLimit([
    { limit: 3, window: 30 },
    { limit: 2, window: 60 },
  ])
  both(): string {
    return 'both';
  }

  @Get('beside')
  @RateLimit([{ limit: 3, window: 30 }, { limit: 5 }], { additional: true })
  beside(): string {
    return 'beside';
  }

  @Get('by-user')
  @RateLimit({ limit: 2, key: (request) => request.header('x-user') })
  byUser(): string {
    return 'by user';
  }

  @Get('dear')
  @RateLimit({ limit: 10, cost: ({ target }) => Number(new URLSearchParams(target.split('?')[1]).get('rows')) })
  dear(): string {
    return 'dear';
  }

  @Get('report')
  @RateLimit({ limit: 100, cost: 4, additional: true })
  report(): string {
    return 'report';
  }

  @Post('login')
  @HttpCode(200)
  @RateLimit({ limit: 2, skip: 'successful', algorithm: 'fixed' })
  login(@Body() { password }: { password: string }): string {
    if (password !== 'right') throw new UnauthorizedException();
    return 'welcome';
  }

  @Get('by-user-and-address')
  @RateLimit({ limit: 2, additional: true, key: (request) => request.header('x-user') })
  byUserAndAddress(): string {
    return 'by user and address';
  }
}

describe.each(PLATFORMS)('limits on %s', (platform) => {
  const running: RunningApp[] = [];
  const start = async (rateLimit: GuardOptionsInput['rateLimit'] = {}): Promise<RunningApp> => {
    const app = await startApp({ platform, controllers: [LimitsController], guard: { rateLimit } });
    running.push(app);
    return app;
  };
  /** The statuses of requests one after another. */
  const codes = async (
    app: RunningApp,
    count: number,
    path: string,
    from = '198.51.100.1',
    headers: Record<string, string> = {},
  ): Promise<number[]> => {
    const all: number[] = [];
    for (let i = 0; i < count; i++) all.push((await app.get(path, { from, headers })).status);
    return all;
  };
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });

  describe('several windows at once', () => {
    it('hold together, each with its own place in the headers', async () => {
      const app = await start({
        windows: [
          { limit: 2, window: 30 },
          { limit: 9, window: 60 },
        ],
      });
      const { headers } = await app.get('/hello', { from: '198.51.100.1' });
      expect(headers['ratelimit-policy']).toBe('"default:30";q=2;w=30, "default:60";q=9;w=60');
      expect(headers['ratelimit']).toMatch(/^"default:30";r=1;t=\d+, "default:60";r=8;t=\d+$/);
      expect(await codes(app, 3, '/hello')).toEqual([200, 429, 429]);
      const refused = await app.get('/hello', { from: '198.51.100.1' });
      expect(refused.headers['ratelimit']).toMatch(/^"default:30";r=0;t=\d+, "default:60";r=7;t=\d+$/);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(30);
    });

    it('come from the environment too', async () => {
      const variables = { GUARD_RATE_LIMITS: '2/30,9/60', GUARD_TRUSTED_PROXIES: '127.0.0.1' };
      Object.assign(process.env, variables);
      try {
        const app = await startApp({ platform, controllers: [LimitsController], module: GuardModule.forRootAsync() });
        running.push(app);
        expect(await codes(app, 3, '/hello')).toEqual([200, 200, 429]);
      } finally {
        for (const name of Object.keys(variables)) delete process.env[name];
      }
    });

    it('of a route stand in place of the global limit or beside it', async () => {
      const app = await start({ limit: 2 });
      const { headers } = await app.get('/both', { from: '198.51.100.2' });
      expect(headers['ratelimit-policy']).toBe('"route:30";q=3;w=30, "route:60";q=2;w=60');
      expect(await codes(app, 2, '/both', '198.51.100.2')).toEqual([200, 429]);
      expect(await codes(app, 3, '/beside', '198.51.100.2')).toEqual([200, 200, 429]);
    });
  });

  describe('a key', () => {
    const user = (name: string): Record<string, string> => ({ 'x-user': name });

    it('is limited wherever it comes from, and each for itself', async () => {
      const app = await start();
      expect(await codes(app, 2, '/by-user', '198.51.100.1', user('ann'))).toEqual([200, 200]);
      expect(await codes(app, 1, '/by-user', '198.51.100.2', user('ann'))).toEqual([429]);
      expect(await codes(app, 1, '/by-user', '198.51.100.1', user('bob'))).toEqual([200]);
    });

    it('that is missing leaves the address, for each client by itself', async () => {
      const app = await start();
      expect(await codes(app, 3, '/by-user', '198.51.100.1')).toEqual([200, 200, 429]);
      expect(await codes(app, 1, '/by-user', '198.51.100.1', user(''))).toEqual([429]);
      expect(await codes(app, 1, '/by-user', '198.51.100.2')).toEqual([200]);
      // Nobody can use up somebody's quota by calling himself by an address.
      expect(await codes(app, 2, '/by-user', '198.51.100.3', user('198.51.100.4'))).toEqual([200, 200]);
      expect(await codes(app, 1, '/by-user', '198.51.100.4')).toEqual([200]);
    });

    it('of a route stands beside the address of the rest; whom the rest refuses costs the key nothing', async () => {
      const app = await start({ limit: 1 });
      const path = '/by-user-and-address';
      const { headers } = await app.get(path, { from: '198.51.100.1', headers: user('ann') });
      expect(headers['ratelimit-policy']).toBe('"route";q=2;w=60, "default";q=1;w=60');
      expect(headers['ratelimit']).toMatch(/^"route";r=1;t=\d+, "default";r=0;t=\d+$/);
      expect(await codes(app, 2, path, '198.51.100.1', user('ann'))).toEqual([429, 429]);
      expect(await codes(app, 1, path, '198.51.100.2', user('ann'))).toEqual([200]);
      expect(await codes(app, 1, path, '198.51.100.3', user('ann'))).toEqual([429]);
    });

    it('holds for all routes and endpoints where it is an option', async () => {
      const app = await start({
        limit: 2,
        endpoints: { '/hello': [1, 60] },
        key: ({ headers }) => String(headers['x-user'] ?? ''),
      });
      expect(await codes(app, 2, '/hello', '198.51.100.1', user('ann'))).toEqual([200, 429]);
      expect(await codes(app, 2, '/no/such', '198.51.100.2', user('ann'))).toEqual([404, 429]);
      expect(await codes(app, 1, '/no/such', '198.51.100.2', user('bob'))).toEqual([404]);
    });

    it('that cannot be made is a check that fails', async () => {
      const thrower = (): string => {
        throw new Error('no key today');
      };
      const app = await start({ key: thrower });
      expect(await codes(app, 1, '/hello')).toEqual([500]);
      const promising = await start({ key: (async () => 'late') as never });
      expect(await codes(promising, 1, '/hello')).toEqual([500]);
    });

    it('gets its quota back by name', async () => {
      const app = await start();
      expect(await codes(app, 3, '/by-user', '198.51.100.1', user('ann'))).toEqual([200, 200, 429]);
      await app.app.get(GuardService).resetLimits({ key: 'ann' });
      expect(await codes(app, 1, '/by-user', '198.51.100.1', user('ann'))).toEqual([200]);
    });

    it('must be a function', () => {
      expect(() => RateLimit({ limit: 1, key: 'x-user' as never })).toThrow('key must be a function');
      expect(() => GuardOptions.from({ rateLimit: { key: 'x-user' as never } })).toThrow('rateLimit.key');
    });
  });

  describe('a cost', () => {
    it('is taken of the limit, told in the headers, and 0 is free', async () => {
      const app = await start();
      const rows = (count: number): Promise<number[]> => codes(app, 1, `/dear?rows=${count}`);
      expect(await rows(6)).toEqual([200]);
      expect(await rows(5)).toEqual([429]);
      expect((await app.get('/dear?rows=3', { from: '198.51.100.1' })).headers['ratelimit']).toMatch(/r=1;/);
      expect(await rows(2)).toEqual([429]);
      expect(await rows(0)).toEqual([200]);
      expect(await codes(app, 1, '/dear?rows=11', '198.51.100.9')).toEqual([429]);
      expect(await codes(app, 1, '/dear?rows=-1')).toEqual([500]);
    });

    it('of a route is taken of every limit that the request is held against', async () => {
      const app = await start({ limit: 10 });
      const { headers } = await app.get('/report', { from: '198.51.100.1' });
      expect(headers['ratelimit']).toMatch(/^"route";r=96;t=\d+, "default";r=6;t=\d+$/);
      expect(await codes(app, 2, '/report')).toEqual([200, 429]);
      expect(await codes(app, 3, '/hello')).toEqual([200, 200, 429]);
    });

    it('of all requests is an option, and a wrong one stops the start', async () => {
      const app = await start({ limit: 5, cost: ({ method }) => (method === 'GET' ? 2 : 1) });
      expect(await codes(app, 3, '/hello')).toEqual([200, 200, 429]);
      expect(() => GuardOptions.from({ rateLimit: { cost: -1 } })).toThrow('rateLimit.cost');
      expect(() => GuardOptions.from({ rateLimit: { algorithm: 'leaky' as never } })).toThrow('rateLimit.algorithm');
      expect(() => GuardOptions.from({ rateLimit: { skip: 'none' as never } })).toThrow('rateLimit.skip');
    });
  });

  describe('an outcome that is not to count', () => {
    const login = async (app: RunningApp, password: string): Promise<number> =>
      (await app.call('POST', '/login', { from: '198.51.100.1', body: { password } })).status;

    it('is given back, so that only the others use the limit up', async () => {
      const app = await start();
      for (let i = 0; i < 5; i++) {
        expect(await login(app, 'right')).toBe(200);
        await app.settled(i + 1);
      }
      const all = [await login(app, 'wrong'), await login(app, 'wrong'), await login(app, 'right')];
      expect(all).toEqual([401, 401, 429]);
    });

    it('may be failures: of all routes, also those that no route matches', async () => {
      const app = await start({ limit: 2, skip: 'failed' });
      for (let i = 0; i < 4; i++) {
        expect(await codes(app, 1, '/no/such')).toEqual([404]);
        await app.settled(i + 1);
      }
      expect(await codes(app, 3, '/hello')).toEqual([200, 200, 429]);
    });
  });

  describe('the older headers', () => {
    it('are sent where they are asked for, and not else', async () => {
      const app = await start({ limit: 1, legacyHeaders: true });
      for (const status of [200, 429]) {
        const { headers, status: got } = await app.get('/hello', { from: '198.51.100.1' });
        expect(got).toBe(status);
        expect(headers).toMatchObject({ 'x-ratelimit-limit': '1', 'x-ratelimit-remaining': '0' });
        expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThan(0);
      }
      const { headers } = await (await start()).get('/hello', { from: '198.51.100.1' });
      expect(headers).not.toHaveProperty('x-ratelimit-limit');
    });
  });
});
