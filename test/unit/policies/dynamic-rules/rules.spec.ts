import { jest } from '@jest/globals';
import fc from 'fast-check';
import { type RuleSet, type SecurityEvent } from '../../../../src/kernel/index.js';
import { parseAddress } from '../../../../src/net/index.js';
import { readRules, RuleBook } from '../../../../src/policies/dynamic-rules/index.js';
import { createStores } from '../../../../src/stores/index.js';
import { HandClock } from '../../../support/clock.js';
import { RecordingLog } from '../../../support/log.js';

/** An answer with the protocol's defaults. */
const DEFAULTS = {
  rule_id: 'default-rule',
  version: 1,
  timestamp: '2026-01-02T03:04:05Z',
  expires_at: null,
  ttl: 300,
  ip_blacklist: [],
  ip_whitelist: [],
  ip_ban_duration: 3600,
  blocked_countries: [],
  whitelist_countries: [],
  global_rate_limit: null,
  global_rate_window: null,
  endpoint_rate_limits: {},
  blocked_cloud_providers: [],
  blocked_user_agents: [],
  suspicious_patterns: [],
  enable_penetration_detection: null,
  enable_ip_banning: null,
  enable_rate_limiting: null,
  enable_rate_limit_auto_ban: null,
  auto_ban_threshold: null,
  auto_ban_duration: null,
  emergency_mode: false,
  emergency_whitelist: [],
  emergency_whitelist_only: false,
  message: null,
};

describe('readRules', () => {
  it('reads the defaults as rules that change nothing', () => {
    expect(readRules(DEFAULTS)).toMatchObject({
      rules: { id: 'default-rule', version: 1, ban: [], unban: [], userAgents: [], emergency: false, unsupported: [] },
    });
  });

  it('reads an empty object like the defaults', () => {
    const [defaults, empty] = [readRules(DEFAULTS), readRules({})];
    expect(empty).toEqual(defaults);
  });

  it('names what is set and not applied', () => {
    expect(readRules({ ...DEFAULTS, blocked_countries: ['XX'], suspicious_patterns: ['a'] })).toMatchObject({
      rules: { unsupported: ['blocked_countries', 'suspicious_patterns'] },
    });
  });

  it.each<[what: string, change: object]>([
    ['an address that is none', { ip_blacklist: ['10.0.0.1', 'home'] }],
    ['the whole internet', { ip_blacklist: ['0.0.0.0/0'] }],
    ['a list that is a text', { ip_whitelist: '10.0.0.1' }],
    ['a limit of nothing', { global_rate_limit: 0 }],
    ['half a second', { global_rate_window: 0.5 }],
    ['an endpoint without a slash', { endpoint_rate_limits: { login: [1, 60] } }],
    ['an endpoint with one number', { endpoint_rate_limits: { '/login': [1] } }],
    ['a pattern that is none', { blocked_user_agents: ['('] }],
    ['an empty pattern, which matches everybody', { blocked_user_agents: [''] }],
    ['a switch that is a word', { enable_ip_banning: 'yes' }],
    ['a threshold of nothing', { auto_ban_threshold: 0 }],
    ['a time that is none', { expires_at: 'tomorrow' }],
    ['a version that is a text', { version: '2' }],
    ['a very long id', { rule_id: 'x'.repeat(501) }],
    ['a ban for ever', { ip_ban_duration: 1e12 }],
  ])('refuses the whole set for %s', (_what, change) => {
    expect(readRules({ ...DEFAULTS, ip_blacklist: ['10.0.0.1'], ...change })).toHaveProperty('problems');
  });

  it.each([[null], [[]], ['rules'], [7], [true]])('refuses %p', (raw) =>
    expect(readRules(raw)).toHaveProperty('problems'),
  );

  it('never throws, whatever the platform sends', () => {
    const fields = Object.keys(DEFAULTS);
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...fields, '__proto__', 'x'), fc.jsonValue()), (raw) => {
        const read = readRules(raw);
        expect('rules' in read || read.problems.length > 0).toBe(true);
      }),
    );
  });

  it("takes the times of the family's own form", () => {
    expect(readRules({ ...DEFAULTS, expires_at: '2026-01-02 03:04:05.678+00:00' })).toMatchObject({
      rules: { expiresAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678) },
    });
  });
});

