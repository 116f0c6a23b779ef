import { Controller, Get } from '@nestjs/common';
import { GuardError, GuardService, type SecurityEvent } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';

@Controller()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }
}

describe.each(PLATFORMS)('GuardService on %s', (platform) => {
  let app: RunningApp;
  let service: GuardService;
  beforeEach(async () => {
    app = await startApp({
      platform,
      controllers: [HelloController],
      guard: { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, rateLimit: { limit: 2 } },
    });
    service = app.app.get(GuardService);
  });
  afterEach(() => app.close());
  const code = async (from: string): Promise<number> => (await app.get('/hello', { from })).status;

  it('bans addresses and networks of both families, and lifts exactly what it is told', async () => {
    await service.ban('203.0.113.7', { seconds: 60, reason: 'fraud' });
    await service.ban('2001:DB8::/32');
    expect([await code('203.0.113.7'), await code('2001:db8:1::1'), await code('203.0.113.8')]).toEqual([
      403, 403, 200,
    ]);
    expect(await service.unban('2001:db8:1::1')).toBe(false);
    expect(await service.unban('2001:db8:0:0::/32')).toBe(true);
    expect(await code('2001:db8:1::1')).toBe(200);
  });

  it('lists what is in force, a page at a time', async () => {
    for (let i = 1; i <= 5; i++) await service.ban(`203.0.113.${i}`, { reason: `case ${i}` });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await service.bans({ limit: 2, ...(cursor && { cursor }) });
      seen.push(...page.bans.map(({ target, reason, source }) => `${target} ${reason} ${source}`));
      cursor = page.cursor;
    } while (cursor);
    expect(seen).toEqual([1, 2, 3, 4, 5].map((i) => `203.0.113.${i} case ${i} manual`));
  });

  it('gives a client its limits back', async () => {
    const from = '203.0.113.9';
    expect([await code(from), await code(from), await code(from)]).toEqual([200, 200, 429]);
    await service.resetLimits(from);
    expect(await code(from)).toBe(200);
  });

  it('makes an event of every ban, lift and reset, with who did it, and of nothing that was not done', async () => {
    const events: SecurityEvent[] = [];
    const audited = await startApp({
      platform,
      guard: {
        agent: {
          apiKey: 'fg_test_0123456789',
          projectId: 'p',
          endpoint: 'http://127.0.0.1:9',
          shutdownTimeout: 0.2,
          beforeSend: (event) => void events.push({ ...event }),
        },
      },
    });
    try {
      const guard = audited.app.get(GuardService);
      await guard.ban('203.0.113.0/24', { seconds: 60, reason: 'fraud', by: 'ann' });
      await guard.unban('203.0.113.0/24', { reason: 'a mistake', by: 'bob' });
      await guard.unban('203.0.113.0/24');
      await guard.resetLimits('2001:db8::1', { reason: 'on the phone', by: 'ann' });
      await guard.resetLimits({ key: 'secret-token' });
      await guard.ban('nobody').catch(() => undefined);
    } finally {
      await audited.close();
    }
    expect(
      events.map(({ type, ip, action, reason, rule, metadata }) => ({ type, ip, action, reason, rule, metadata })),
    ).toEqual([
      {
        type: 'ip_banned',
        ip: '203.0.113.0/24',
        action: 'banned',
        reason: 'fraud',
        rule: 'manual',
        metadata: { duration: 60, by: 'ann' },
      },
      {
        type: 'ip_unbanned',
        ip: '203.0.113.0/24',
        action: 'unbanned',
        reason: 'a mistake',
        rule: 'manual',
        metadata: { by: 'bob' },
      },
      {
        type: 'limits_reset',
        ip: '2001:db8::1',
        action: 'limits_reset',
        reason: 'on the phone',
        rule: 'manual',
        metadata: { client: '2001:db8:0:0::/64', by: 'ann' },
      },
      {
        type: 'limits_reset',
        ip: undefined,
        action: 'limits_reset',
        reason: 'by hand',
        rule: 'manual',
        metadata: { client: expect.stringMatching(/^key:[\w-]{22}$/) },
      },
    ]);
  });

  it.each([
    ['a word', () => service.ban('home')],
    ['everybody', () => service.ban('0.0.0.0/0')],
    ['no time', () => service.ban('203.0.113.1', { seconds: 0 })],
    ['no number', () => service.ban('203.0.113.1', { seconds: NaN })],
    ['a wrong lift', () => service.unban('10.0.0.0/99')],
    ['limits of a network', () => service.resetLimits('10.0.0.0/8')],
  ])('refuses %s', async (_what, act) => {
    await expect(act()).rejects.toThrow(GuardError);
  });
});
