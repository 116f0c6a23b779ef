import { type Settings } from '../../sample/platform/settings.js';
import { Shelf } from '../../sample/platform/store/shelf.js';
import { API_KEY, batch, event, metric, Platform, status } from './platform.harness.js';

let platform: Platform;
const start = async (changes: Partial<Settings> = {}): Promise<void> => {
  platform = await Platform.start(changes);
};

afterEach(() => platform.close());

describe('credentials', () => {
  beforeEach(() => start());

  it('takes the API key with its project and refuses any other, body unread', async () => {
    expect((await platform.post('events', batch([event()]))).status).toBe(200);
    for (const key of [undefined, 'fg_somebody_else', `${API_KEY}x`]) {
      expect((await platform.post('events', '{', { headers: { 'X-API-Key': key } })).status).toBe(401);
      expect((await platform.rules({ 'X-API-Key': key })).status).toBe(401);
    }
    for (const project of [undefined, 'proj_other']) {
      expect((await platform.post('events', batch([event()]), { headers: { 'X-Project-ID': project } })).status).toBe(
        403,
      );
    }
    expect((await platform.received()).events).toHaveLength(1);
    expect((await platform.received()).rejected).toBe(8);
  });

  it('refuses a batch that names another project', async () => {
    expect((await platform.post('events', batch([event()], [], { project_id: 'default' }))).status).toBe(422);
  });
});

describe('batches', () => {
  beforeEach(() => start());

  it('keeps events and metrics as they came, plain or gzipped', async () => {
    const one = event({ metadata: { z: 1, a: { deep: ['é', '🛡'] } }, extra: 'allowed' });
    expect((await platform.post('events', batch([one]))).json).toEqual({ success: true, received: 1, duplicates: 0 });
    expect((await platform.post('metrics', batch([], [metric()]), { gzip: true })).status).toBe(200);
    expect((await platform.post('status', status(), { gzip: true })).status).toBe(200);
    expect(await platform.received()).toMatchObject({
      batches: 2,
      events: [one],
      metrics: [metric()],
      statuses: [status()],
      duplicates: 0,
      rejected: 0,
      forgotten: 0,
    });
  });

  it('drops and counts events whose idempotency key was here, also within one batch', async () => {
    const one = event();
    await platform.post('events', batch([one, one]));
    const again = await platform.post('events', batch([one, event()]));
    expect(again.json).toEqual({ success: true, received: 1, duplicates: 1 });
    const seen = await platform.received();
    expect(seen.events).toHaveLength(2);
    expect(seen.duplicates).toBe(2);
  });

  it('forgets everything but the rules', async () => {
    const one = event();
    await platform.control('PUT', 'rules', { version: 9 });
    await platform.post('events', batch([one]));
    await platform.post('status', status());
    await platform.post('events', '{');
    await platform.control('DELETE', 'received');
    const empty = { batches: 0, events: [], metrics: [], statuses: [], duplicates: 0, rejected: 0, refusals: [] };
    expect(await platform.received()).toMatchObject(empty);
    expect((await platform.post('events', batch([one]))).json.received).toBe(1);
    expect((await platform.rules()).json.version).toBe(9);
  });

  it.each<[string, string, unknown]>([
    ['no list of events', 'events', batch(5)],
    ['an event that is no object', 'events', batch([null])],
    ['no idempotency key', 'events', batch([event({ idempotency_key: undefined })])],
    ['an idempotency key that is no UUID', 'events', batch([event({ idempotency_key: 'x' })])],
    ['an address that is a number', 'events', batch([event({ ip_address: 7 })])],
    ['a null where a text must be', 'events', batch([event({ reason: null })])],
    ['a missing key', 'events', batch([event({ country: undefined })])],
    ['a status code with a fraction', 'events', batch([event({ status_code: 403.5 })])],
    ['metadata that is a list', 'events', batch([event({ metadata: [] })])],
    ['a time without a zone', 'events', batch([event({ timestamp: '2026-01-02T03:04:05' })])],
    ['a time that does not exist', 'events', batch([event({ timestamp: '2026-13-02T03:04:05Z' })])],
    ['an unknown metric type', 'metrics', batch([], [metric({ metric_type: 'nonsense' })])],
    ['a value that is a text', 'metrics', batch([], [metric({ value: '3' })])],
    ['a tag that is a number', 'metrics', batch([], [metric({ tags: { status: 200 } })])],
    ['a batch id of another form', 'events', batch([event()], [], { batch_id: 'x' })],
    ['a batch that says it is compressed', 'events', batch([event()], [], { compressed: true })],
    ['a list in place of a batch', 'events', []],
    ['an unknown state', 'status', status({ status: 'fine' })],
    ['a count below zero', 'status', status({ events_failed: -1 })],
  ])('refuses %s and keeps nothing of it', async (_what, path, body) => {
    const answer = await platform.post(path, body);
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({ success: false, detail: 'The message breaks the protocol' });
    expect(answer.json.errors).not.toEqual([]);
    expect(await platform.received()).toMatchObject({ batches: 0, events: [], metrics: [], statuses: [], rejected: 1 });
  });

  it('keeps nothing of a batch in which one event of many is wrong', async () => {
    expect((await platform.post('events', batch([event(), event({ event_type: '' }), event()]))).status).toBe(422);
    expect((await platform.received()).events).toEqual([]);
  });

  it('takes metadata 60 deep and refuses it 1,000 deep', async () => {
    const deep = (n: number): string =>
      JSON.stringify(batch([event()])).replace('"metadata":{}', `"metadata":${nested(n)}`);
    expect((await platform.post('events', deep(60))).status).toBe(200);
    expect((await platform.post('events', deep(1000))).status).toBe(422);
    expect((await platform.received()).events).toHaveLength(1);
  });
});

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

