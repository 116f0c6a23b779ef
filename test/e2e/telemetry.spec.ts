import { randomBytes } from 'node:crypto';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { createPlatform } from '../../sample/platform/app.js';
import { Settings } from '../../sample/platform/settings.js';
import { GuardAgent, type GuardOptionsInput, RateLimit } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { call } from '../support/http.js';

@Controller()
class ShopController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Get('orders/:id')
  order(@Param('id') id: string): object {
    return { id };
  }

  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }

  @Get('few')
  @RateLimit({ limit: 1 })
  few(): string {
    return 'few';
  }

  @Get('boom')
  boom(): void {
    throw new TypeError('boom');
  }
}

const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}&password=hunter2`;
const KEY = randomBytes(32);
const CREDENTIALS = { apiKey: 'fg_test_0123456789', projectId: 'proj_test' };

interface Received {
  events: Record<string, any>[];
  metrics: Record<string, any>[];
  statuses: unknown[];
  duplicates: number;
  rejected: number;
}

describe.each(PLATFORMS)('telemetry on %s', (framework) => {
  let platform: NestExpressApplication;
  let endpoint: string;
  let app: RunningApp | undefined;

  beforeAll(async () => {
    const settings = new Settings();
    Object.assign(settings, CREDENTIALS, { encryptionKey: KEY, signingSecret: 'whsec_test' });
    platform = await createPlatform(settings);
    await platform.listen(0, '127.0.0.1');
    endpoint = await platform.getUrl();
  });
  afterAll(() => platform.close());
  beforeEach(() => call(endpoint, 'DELETE', '/control/received'));
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await call(endpoint, 'PUT', '/control/rules', { body: {} });
  });

  const start = async (guard: GuardOptionsInput = {}): Promise<RunningApp> => {
    app = await startApp({
      platform: framework,
      controllers: [ShopController],
      guard: {
        proxy: { trusted: ['127.0.0.1'] },
        status: { token: TOKEN },
        agent: {
          apiKeyWithEncryption: CREDENTIALS.apiKey,
          projectId: CREDENTIALS.projectId,
          encryptionKey: KEY.toString('base64url'),
          signingSecret: 'whsec_test',
          endpoint,
          installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11',
        },
        ...guard,
      },
    });
    return app;
  };
  const received = async (): Promise<Received> => {
    await app?.app.get(GuardAgent).flush();
    return (await call(endpoint, 'GET', '/control/received')).json as Received;
  };

  it('sends one event for one refusal, encrypted, with what an operator needs and no secret', async () => {
    await start();
    const answer = await app!.get(ATTACK, { from: '198.51.100.1', headers: { 'user-agent': 'curl/8' } });
    const { events, rejected } = await received();
    expect(rejected).toBe(0);
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      event_type: 'penetration_attempt',
      ip_address: '198.51.100.1',
      action_taken: 'request_blocked',
      endpoint: '/search',
      method: 'GET',
      user_agent: 'curl/8',
      status_code: 403,
      metadata: {
        check: 'detection',
        category: 'sqli',
        client_source: 'x-forwarded-for:1',
        request_id: answer.headers['x-request-id'],
      },
    });
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  it('names the decorator, the rule and the limit of a refusal by a route', async () => {
    await start();
    await app!.get('/few', { from: '198.51.100.2' });
    await app!.get('/few', { from: '198.51.100.2' });
    const { events } = await received();
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      event_type: 'rate_limited',
      decorator_type: 'RateLimit',
      rule_type: 'route:ShopController.few',
      handler_name: 'ShopController.few',
      status_code: 429,
      metadata: { limit: 1, window: 60 },
    });
  });

  it('tells of an automatic ban beside the refusal that led to it', async () => {
    await start({ ban: { threshold: 2 } });
    for (let i = 0; i < 3; i++) await app!.get(ATTACK, { from: '198.51.100.3' });
    const { events } = await received();
    expect(events.map(({ event_type }) => event_type).sort()).toEqual([
      'ip_banned',
      'ip_blocked',
      'penetration_attempt',
      'penetration_attempt',
    ]);
  });

  it('says logged_only in monitor mode', async () => {
    await start({ mode: 'monitor' });
    expect((await app!.get(ATTACK, { from: '198.51.100.4' })).status).toBe(200);
    const { events } = await received();
    expect(events.map(({ action_taken, status_code }) => [action_taken, status_code])).toEqual([['logged_only', 403]]);
  });

  it('measures requests by route pattern, never by raw path', async () => {
    await start();
    for (let i = 0; i < 4; i++) await app!.get(`/orders/${i}`);
    await app!.get('/no/such/1');
    await app!.get('/boom');
    await app!.settled(6);
    const { metrics } = await received();
    const count = (endpoint: string): number | undefined =>
      metrics.find((metric) => metric['metric_type'] === 'request_count' && metric['endpoint'] === endpoint)?.['value'];
    expect(count('/orders/:id')).toBe(4);
    expect(count('(unmatched)')).toBe(1);
    expect(count('/boom')).toBe(1);
    // What only the interceptor sees: the class of the error that a handler threw.
    const errors = metrics.filter(({ metric_type, endpoint }) => metric_type === 'error_rate' && endpoint === '/boom');
    expect(errors).toEqual([
      expect.objectContaining({ value: 1, tags: { endpoint: '/boom', method: 'GET', error: 'TypeError' } }),
    ]);
    expect(new Set(metrics.map(({ metric_type }) => metric_type))).toEqual(
      expect.objectContaining(
        new Set(['request_count', 'response_time', 'error_rate', 'block_rate', 'threat_level', 'bandwidth_usage']),
      ),
    );
    expect(JSON.stringify(metrics)).not.toMatch(/orders\/[0-9]|no\/such/);
  });

  it('keeps its books: recorded is delivered, rejected, dropped and pending together', async () => {
    await start();
    for (let i = 0; i < 5; i++) await app!.get(ATTACK, { from: `198.51.100.${10 + i}` });
    await received();
    const { agent } = await app!.status();
    expect(agent.state).not.toBe('off');
    expect(agent.events).toEqual({ recorded: 5, delivered: 5, rejected: 0, dropped: 0, pending: 0 });
  });

  it('never records what is muted', async () => {
    await start({ muted: { events: ['penetration_attempt'], metrics: ['bandwidth_usage'], checks: ['detection'] } });
    await app!.get(ATTACK, { from: '198.51.100.30' });
    await app!.settled(1);
    const { events, metrics } = await received();
    expect(events).toEqual([]);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter(({ metric_type }) => metric_type === 'bandwidth_usage')).toEqual([]);
  });

  it('binds its interceptor only where there is telemetry', async () => {
    const bound = (running: RunningApp): number => {
      const { config } = running.app as unknown as { config: { getGlobalInterceptors(): unknown[] } };
      return config.getGlobalInterceptors().filter(Boolean).length;
    };
    expect(bound(await start())).toBe(1);
    await app!.close();
    app = await startApp({ platform: framework, controllers: [ShopController] });
    expect(bound(app)).toBe(0);
  });

  it('sends what it has when the application ends', async () => {
    await start();
    for (let i = 0; i < 7; i++) await app!.get(ATTACK, { from: `198.51.100.${20 + i}` });
    await app!.close();
    app = undefined;
    expect(((await call(endpoint, 'GET', '/control/received')).json as Received).events).toHaveLength(7);
  });

  describe('dynamic rules', () => {
    const withRules = async (rules: object, guard: GuardOptionsInput = {}): Promise<RunningApp> => {
      await call(endpoint, 'PUT', '/control/rules', { body: { rule_id: 'test', version: 1, ...rules } });
      return start({ dynamicRules: { enabled: true }, ...guard });
    };
    const codes = async (requests: [path: string, from: string, agent?: string][]): Promise<number[]> => {
      const all: number[] = [];
      for (const [path, from, agent = 'test'] of requests) {
        all.push((await app!.get(path, { from, headers: { 'user-agent': agent } })).status);
      }
      return all;
    };

    it('hold from the first request on: bans, user agents and limits', async () => {
      await withRules({
        ip_blacklist: ['198.51.100.7', '203.0.113.0/24'],
        blocked_user_agents: ['evilbot'],
        global_rate_limit: 3,
        endpoint_rate_limits: { '/orders/1': [1, 60] },
      });
      expect(
        await codes([
          ['/hello', '198.51.100.7'],
          ['/hello', '203.0.113.99'],
          ['/hello', '198.51.100.8', 'EvilBot/1'],
          ['/orders/1', '198.51.100.9'],
          ['/orders/1', '198.51.100.9'],
          ['/hello', '198.51.100.9'],
          ['/hello', '198.51.100.9'],
          ['/hello', '198.51.100.9'],
        ]),
      ).toEqual([403, 403, 403, 200, 429, 200, 200, 429]);
      expect((await app!.status())['rules']).toMatchObject({ id: 'test', version: 1 });
    });

    it('declare an emergency', async () => {
      await withRules({ emergency_mode: true, emergency_whitelist: ['198.51.100.0/24'] });
      expect(
        await codes([
          ['/hello', '203.0.113.1'],
          ['/hello', '198.51.100.1'],
        ]),
      ).toEqual([503, 200]);
    });

    it('switch detection off and on', async () => {
      await withRules({ enable_penetration_detection: false });
      expect(await codes([[ATTACK, '203.0.113.1']])).toEqual([200]);
    });

    it('that are no rules change nothing', async () => {
      await call(endpoint, 'POST', '/control/fail', { body: { mode: 'html', status: 200, times: 1 } });
      await withRules({});
      expect(await codes([['/hello', '203.0.113.1']])).toEqual([200]);
    });

    it('do not hold the start up for longer than two seconds', async () => {
      await call(endpoint, 'POST', '/control/fail', { body: { status: 503, times: 1, delayMs: 10_000 } });
      await withRules({});
      expect(await codes([['/hello', '203.0.113.1']])).toEqual([200]);
    });
  });
});
