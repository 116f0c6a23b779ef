import { Controller, Get, Query } from '@nestjs/common';
import { GuardAgent, type GuardOptionsInput, RateLimit } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { startRedis } from '../support/redis.js';
import { PlatformStub } from '../unit/agent/platform-stub.js';

@Controller()
class ShopController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }

  @Get('few')
  @RateLimit({ limit: 1 })
  few(): string {
    return 'few';
  }
}

const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

interface Sent {
  metric_type: string;
  value: number;
  endpoint: string | null;
  tags: Record<string, string>;
}

describe.each(PLATFORMS)('the metrics of an application on %s', (framework) => {
  let stub: PlatformStub;
  let app: RunningApp | undefined;

  beforeEach(async () => {
    stub = await PlatformStub.start();
  });
  afterEach(async () => {
    await app?.close();
    app = undefined;
    await stub.stop();
  });

  const start = async (guard: GuardOptionsInput = {}): Promise<RunningApp> => {
    const agent = {
      apiKey: 'fg_test_0123456789',
      endpoint: stub.url,
      installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11',
    };
    app = await startApp({
      platform: framework,
      controllers: [ShopController],
      guard: { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, ban: { enabled: false }, agent, ...guard },
    });
    return app;
  };
  const sent = async (requests: number): Promise<Sent[]> => {
    await app?.settled(requests);
    await app?.app.get(GuardAgent).flush();
    return stub.batches('metrics').flatMap(({ metrics }) => metrics as unknown as Sent[]);
  };
  const valueOf = (metrics: Sent[], type: string, endpoint: string | null): number | undefined =>
    metrics.find((metric) => metric.metric_type === type && metric.endpoint === endpoint)?.value;

  it.each<[string, GuardOptionsInput]>([
    ['refused', {}],
    ['only told of in monitor mode', { mode: 'monitor' }],
    ['only told of by the mode flag', { detection: { modes: { sqli: 'flag' } } }],
  ])('tell the share of attacks that are %s, by route', async (_name, guard) => {
    const running = await start(guard);
    await running.get(ATTACK, { from: '198.51.100.1' });
    for (let i = 0; i < 3; i++) await running.get('/search?q=shoes', { from: '198.51.100.2' });
    for (let i = 0; i < 4; i++) await running.get('/few', { from: `198.51.100.${10 + i}` });
    const metrics = await sent(8);
    expect(valueOf(metrics, 'threat_level', null)).toBe(1 / 8);
    // On Express nobody knows the route of a request that was refused before routing.
    const early = framework === 'express' && Object.keys(guard).length === 0;
    expect(valueOf(metrics, 'threat_level', '/search')).toBe(early ? 0 : 1 / 4);
    expect(valueOf(metrics, 'threat_level', '(unmatched)')).toBe(early ? 1 : undefined);
    expect(valueOf(metrics, 'threat_level', '/few')).toBe(0);
  });

  it('tell how often Redis need not be asked', async () => {
    const redis = await startRedis();
    try {
      const running = await start({ redis: { url: redis.url } });
      const answers = [];
      for (let i = 0; i < 10; i++) answers.push((await running.get('/few', { from: '198.51.100.1' })).status);
      expect(answers.filter((status) => status === 429)).toHaveLength(9);
      const metrics = (await sent(10)).filter(({ metric_type }) => metric_type === 'cache_hit_rate');
      expect(metrics).toEqual([expect.objectContaining({ endpoint: null, tags: { cache: 'refusals' } })]);
      // One admitted, one refused by Redis; a slow machine may let a second pass and ask again.
      expect(metrics[0]?.value).toBeGreaterThan(0);
      expect(metrics[0]?.value).toBeLessThanOrEqual(0.8);
      await running.close();
      app = undefined;
    } finally {
      await redis.close();
    }
  });

  it('have no rate of a cache without Redis', async () => {
    const running = await start();
    await running.get('/few', { from: '198.51.100.1' });
    const metrics = await sent(1);
    expect(metrics.length).toBeGreaterThan(0);
    expect(metrics.filter(({ metric_type }) => metric_type === 'cache_hit_rate')).toEqual([]);
  });
});
