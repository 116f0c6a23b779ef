import { Controller, Get, Query } from '@nestjs/common';
import { GuardService, type GuardOptionsInput } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { type RedisServer, startRedis, until } from '../support/redis.js';

@Controller()
class SearchController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }
}

const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

describe.each(PLATFORMS)('applications that share a Redis on %s', (platform) => {
  let redis: RedisServer;
  const running: RunningApp[] = [];
  const start = async (guard: GuardOptionsInput, url = redis.url): Promise<RunningApp> => {
    const { redis: more, ...rest } = guard;
    const app = await startApp({
      platform,
      controllers: [SearchController],
      guard: { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, redis: { url, ...more }, ...rest },
    });
    running.push(app);
    return app;
  };
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
    await redis.close();
  });

  it('count one limit together: 200 requests at once, 100 of them admitted, none failed', async () => {
    const apps = [await start({ rateLimit: { limit: 100 } }), await start({ rateLimit: { limit: 100 } })];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, i) => (apps[i % 2] as RunningApp).get('/search', { from: '198.51.100.1' })),
    );
    const codes = answers.map(({ status }) => status);
    expect([codes.filter((code) => code === 200).length, codes.filter((code) => code === 429).length]).toEqual([
      100, 100,
    ]);
  });

  it('ban together: a ban that one makes holds at the other within a second', async () => {
    const [one, other] = [await start({ ban: { threshold: 2 } }), await start({ ban: { threshold: 2 } })];
    const from = '198.51.100.2';
    await one.get(ATTACK, { from });
    await other.get(ATTACK, { from });
    await until(async () => (await one.get('/search', { from })).status === 403, 'the ban at one', 1000);
    await until(async () => (await other.get('/search', { from })).status === 403, 'the ban at the other', 1000);
    expect((await other.get('/search', { from: '198.51.100.3' })).status).toBe(200);
  });

  it('asks Redis once for an admitted request, and not at all for a banned client', async () => {
    const app = await start({ ban: { threshold: 1 } });
    const from = '198.51.100.4';
    const calls = async (): Promise<number> => (await app.status())['stores'].counters.calls as number;
    const before = await calls();
    for (let i = 0; i < 10; i++) await app.get('/search', { from });
    expect((await calls()) - before).toBe(10);
    // The attack is counted, the ban written and the count ended, for which its answer has not waited.
    const atAttack = await calls();
    await app.get(ATTACK, { from });
    await until(async () => (await calls()) - atAttack === 4, 'the ban');
    const banned = await calls();
    for (let i = 0; i < 10; i++) expect((await app.get('/search', { from })).status).toBe(403);
    expect(await calls()).toBe(banned);
  });

  describe('while Redis has not answered', () => {
    const redisOptions = { commandTimeout: 20 };
    const from = '198.51.100.7';

    it('refuse a client whose offences have reached the threshold as far as they know, and ban it then', async () => {
      const app = await start({ ban: { threshold: 3 }, redis: redisOptions, rateLimit: { enabled: false } });
      await app.get(ATTACK, { from });
      redis.pause();
      await app.get(ATTACK, { from });
      expect((await app.get('/search', { from })).status).toBe(200);
      await app.get(ATTACK, { from });
      expect((await app.get('/search', { from })).status).toBe(403);
      redis.resume();
      await until(async () => (await redis.look.hexists('guard:1:{bans}:list', from)) === 1, 'the ban');
      expect((await app.get('/search', { from })).status).toBe(403);
    });

    it('count what others have told of a client, and let it go on where Redis says otherwise', async () => {
      const guard = { ban: { threshold: 3 }, redis: redisOptions, rateLimit: { enabled: false } };
      const [one, other] = [await start(guard), await start(guard)];
      const count = async () => (await redis.look.hget(`guard:1:c:{${from}}`, 'total'))?.split(' ')[0];
      await other.get(ATTACK, { from });
      await until(async () => (await count()) === '1', 'the first offence');
      await one.get(ATTACK, { from });
      await until(async () => (await count()) === '2', 'the second offence');
      await other.app.get(GuardService).resetLimits(from);
      redis.pause();
      await one.get(ATTACK, { from });
      expect((await one.get('/search', { from })).status).toBe(403);
      redis.resume();
      await until(async () => (await one.get('/search', { from })).status === 200, 'the answer');
      expect(await count()).toBe('1');
    });

    it('end only when offences are counted and their bans made', async () => {
      const app = await start({ ban: { threshold: 1 }, redis: redisOptions, rateLimit: { enabled: false } });
      redis.pause();
      await app.get(ATTACK, { from });
      const closed = app.close();
      redis.resume();
      await closed;
      expect(await redis.look.hexists('guard:1:{bans}:list', from)).toBe(1);
      expect(await redis.look.exists(`guard:1:c:{${from}}`)).toBe(0);
    });
  });

  it.each<[fault: string, act: (server: RedisServer) => unknown]>([
    ['is killed', (server) => server.kill()],
    ['hangs', (server) => server.pause()],
  ])('goes on limiting in memory while Redis %s, and answers every request', async (_fault, act) => {
    const app = await start({ rateLimit: { limit: 5 } });
    await app.get('/search', { from: '198.51.100.5' });
    await act(redis);
    const codes: number[] = [];
    for (let i = 0; i < 8; i++) codes.push((await app.get('/search', { from: '198.51.100.6' })).status);
    expect(codes).toEqual([200, 200, 200, 200, 200, 429, 429, 429]);
    expect((await app.status())['stores'].state).not.toBe('up');
  });

  it('refuses with 503 while Redis is away, where the option says closed', async () => {
    const app = await start({ redis: { onFailure: 'closed' } });
    expect((await app.get('/search')).status).toBe(200);
    await redis.kill();
    const answer = await app.get('/search');
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5']);
  });

  it('admits all while Redis is away, where the option says open', async () => {
    const app = await start({ redis: { onFailure: 'open' }, rateLimit: { limit: 1 } });
    await redis.kill();
    for (let i = 0; i < 3; i++) expect((await app.get('/search')).status).toBe(200);
  });

  it('starts where Redis refuses connections', async () => {
    await redis.kill();
    const app = await start({ rateLimit: { limit: 1 } });
    expect([(await app.get('/search')).status, (await app.get('/search')).status]).toEqual([200, 429]);
  });
});
