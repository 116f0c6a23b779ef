import { GuardAgent, type GuardOptionsInput } from '../../src/index.js';
import { GuardOptions } from '../../src/config/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { ConnectProxy } from '../support/connect-proxy.js';
import { json, PlatformStub } from '../unit/agent/platform-stub.js';

const CURRENT = 'fg_current_0123456789';
const NEXT = 'fg_next_0123456789';

describe.each(PLATFORMS)('an application on %s', (framework) => {
  let stub: PlatformStub;
  let app: RunningApp;

  const start = async (agent: GuardOptionsInput['agent'] = {}): Promise<GuardAgent> => {
    const defaults = { apiKey: CURRENT, endpoint: stub.url, installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11' };
    app = await startApp({
      platform: framework,
      guard: { status: { token: TOKEN }, agent: { ...defaults, ...agent } },
    });
    return app.app.get(GuardAgent);
  };
  const keys = (): unknown[] => stub.calls.map(({ headers }) => headers['x-api-key']);

  beforeEach(async () => {
    stub = await PlatformStub.start();
  });
  afterEach(async () => {
    await app.close();
    await stub.stop();
  });

  it('goes on with agent.nextApiKey, and shows which keys are in use', async () => {
    stub.otherwise = (call, ...rest) =>
      (call.headers['x-api-key'] === NEXT ? json(200, {}) : json(401, {}))(call, ...rest);
    const agent = await start({ nextApiKey: NEXT });
    agent.record({ type: 'mine' });
    expect(await agent.flush()).toMatchObject({ delivered: 1, pending: 0 });
    expect(keys().slice(0, 2)).toEqual([CURRENT, NEXT]);
    const { agent: shown } = await app.status();
    expect(shown).toMatchObject({ keys: 'agent.nextApiKey (GUARD_NEXT_API_KEY)', state: 'healthy' });
    expect(JSON.stringify(shown)).not.toMatch(/fg_/);
  });

  it('takes new keys while it runs', async () => {
    const agent = await start();
    agent.useKeys({ apiKey: NEXT });
    agent.record({ type: 'mine' });
    await agent.flush();
    expect(keys()).toEqual([NEXT]);
  });

  it('shows that its keys are no pair', async () => {
    stub.otherwise = json(400, { detail: 'Failed to decrypt payload: Invalid or tampered payload' });
    const agent = await start({ encryptionKey: Buffer.alloc(32, 1).toString('base64url') });
    agent.record({ type: 'mine' });
    await agent.flush();
    expect((await app.status())['agent']).toMatchObject({ state: 'failed', wrongPair: true });
  });

  it('sends through agent.proxy', async () => {
    const proxy = await ConnectProxy.start();
    try {
      const agent = await start({ proxy: proxy.url('user:secret') });
      agent.record({ type: 'mine' });
      expect(await agent.flush()).toMatchObject({ delivered: 1 });
      expect(proxy.targets).toEqual([stub.url.replace('http://', '')]);
      expect(proxy.credentials).toEqual([`Basic ${Buffer.from('user:secret').toString('base64')}`]);
    } finally {
      await proxy.stop();
    }
  });

  it('sends directly on this machine, whatever proxy the environment names', async () => {
    const options = GuardOptions.fromEnv(
      { get: (name) => (name === 'HTTP_PROXY' ? 'http://127.0.0.1:1' : undefined) },
      { agent: { apiKey: CURRENT, endpoint: stub.url } },
    );
    const agent = await start(options.agent);
    agent.record({ type: 'mine' });
    expect(await agent.flush()).toMatchObject({ delivered: 1 });
  });
});
