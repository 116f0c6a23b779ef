import autocannon from 'autocannon';
import { Controller, Get, Query } from '@nestjs/common';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { createPlatform } from '../../sample/platform/app.js';
import { Settings } from '../../sample/platform/settings.js';
import { GuardAgent } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { call } from '../support/http.js';

@Controller()
class SearchController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }
}

const REQUESTS = 10_000;
const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

describe.each(PLATFORMS)(
  '10,000 requests from 50 connections on %s while the platform fails at random',
  (framework) => {
    let platform: NestExpressApplication;
    let endpoint: string;
    let app: RunningApp;

    beforeAll(async () => {
      const settings = new Settings();
      settings.apiKey = 'fg_load_0123456789';
      platform = await createPlatform(settings);
      await platform.listen(0, '127.0.0.1');
      endpoint = await platform.getUrl();
      app = await startApp({
        platform: framework,
        controllers: [SearchController],
        guard: {
          proxy: { trusted: ['127.0.0.1'] },
          status: { token: TOKEN },
          rateLimit: { limit: 1_000_000 },
          ban: { enabled: false },
          agent: {
            apiKey: settings.apiKey,
            endpoint,
            flushInterval: 0.2,
            backoffFactor: 0.05,
            timeout: 1,
            maxQueue: 2_000,
          },
        },
      });
    });
    afterAll(async () => {
      await app?.close();
      await platform?.close();
    });

    it('answers every one as it would otherwise, and the books balance while it lasts and after', async () => {
      await call(endpoint, 'POST', '/control/fail', { body: { mode: 'random', times: 1_000_000 } });
      const unbalanced: unknown[] = [];
      const check = async (): Promise<void> => {
        const { agent } = await app.status();
        for (const kind of ['events', 'metrics']) {
          const { recorded, delivered, rejected, dropped, pending } = agent[kind];
          if (recorded !== delivered + rejected + dropped + pending) unbalanced.push(agent[kind]);
        }
      };
      const sampling = setInterval(() => void check(), 100);
      const result = await autocannon({
        url: app.base,
        amount: REQUESTS,
        connections: 50,
        requests: [{ path: '/search?q=blue%20shoes' }, { path: ATTACK }],
      });
      clearInterval(sampling);

      const { errors, timeouts, '2xx': served, '4xx': refused, '5xx': failed } = result;
      expect({ errors, timeouts, served, refused, failed }).toEqual({
        errors: 0,
        timeouts: 0,
        served: REQUESTS / 2,
        refused: REQUESTS / 2,
        failed: 0,
      });
      const { requests } = await app.settled(REQUESTS);
      expect(requests).toMatchObject({ total: REQUESTS, served: REQUESTS / 2, blocked: REQUESTS / 2 });

      await call(endpoint, 'POST', '/control/fail', { body: { status: 503, times: 0 } });
      await app.app.get(GuardAgent).flush({ timeout: 10 });
      await check();
      expect(unbalanced).toEqual([]);
      expect(app.app.get(GuardAgent).stats().events.recorded).toBe(REQUESTS / 2);
    }, 120_000);
  },
);
