import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Body, Controller, Get, HttpCode, Post, UnauthorizedException } from '@nestjs/common';
import {
  GuardModule,
  GuardOptions,
  type GuardOptionsInput,
  GuardService,
  RateLimit,
  RateLimitByCountry,
  type SecurityEvent,
} from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp } from '../support/app.js';
import { mmdbOf } from '../support/mmdb.js';

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

  @Get('burst')
  @RateLimit({ limit: 1, window: 600, burst: 3 })
  burst(): string {
    return 'burst';
  }

  @Get('by-user-and-address')
  @RateLimit({ limit: 2, additional: true, key: (request) => request.header('x-user') })
  byUserAndAddress(): string {
    return 'by user and address';
  }
}

@Controller()
class CountriesController {
  @Get('by-country')
  @RateLimitByCountry({ US: { limit: 3 }, DE: [{ limit: 1, window: 30 }, { limit: 9 }] })
  byCountry(): string {
    return 'by country';
  }

  @Get('by-country-beside')
  @RateLimit({ limit: 2, additional: true, key: (request) => request.header('x-user') })
  @RateLimitByCountry({ '*': { limit: 4 } }, { additional: true })
  byCountryBeside(): string {
    return 'by country beside';
  }
}

const COUNTRIES = new Map([
  ['198.51.100', 'US'],
  ['203.0.113', 'de'],
]);
const countryOf = (address: string): string | undefined => COUNTRIES.get(address.split('.', 3).join('.'));

describe.each(PLATFORMS)('limits on %s', (platform) => {
  const running: RunningApp[] = [];
  const start = async (rateLimit: GuardOptionsInput['rateLimit'] = {}): Promise<RunningApp> => {
    const app = await startApp({
      platform,
      controllers: [LimitsController, CountriesController],
      guard: { rateLimit, country: { resolver: countryOf } },
    });
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

  describe('a burst', () => {
    it('passes at once, and the headers say so', async () => {
      const app = await start({ legacyHeaders: true });
      const { headers } = await app.get('/burst', { from: '198.51.100.20' });
      expect(headers['ratelimit-policy']).toBe('"route";q=1;w=600;burst=3');
      expect(headers['ratelimit']).toMatch(/^"route";r=2;t=\d+$/);
      expect(headers['x-ratelimit-limit']).toBe('3');
      expect(await codes(app, 3, '/burst', '198.51.100.20')).toEqual([200, 200, 429]);
      const refused = await app.get('/burst', { from: '198.51.100.20' });
      expect(Number(refused.headers['retry-after'])).toBeGreaterThan(590);
      expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(600);
    });

    it('is an option of the global limit', async () => {
      const app = await start({ algorithm: 'bucket', limit: 1, window: 600, burst: 2 });
      expect(await codes(app, 3, '/hello', '198.51.100.21')).toEqual([200, 200, 429]);
    });

    it('comes from the environment too', async () => {
      const variables = {
        GUARD_RATE_LIMIT: '1',
        GUARD_RATE_LIMIT_WINDOW: '600',
        GUARD_RATE_LIMIT_ALGORITHM: 'bucket',
        GUARD_RATE_LIMIT_BURST: '2',
        GUARD_TRUSTED_PROXIES: '127.0.0.1',
      };
      Object.assign(process.env, variables);
      try {
        const app = await startApp({ platform, controllers: [LimitsController], module: GuardModule.forRootAsync() });
        running.push(app);
        expect(await codes(app, 3, '/hello', '198.51.100.22')).toEqual([200, 200, 429]);
      } finally {
        for (const name of Object.keys(variables)) delete process.env[name];
      }
    });
  });

  describe('by country', () => {
    it('count each client, in place of the global limit where there is one for its country', async () => {
      const app = await start({ limit: 2 });
      expect(await codes(app, 4, '/by-country', '198.51.100.30')).toEqual([200, 200, 200, 429]);
      expect(await codes(app, 2, '/by-country', '198.51.100.31')).toEqual([200, 200]);
      const { headers } = await app.get('/by-country', { from: '203.0.113.30' });
      expect(headers['ratelimit-policy']).toBe('"country:30";q=1;w=30, "country:60";q=9;w=60');
      expect(await codes(app, 1, '/by-country', '203.0.113.30')).toEqual([429]);
      expect(await codes(app, 3, '/by-country', '192.0.2.30')).toEqual([200, 200, 429]);
    });

    it('hold beside the route’s own and the global limit where both say so', async () => {
      const app = await start({ limit: 3 });
      const { headers } = await app.get('/by-country-beside', { from: '192.0.2.31', headers: { 'x-user': 'ann' } });
      expect(headers['ratelimit-policy']).toBe('"route";q=2;w=60, "country";q=4;w=60, "default";q=3;w=60');
      expect(await codes(app, 2, '/by-country-beside', '192.0.2.31', { 'x-user': 'ann' })).toEqual([200, 429]);
      expect(await codes(app, 2, '/by-country-beside', '192.0.2.31', { 'x-user': 'bob' })).toEqual([200, 429]);
    });

    it('are read from a file, and an event names the country', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-geo-'));
      try {
        const database = join(folder, 'countries.mmdb');
        writeFileSync(database, mmdbOf({ '1.0.0.0/8': { country: { iso_code: 'US' } } }));
        const events: SecurityEvent[] = [];
        const app = await startApp({
          platform,
          controllers: [CountriesController],
          guard: {
            rateLimit: { limit: 1 },
            country: { database },
            agent: {
              apiKey: 'fg_test_0123456789',
              projectId: 'p',
              endpoint: 'http://127.0.0.1:9',
              shutdownTimeout: 0.2,
              beforeSend: (event) => void events.push({ ...event }),
            },
          },
        });
        running.push(app);
        expect(await codes(app, 4, '/by-country', '1.2.3.4')).toEqual([200, 200, 200, 429]);
        expect(await codes(app, 2, '/by-country', '198.51.100.30')).toEqual([200, 429]);
        await app.close();
        running.pop();
        expect(events.filter(({ type }) => type === 'rate_limited').map(({ ip, country }) => [ip, country])).toEqual([
          ['1.2.3.4', 'US'],
          ['198.51.100.30', undefined],
        ]);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it('stop the start where there is no source, or a file that is none', async () => {
      const attempt = (country: GuardOptionsInput['country']): Promise<RunningApp> =>
        startApp({ platform, controllers: [CountriesController], guard: { country } });
      await expect(attempt({})).rejects.toThrow(
        /country \(GUARD_GEO_DATABASE\): @RateLimitByCountry of CountriesController.byCountry needs/,
      );
      await expect(attempt({ database: fileURLToPath(import.meta.url) })).rejects.toThrow(
        /country.database \(GUARD_GEO_DATABASE, GUARD_IPINFO_DB_PATH\): .* is no MaxMind file/,
      );
      await expect(attempt({ database: 'x', resolver: countryOf })).rejects.toThrow('cannot be set together');
    });
  });
});
