import { Controller, Get, Query } from '@nestjs/common';
import { GuardAgent, type GuardOptionsInput } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { json, PlatformStub } from '../unit/agent/platform-stub.js';

@Controller()
class SearchController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }
}

const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

describe.each(PLATFORMS)('what leaves an application on %s', (framework) => {
  let stub: PlatformStub;
  let app: RunningApp;
  const lines: string[] = [];

  const start = async (agent: GuardOptionsInput['agent'] = {}): Promise<void> => {
    const note = (line: unknown): void => void lines.push(String(line));
    lines.length = 0;
    app = await startApp({
      platform: framework,
      controllers: [SearchController],
      logger: { log: note, error: note, warn: note },
      guard: {
        proxy: { trusted: ['127.0.0.1'] },
        status: { token: TOKEN },
        agent: {
          apiKey: 'fg_test_0123456789',
          endpoint: stub.url,
          installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11',
          ...agent,
        },
      },
    });
  };
  const events = async (): Promise<Record<string, unknown>[]> => {
    await app.app.get(GuardAgent).flush();
    return stub.batches().flatMap((batch) => batch.events as unknown as Record<string, unknown>[]);
  };

  beforeEach(async () => {
    stub = await PlatformStub.start();
  });
  afterEach(async () => {
    await app.close();
    await stub.stop();
  });

  it('is what agent.beforeSend makes of it', async () => {
    await start({
      beforeSend: (event) => (event.ip === '198.51.100.2' ? undefined : { ...event, metadata: { tenant: 't1' } }),
    });
    await app.get(ATTACK, { from: '198.51.100.1' });
    await app.get(ATTACK, { from: '198.51.100.2' });
    expect(await events()).toMatchObject([{ ip_address: '198.51.100.1', metadata: { tenant: 't1' } }]);
    expect((await app.status())['agent'].droppedBy.before_send).toBe(1);
  });

  it('has no values of agent.sensitiveFields, which stand beside the built-in names', async () => {
    await start({ sensitiveFields: ['ticket'] });
    app.app.get(GuardAgent).record({ type: 'mine', endpoint: '/x?ticket=S3CR3T', metadata: { password: 'S3CR3T' } });
    expect(await events()).toMatchObject([{ endpoint: '/x?ticket=[REDACTED]', metadata: { password: '[REDACTED]' } }]);
  });

  it('has cut addresses under agent.truncateAddresses, in events and in the lines of the log', async () => {
    await start({ truncateAddresses: true });
    await app.get(ATTACK, { from: '198.51.100.77' });
    await app.get(ATTACK, { from: '2001:db8:1:2::77' });
    const sent = await events();
    expect(sent.map((event) => event['ip_address']).sort()).toEqual(['198.51.100.0', '2001:db8:1::']);
    expect(lines.filter((line) => line.startsWith('Blocked'))).toHaveLength(2);
    expect(JSON.stringify([sent, lines])).not.toMatch(/\.100\.77|::77/);
  });

  it('has whole addresses without it', async () => {
    await start();
    await app.get(ATTACK, { from: '198.51.100.77' });
    expect(await events()).toMatchObject([{ ip_address: '198.51.100.77' }]);
    expect(lines.join()).toContain('198.51.100.77');
  });

  it('tells agent.onError what the platform has refused for good', async () => {
    const errors: unknown[][] = [];
    stub.otherwise = json(422, { detail: 'no such project' });
    await start({ onError: (...args) => void errors.push(args), metrics: false });
    await app.get(ATTACK, { from: '198.51.100.1' });
    await events();
    expect(errors).toEqual([
      ['transport_send', expect.stringMatching(/^HTTP 422: .*no such project/), { kind: 'events', count: 1 }],
    ]);
  });
});