describe('rules', () => {
  beforeEach(() => start());

  it('are the protocol’s defaults with what was put laid over them', async () => {
    expect((await platform.rules()).json).toMatchObject({
      rule_id: 'default-rule',
      version: 1,
      ttl: 300,
      ip_blacklist: [],
    });
    await platform.control('PUT', 'rules', { rule_id: 'r1', version: 7, ip_blacklist: ['203.0.113.77'] });
    expect((await platform.rules()).json).toMatchObject({
      rule_id: 'r1',
      version: 7,
      ip_blacklist: ['203.0.113.77'],
      ttl: 300,
    });
    await platform.control('PUT', 'rules', { version: 8 });
    expect((await platform.rules()).json).toMatchObject({ rule_id: 'default-rule', version: 8, ip_blacklist: [] });
  });

  it('may be nonsense in their fields, for agents to refuse, but not in themselves', async () => {
    await platform.control('PUT', 'rules', { ip_blacklist: 5 });
    expect((await platform.rules()).json.ip_blacklist).toBe(5);
    for (const wrong of [[], 'x', null]) expect((await platform.control('PUT', 'rules', wrong)).status).toBe(400);
  });
});

describe('failing on order', () => {
  beforeEach(() => start());

  it('fails the ordered number of calls, after the credentials', async () => {
    await platform.control('POST', 'fail', { status: 503, times: 2, delayMs: 0 });
    expect((await platform.post('events', batch([event()]), { headers: { 'X-API-Key': 'fg_other_key' } })).status).toBe(
      401,
    );
    expect((await platform.rules()).status).toBe(503);
    expect((await platform.post('events', batch([event()]))).status).toBe(503);
    expect((await platform.post('events', batch([event()]))).status).toBe(200);
    expect(await platform.received()).toMatchObject({ batches: 1, rejected: 1 });
  });

  it('says when to come back and can be called off', async () => {
    await platform.control('POST', 'fail', { status: 429, retryAfter: 7, times: 5 });
    expect((await platform.rules()).headers.get('retry-after')).toBe('7');
    await platform.control('POST', 'fail', { times: 0 });
    expect((await platform.rules()).status).toBe(200);
  });

  it.each([
    ['html', async () => expect((await platform.post('events', batch([]))).text).toContain('<!doctype html>')],
    ['empty', async () => expect(await platform.post('events', batch([]))).toMatchObject({ status: 200, text: '' })],
    ['partial', async () => expect((await platform.post('events', batch([]))).json.success).toBe(false)],
    ['redirect', async () => expect(await platform.post('events', batch([]))).toMatchObject({ status: 307 })],
    ['half', async () => expect(platform.post('events', batch([]))).rejects.toThrow()],
    ['reset', async () => expect(platform.post('events', batch([]))).rejects.toThrow()],
    ['lost', async () => expect(platform.post('events', batch([]))).rejects.toThrow()],
  ])('answers %s', async (mode, check) => {
    await platform.control('POST', 'fail', { mode });
    await check();
    expect((await platform.received()).batches).toBe(mode === 'lost' ? 1 : 0);
    expect((await platform.post('events', batch([]))).status).toBe(200);
  });

  it('waits where it was told to, and then does its work', async () => {
    await platform.control('POST', 'fail', { delayMs: 60 });
    expect((await platform.post('events', batch([event()]))).json.received).toBe(1);
  });

  it('fails at random and sometimes not', async () => {
    await platform.control('POST', 'fail', { mode: 'random', times: 200 });
    const ok = (): Promise<boolean> =>
      platform.post('events', batch([])).then(
        (answer) => answer.json.success === true,
        () => false,
      );
    const results = [];
    for (let n = 0; n < 60; n++) results.push(await ok());
    expect(new Set(results)).toEqual(new Set([true, false]));
  });

  it.each([{ status: 1 }, { times: -1 }, { delayMs: 'x' }, { mode: 'nonsense' }, 5, null])(
    'refuses the order %j',
    async (order) => expect((await platform.control('POST', 'fail', order)).status).toBe(400),
  );
});

describe('the page', () => {
  beforeEach(() => start());

  it('shows events with every text escaped, and lets nothing run', async () => {
    const hostile = `<script>alert(1)</script><img src=x onerror="alert('2')">`;
    await platform.post('events', batch([event({ reason: hostile, endpoint: hostile })]));
    const page = await platform.page();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(&#39;2&#39;)&quot;&gt;',
    );
    expect(page.text).not.toContain('<script');
    expect(page.text).not.toContain('<img');
  });
});

describe('a shelf', () => {
  it('keeps the newest within its bounds and counts what it forgot', () => {
    const shelf = new Shelf(3, 40);
    for (let n = 1; n <= 5; n++) shelf.add({ n });
    expect(shelf.toText()).toBe('[{"n":3},{"n":4},{"n":5}]');
    shelf.add({ text: 'x'.repeat(20) });
    expect(shelf.newest(9)).toEqual([{ text: 'x'.repeat(20) }, { n: 5 }]);
    expect([shelf.length, shelf.forgotten]).toEqual([2, 4]);
  });
});
