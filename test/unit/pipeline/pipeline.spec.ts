import { setImmediate } from 'node:timers/promises';
import { type SecurityEvent, type Step, StoreUnavailableError, type Verdict } from '../../../src/kernel/index.js';
import { Pipeline } from '../../../src/pipeline/index.js';
import { Offences } from '../../../src/policies/ban/index.js';
import { BanOptions } from '../../../src/policies/ban/index.js';
import { createStores } from '../../../src/stores/index.js';
import { RefusalLog } from '../../../src/telemetry/events/index.js';
import { HandClock } from '../../support/clock.js';
import { exchangeOf } from '../../support/exchange.js';
import { RecordingLog } from '../../support/log.js';

const VERDICT: Verdict = { check: 'ip', status: 403, reason: 'denied', event: 'ip_blocked', rule: 'ip' };
const pass: Step = { check: 'ban', run: () => undefined };
const refuse: Step = { check: 'ip', run: () => VERDICT };
const refuseLater: Step = { check: 'ip', run: () => Promise.resolve(VERDICT) };
const passLater: Step = { check: 'rateLimit', run: () => Promise.resolve(undefined) };
const throwing = (error: unknown): Step => ({
  check: 'rateLimit',
  run: () => {
    throw error;
  },
});
const rejecting = (error: Error): Step => ({ check: 'rateLimit', run: () => Promise.reject(error) });

function setUp(mode: 'enforce' | 'monitor' = 'enforce', failMode: 'closed' | 'open' = 'closed') {
  const clock = new HandClock();
  const log = new RecordingLog();
  const events: SecurityEvent[] = [];
  const sink = { record: (event: SecurityEvent) => void events.push(event) };
  const stores = createStores(undefined, { clock, log });
  const options = Object.assign(new BanOptions(), { threshold: 2 });
  const offences = new Offences({
    options,
    bans: stores.bans,
    counters: stores.counters,
    events: sink,
    clock,
    ipv6Prefix: 64,
  });
  const refusals = new RefusalLog(log, clock, new Set());
  const pipeline = new Pipeline({ mode, failMode, offences, events: sink, refusals, clock, log });
  return { pipeline, events, log, clock, stores, exchange: exchangeOf({}, clock.monotonic()) };
}

