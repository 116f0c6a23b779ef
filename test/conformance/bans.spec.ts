import { setTimeout as sleep } from 'node:timers/promises';
import { type Address, parseAddress } from '../../src/net/index.js';
import { type Ban, type Stores } from '../../src/stores/index.js';
import { startStores, twins } from './twins.js';

const address = (text: string): Address => parseAddress(text) as Address;

function ban(target: string, more: Partial<Ban> = {}): Ban {
  const createdAt = Date.now();
  return { target, reason: '10 offences', source: 'automatic', createdAt, expiresAt: createdAt + 60_000, ...more };
}

describe.each(twins)('bans in $name', (twin) => {
  let stores: Stores;
  beforeAll(twin.open, 60_000);
  afterAll(twin.close);
  beforeEach(async () => void (stores = await startStores(twin.options())));
  afterEach(() => stores.close());

  it('finds a banned address at once, and no other', async () => {
    expect(await stores.bans.add(ban('192.0.2.1'))).toBe(true);
    expect(stores.bans.find(address('192.0.2.1'))).toMatchObject({ target: '192.0.2.1', reason: '10 offences' });
    expect(stores.bans.find(address('::ffff:192.0.2.1'))).toMatchObject({ target: '192.0.2.1' });
    expect(stores.bans.find(address('192.0.2.2'))).toBeUndefined();
    expect(stores.bans.find(address('2001:db8::1'))).toBeUndefined();
  });

  it('finds the addresses of banned networks', async () => {
    await stores.bans.add(ban('10.1.2.3/8'));
    await stores.bans.add(ban('203.0.113.128/25'));
    await stores.bans.add(ban('2001:db8:1::/48'));
    await stores.bans.add(ban('2001:db8:ffff:8000::/49'));
    for (const [text, target] of [
      ['10.255.255.255', '10.0.0.0/8'],
      ['203.0.113.200', '203.0.113.128/25'],
      ['2001:db8:1:ffff::1', '2001:db8:1::/48'],
      ['2001:db8:ffff:8001::', '2001:db8:ffff:8000::/49'],
    ] as const) {
      expect(stores.bans.find(address(text))).toMatchObject({ target });
    }
    for (const text of ['11.0.0.0', '203.0.113.127', '2001:db8:2::', '2001:db8:ffff:7fff::', '::a00:1']) {
      expect(stores.bans.find(address(text))).toBeUndefined();
    }
  });

  it('writes targets in canonical form', async () => {
    await stores.bans.add(ban('2001:DB8:0:0::1'));
    await stores.bans.add(ban('::ffff:192.0.2.7'));
    const { bans } = await stores.bans.list();
    expect(bans.map(({ target }) => target)).toEqual(['192.0.2.7', '2001:db8::1']);
    expect(await stores.bans.lift('2001:0db8::0001')).toBe(true);
    expect(stores.bans.find(address('2001:db8::1'))).toBeUndefined();
  });

  it.each(['', 'nobody', '1.2.3.4.5', '10.0.0.0/33', '0.0.0.0/0', '::/0', '1.2.3.4 ', '10.0.0.0/'])(
    'rejects %j as a target',
    async (target) => {
      await expect(stores.bans.add(ban(target))).rejects.toThrow(TypeError);
      await expect(stores.bans.lift(target)).rejects.toThrow(TypeError);
    },
  );

  it('extends a ban and never shortens it', async () => {
    const start = Date.now();
    await stores.bans.add(ban('192.0.2.1', { expiresAt: start + 60_000, reason: 'first' }));
    await stores.bans.add(ban('192.0.2.1', { expiresAt: start + 1000, reason: 'shorter' }));
    expect(stores.bans.find(address('192.0.2.1'))?.reason).toBe('first');
    await stores.bans.add(ban('192.0.2.1', { expiresAt: start + 120_000, reason: 'longer' }));
    expect(stores.bans.find(address('192.0.2.1'))?.reason).toBe('longer');
    expect((await stores.bans.list()).bans).toHaveLength(1);
  });

  it('ends a ban when it expires', async () => {
    await stores.bans.add(ban('192.0.2.1', { expiresAt: Date.now() + 150 }));
    await stores.bans.add(ban('198.51.100.0/24', { expiresAt: Date.now() + 150 }));
    expect(stores.bans.find(address('198.51.100.9'))).toBeDefined();
    await sleep(250);
    expect(stores.bans.find(address('192.0.2.1'))).toBeUndefined();
    expect(stores.bans.find(address('198.51.100.9'))).toBeUndefined();
    expect((await stores.bans.list()).bans).toEqual([]);
    expect(await stores.bans.lift('192.0.2.1')).toBe(false);
  });

  it('takes no ban that has expired already', async () => {
    expect(await stores.bans.add(ban('192.0.2.1', { expiresAt: Date.now() - 1 }))).toBe(false);
    expect(stores.bans.find(address('192.0.2.1'))).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])('rejects a ban until %s', async (expiresAt) => {
    await expect(stores.bans.add(ban('192.0.2.1', { expiresAt }))).rejects.toThrow(TypeError);
    expect(stores.bans.find(address('192.0.2.1'))).toBeUndefined();
  });

  it('lifts exactly the ban that is named', async () => {
    await stores.bans.add(ban('192.0.2.0/24'));
    await stores.bans.add(ban('192.0.2.1'));
    expect(await stores.bans.lift('192.0.2.1')).toBe(true);
    expect(stores.bans.find(address('192.0.2.1'))).toMatchObject({ target: '192.0.2.0/24' });
    expect(await stores.bans.lift('192.0.2.1')).toBe(false);
    expect(await stores.bans.lift('192.0.2.0/24')).toBe(true);
    expect(stores.bans.find(address('192.0.2.1'))).toBeUndefined();
  });

  it('lists every ban once, page by page', async () => {
    const targets = Array.from({ length: 25 }, (_, i) => `192.0.2.${i}`);
    for (const target of targets) await stores.bans.add(ban(target));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await stores.bans.list({ limit: 7, ...(cursor !== undefined && { cursor }) });
      expect(page.bans.length).toBeLessThanOrEqual(7);
      seen.push(...page.bans.map(({ target }) => target));
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual([...targets].sort());
  });

  it('keeps reasons as they are told, but for characters that forge log lines', async () => {
    await stores.bans.add(ban('192.0.2.1', { reason: 'a "b"\t+ - 1 2\nfake ü', source: 'manual' }));
    const found = stores.bans.find(address('192.0.2.1'));
    expect(found?.reason.includes('\n')).toBe(false);
    expect(found).toMatchObject({ source: 'manual', reason: expect.stringMatching(/^a "b".*fake ü$/) as string });
  });
});
