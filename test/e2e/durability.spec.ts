import { Controller, Get, Query } from '@nestjs/common';
import { GuardAgent } from '../../src/index.js';
import { type RunningApp, startApp } from '../support/app.js';
import { freePort, type RedisServer, startRedis, until } from '../support/redis.js';
import { API_KEY, Platform, PROJECT } from './platform.harness.js';

@Controller()
class SearchController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }
}

const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

describe('an application that keeps its telemetry in Redis', () => {
  let redis: RedisServer;
  const started: RunningApp[] = [];

  beforeAll(async () => void (redis = await startRedis()));
  afterAll(async () => {
    for (const app of started.splice(0)) await app.close();
    await redis.close();
  });

  async function start(endpoint: string, warnings: string[] = []): Promise<RunningApp> {
    const quiet = (): void => undefined;
    const warn = (message: unknown): void => void warnings.push(String(message));
    const app = await startApp({
      platform: 'express',
      controllers: [SearchController],
      logger: { log: quiet, error: quiet, warn },
      guard: {
        redis: { url: redis.url, commandTimeout: 2 },
        agent: {
          apiKey: API_KEY,
          projectId: PROJECT,
          endpoint,
          durability: 'redis',
          installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11',
          shutdownTimeout: 0.2,
        },
      },
    });
    started.push(app);
    return app;
  }

  it('hands on at its end what the platform did not take, and says so; the next one sends it', async () => {
    const warnings: string[] = [];
    const first = await start(`http://127.0.0.1:${await freePort()}`, warnings);
    expect((await first.get(ATTACK)).status).toBe(403);
    await until(() => first.app.get(GuardAgent).stats().spill?.unwritten === 0, 'the writing');
    expect((await first.status())['agent'].spill).toMatchObject({ kind: 'redis', working: true });
    await first.close();
    expect(warnings.filter((line) => /1 events .* wait in Redis .* but for 0 that are lost/.test(line))).toHaveLength(
      1,
    );

    const platform = await Platform.start();
    try {
      const second = await start(platform.base);
      const agent = second.app.get(GuardAgent);
      await agent.flush();
      expect(agent.stats().lastError).toBeUndefined();
      expect(agent.stats().events).toMatchObject({ recorded: 1, delivered: 1, pending: 0 });
      await second.close();
      expect(await redis.look.keys('*{spill}*')).toEqual([]);
    } finally {
      await platform.close();
    }
  });
});