describe('Pipeline', () => {
  it('answers without a promise where no step asks a store', () => {
    const { pipeline, exchange } = setUp();
    expect(pipeline.run(exchange, [pass, pass])).toBeUndefined();
    expect(pipeline.run(exchange, [pass, refuse, throwing(new Error('never reached'))])).toBe(VERDICT);
  });

  it('goes on after a promise, in order, and stops at the first refusal', async () => {
    const { pipeline, exchange, events } = setUp();
    await expect(pipeline.run(exchange, [passLater, pass, refuseLater, refuse])).resolves.toBe(VERDICT);
    expect(events).toHaveLength(1);
    expect(exchange.verdict).toBe(VERDICT);
  });

  it('makes one event of one refusal, with its status and the request id', () => {
    const { pipeline, exchange, events } = setUp();
    void pipeline.run(exchange, [refuse]);
    expect(events).toEqual([
      expect.objectContaining({ type: 'ip_blocked', action: 'request_blocked', status: 403, ip: '203.0.113.9' }),
    ]);
    expect(events[0]?.metadata).toMatchObject({ check: 'ip', request_id: exchange.id, client_source: 'peer' });
  });

  it('in monitor mode lets pass, tells the first refusal only, and says logged_only', async () => {
    const { pipeline, exchange, events, log } = setUp('monitor');
    await expect(pipeline.run(exchange, [refuse, refuseLater, refuse])).resolves.toBeUndefined();
    expect(events.map(({ action }) => action)).toEqual(['logged_only']);
    expect(exchange.verdict).toBeUndefined();
    expect(exchange.wouldBe).toBe(VERDICT);
    expect(log.matching(/Would block/)).toHaveLength(1);
  });

  it('counts offences and bans at the threshold, once, also where more come meanwhile', async () => {
    const { pipeline, events, stores } = setUp();
    const offence: Step = { check: 'detection', run: () => ({ ...VERDICT, check: 'detection', offence: true }) };
    for (let i = 0; i < 4; i++) void pipeline.run(exchangeOf(), [offence]);
    await setImmediate();
    expect(events.filter(({ type }) => type === 'ip_banned')).toHaveLength(1);
    expect(stores.bans.find(exchangeOf().address!)).toMatchObject({ source: 'automatic', target: '203.0.113.9' });
  });

  it('has banned in memory when the answer of the offence goes out: the next request may have been read with it', () => {
    const { pipeline, stores } = setUp();
    const offence: Step = { check: 'detection', run: () => ({ ...VERDICT, check: 'detection', offence: true }) };
    for (let i = 0; i < 2; i++) void pipeline.run(exchangeOf(), [offence]);
    expect(stores.bans.find(exchangeOf().address!)).toBeDefined();
  });

  it('answers a refusal without waiting for its offence, and tells when all are counted', async () => {
    const { log, clock, exchange } = setUp();
    const counted: (() => void)[] = [];
    const offences = { record: () => new Promise<boolean>((resolve) => counted.push(() => resolve(false))) };
    const verdict: Verdict = { ...VERDICT, check: 'detection', offence: true };
    const pipeline = new Pipeline({
      ...{ mode: 'enforce', failMode: 'closed', offences, events: { record: () => undefined }, clock, log },
      refusals: new RefusalLog(log, clock, new Set()),
    });
    expect(pipeline.run(exchange, [{ check: 'detection', run: () => verdict }])).toBe(verdict);
    let settled = false;
    const end = pipeline.settled().then(() => (settled = true));
    await setImmediate();
    expect(settled).toBe(false);
    counted.forEach((done) => done());
    await end;
  });

  it.each([
    ['throws', throwing(new Error('secret detail'))],
    ['rejects', rejecting(new Error('secret detail'))],
  ])(
    'a step that %s refuses with 500 where the fail mode is closed, and is passed over where it is open',
    async (_how, step) => {
      const closed = setUp('enforce', 'closed');
      expect(await closed.pipeline.run(closed.exchange, [step, pass])).toMatchObject({
        check: 'rateLimit',
        status: 500,
      });
      const open = setUp('enforce', 'open');
      expect(await open.pipeline.run(open.exchange, [step, refuse])).toBe(VERDICT);
    },
  );

  it('refuses with 503 while a store is down that must not be, whatever the fail mode', async () => {
    const { pipeline, exchange } = setUp('enforce', 'open');
    const step = rejecting(new StoreUnavailableError('window'));
    expect(await pipeline.run(exchange, [step])).toMatchObject({ status: 503, retryAfter: 5 });
  });

  it('logs a failing check once, and its recovery once', () => {
    const { pipeline, log } = setUp('enforce', 'open');
    const failing = throwing(new Error('down'));
    const working: Step = { check: 'rateLimit', run: () => undefined };
    for (const step of [failing, failing, failing, working, working]) void pipeline.run(exchangeOf(), [step]);
    expect(log.matching(/rateLimit fails/)).toHaveLength(1);
    expect(log.matching(/rateLimit works again/)).toHaveLength(1);
  });
});

describe('RefusalLog', () => {
  it('writes ten lines a second at most, and says how many it left out', () => {
    const { pipeline, log, clock } = setUp();
    for (let i = 0; i < 50; i++) void pipeline.run(exchangeOf(), [refuse]);
    expect(log.matching(/Blocked/)).toHaveLength(10);
    clock.advance(1000);
    void pipeline.run(exchangeOf(), [refuse]);
    expect(log.lines.at(-1)).toContain('40 refusals before it');
  });

  it('makes what came from the client fit for one line', () => {
    const { pipeline, log } = setUp();
    void pipeline.run(exchangeOf({ target: '/a\r\nBlocked nobody', method: 'GET' }), [refuse]);
    expect(log.lines).toHaveLength(1);
    expect(log.lines[0]).not.toMatch(/[\r\n]/);
  });
});