function setUp() {
  const clock = new HandClock();
  const log = new RecordingLog();
  const applied: (RuleSet | undefined)[] = [];
  const events: SecurityEvent[] = [];
  const stores = createStores(undefined, { clock, log });
  const book = new RuleBook({
    bans: stores.bans,
    events: { record: (event) => void events.push(event) },
    clock,
    log,
    apply: (rules) => void applied.push(rules),
  });
  const isBanned = (ip: string): boolean => stores.bans.find(parseAddress(ip)!) !== undefined;
  return { clock, log, applied, events, book, isBanned };
}

describe('RuleBook', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('applies a version once, and then only a higher one or another id', async () => {
    const { book, applied } = setUp();
    for (const change of [
      { version: 2 },
      { version: 2 },
      { version: 1 },
      { version: 3 },
      { rule_id: 'other', version: 1 },
    ]) {
      await book.accept({ ...DEFAULTS, ...change });
    }
    expect(applied.map((rules) => `${rules?.id} ${rules?.version}`)).toEqual([
      'default-rule 2',
      'default-rule 3',
      'other 1',
    ]);
  });

  it('changes nothing for an answer that is empty, invalid or expired, and says the same thing once', async () => {
    const { book, applied, log } = setUp();
    for (const raw of [undefined, null, {}, [], { version: -1 }, { version: -1 }, 'no rules']) await book.accept(raw);
    const expired = { ...DEFAULTS, expires_at: '2020-01-01T00:00:00Z' };
    await book.accept(expired);
    await book.accept(expired);
    expect(applied).toEqual([]);
    expect(log.matching(/version must be/)).toHaveLength(1);
    expect(log.matching(/expired already/)).toHaveLength(1);
    expect(book.state).toMatchObject({ id: null, invalid: 3 });
  });

  it('bans and lifts as the rules say, and leaves bans to their own end', async () => {
    const { book, isBanned, clock } = setUp();
    await book.accept({ ...DEFAULTS, ip_blacklist: ['198.51.100.7', '203.0.113.0/24'], ip_ban_duration: 100 });
    expect([isBanned('198.51.100.7'), isBanned('203.0.113.200'), isBanned('198.51.100.8')]).toEqual([
      true,
      true,
      false,
    ]);
    await book.accept({ ...DEFAULTS, version: 2, ip_whitelist: ['198.51.100.7'] });
    expect([isBanned('198.51.100.7'), isBanned('203.0.113.200')]).toEqual([false, true]);
    clock.advance(100_000);
    expect(isBanned('203.0.113.200')).toBe(false);
  });

  it('ends rules exactly when they expire, and does not take the same version again', async () => {
    const { book, applied, clock } = setUp();
    const rules = { ...DEFAULTS, expires_at: new Date(clock.now() + 60_000).toISOString(), emergency_mode: true };
    await book.accept(rules);
    jest.advanceTimersByTime(59_999);
    expect(applied).toHaveLength(1);
    clock.advance(60_000);
    jest.advanceTimersByTime(1);
    expect(applied.at(-1)).toBeUndefined();
    await book.accept(rules);
    expect(applied).toHaveLength(2);
  });

  it('tells of an emergency when it begins, and not again while it lasts', async () => {
    const { book, events } = setUp();
    await book.accept({ ...DEFAULTS, emergency_mode: true });
    await book.accept({ ...DEFAULTS, emergency_mode: true, version: 2 });
    await book.accept({ ...DEFAULTS, version: 3 });
    await book.accept({ ...DEFAULTS, emergency_mode: true, version: 4 });
    expect(events.filter(({ type }) => type === 'emergency_mode_activated')).toHaveLength(2);
  });

  it('warns of fields that it does not apply', async () => {
    const { book, log } = setUp();
    await book.accept({ ...DEFAULTS, blocked_cloud_providers: ['AWS'] });
    expect(log.matching(/does not apply blocked_cloud_providers/)).toHaveLength(1);
  });
});
