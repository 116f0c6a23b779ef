import fc from 'fast-check';
import { silentLog } from '../../../src/kernel/index.js';
import { type Address, parseAddress, parseNetwork } from '../../../src/net/index.js';
import { type Ban, MemoryBanStore } from '../../../src/stores/bans/index.js';
import { MemoryCounterStore } from '../../../src/stores/counters/index.js';
import { MemoryWindowStore } from '../../../src/stores/window/index.js';
import { HandClock } from '../../support/clock.js';
import { RecordingLog } from '../../support/log.js';

const address = (text: string): Address => parseAddress(text) as Address;
const one = [{ name: 'default', limit: 1, window: 60 }];

describe('windows in memory', () => {
  it('answer at once, without a promise', () => {
    const store = new MemoryWindowStore(new HandClock(), 10);
    expect(store.hit('192.0.2.1', one)).not.toBeInstanceOf(Promise);
  });

  it('admit a client that waits exactly as told', () => {
    const clock = new HandClock();
    const store = new MemoryWindowStore(clock, 10);
    const rules = [{ name: 'a', limit: 5, window: 60 }];
    for (let i = 0; i < 5; i++) {
      store.hit('192.0.2.1', rules);
      clock.advance(1000);
    }
    const { admitted, retryIn } = store.hit('192.0.2.1', rules);
    expect({ admitted, retryIn }).toEqual({ admitted: false, retryIn: 55_000 });
    clock.advance(retryIn - 1);
    expect(store.hit('192.0.2.1', rules).admitted).toBe(false);
    clock.advance(1);
    expect(store.hit('192.0.2.1', rules).admitted).toBe(true);
  });

  it('hold at most as many clients as they may, and forget the least recently seen', () => {
    const store = new MemoryWindowStore(new HandClock(), 100);
    store.hit('first', one);
    for (let i = 0; i < 99; i++) store.hit(`client ${i}`, one);
    expect(store.hit('first', one).admitted).toBe(false); // seen, though refused
    store.hit('one more', one);
    expect(store.size).toBe(100);
    expect(store.hit('first', one).admitted).toBe(false);
    expect(store.hit('client 0', one).admitted).toBe(true);
  });

  it('give back what has run out', () => {
    const clock = new HandClock();
    const store = new MemoryWindowStore(clock, 1000);
    for (let i = 0; i < 1000; i++) store.hit(`client ${i}`, one);
    clock.advance(60_000);
    for (let i = 0; i < 500; i++) store.hit('somebody', one);
    expect(store.size).toBe(1);
  });

  it('keep the rules of one request apart, also where they push each other out', () => {
    const rules = ['a', 'b', 'c'].map((name) => ({ name, limit: 2, window: 60 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.nat(40_000)), { maxLength: 100 }), (steps) => {
        const clock = new HandClock();
        const store = new MemoryWindowStore(clock, 6);
        for (const [client, pause] of steps) {
          clock.advance(pause);
          const { admitted, states } = store.hit(`${client}`, rules);
          expect(new Set(states.map(({ remaining }) => remaining)).size).toBe(1);
          expect(states[0]?.remaining).toBeLessThanOrEqual(admitted ? 1 : 0);
        }
        expect(store.size).toBeLessThanOrEqual(6);
      }),
    );
  });
});

describe('counters in memory', () => {
  it('start again a window after the first increment', () => {
    const clock = new HandClock();
    const store = new MemoryCounterStore(clock, 10);
    expect(store.add('a', ['x'], 60)).toEqual([1]);
    clock.advance(59_999);
    expect(store.add('a', ['x'], 60)).toEqual([2]);
    clock.advance(1);
    expect(store.add('a', ['x'], 60)).toEqual([1]);
  });

  it('are bounded, and give back what has ended', () => {
    const clock = new HandClock();
    const store = new MemoryCounterStore(clock, 100);
    for (let i = 0; i < 1000; i++) store.add(`client ${i}`, ['x'], 60);
    expect(store.size).toBe(100);
    clock.advance(60_000);
    for (let i = 0; i < 100; i++) store.add(`other ${i}`, ['x'], 60);
    expect(store.size).toBe(100);
    clock.advance(60_000);
    for (let i = 0; i < 60; i++) store.add(`third ${i}`, ['x'], 60);
    expect(store.size).toBeLessThanOrEqual(60);
  });
});

describe('counters in memory beside Redis', () => {
  const setUp = () => {
    const clock = new HandClock();
    return { clock, store: new MemoryCounterStore(clock, 10) };
  };

  it('know what is under way at once, and what Redis said with what is still under way', () => {
    const { store } = setUp();
    expect(store.known('a', ['x', 'y'])).toEqual([0, 0]);
    store.expect('a', ['x', 'y'], 60);
    store.expect('a', ['x'], 60);
    expect(store.known('a', ['x', 'y'])).toEqual([2, 1]);
    store.learn('a', ['x', 'y'], [8, 1]); // others have counted seven
    expect(store.known('a', ['x', 'y'])).toEqual([9, 1]);
    store.learn('a', ['x'], [9]);
    expect(store.known('a', ['x', 'y'])).toEqual([9, 1]);
  });

  it('believe Redis where it knows less: the client was forgotten elsewhere', () => {
    const { store } = setUp();
    for (let i = 1; i <= 5; i++) {
      store.expect('a', ['x'], 60);
      store.learn('a', ['x'], [i]);
    }
    store.expect('a', ['x'], 60);
    store.learn('a', ['x'], [1]);
    expect(store.known('a', ['x'])).toEqual([1]);
  });

  it('go on from what is known where Redis does not answer', () => {
    const { store } = setUp();
    store.expect('a', ['x'], 60);
    store.learn('a', ['x'], [6]);
    store.expect('a', ['x'], 60);
    store.learn('a', ['x']);
    expect(store.add('a', ['x'], 60)).toEqual([8]);
  });

  it('take no answer for what they have forgotten meanwhile', () => {
    const { store } = setUp();
    store.expect('a', ['x'], 60);
    store.reset('a');
    store.learn('a', ['x'], [7]);
    expect(store.known('a', ['x'])).toEqual([0]);
    store.add('a', ['x'], 60);
    store.learn('a', ['x'], [7]);
    expect(store.known('a', ['x'])).toEqual([1]);
  });

  it('know nothing of a window that has ended', () => {
    const { store, clock } = setUp();
    store.add('a', ['x'], 60);
    clock.advance(60_000);
    expect(store.known('a', ['x'])).toEqual([0]);
  });
});

describe('bans in memory', () => {
  const make = (target: string, seconds: number, clock: HandClock, source: Ban['source'] = 'automatic'): Ban => ({
    target,
    reason: 'test',
    source,
    createdAt: clock.now(),
    expiresAt: clock.now() + seconds * 1000,
  });
  const nth = (i: number): string => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;

  it('cannot be pushed out: at the bound new automatic bans are turned down, once in the log, and others still find room', async () => {
    const clock = new HandClock();
    const log = new RecordingLog();
    const store = new MemoryBanStore(clock, log, 1000);
    await store.add(make('192.0.2.1', 60, clock));
    let made = 1;
    for (let i = 0; i < 5000; i++) if (await store.add(make(nth(i), 60, clock))) made += 1;
    expect(made).toBe(900);
    expect(log.lines).toHaveLength(1);
    expect(store.find(address('192.0.2.1'))).toBeDefined();
    expect(await store.add(make('198.51.100.0/24', 60, clock, 'manual'))).toBe(true);
    expect(store.find(address('198.51.100.7'))).toBeDefined();
    clock.advance(60_000);
    expect(await store.add(make('203.0.113.1', 60, clock))).toBe(true);
    expect((await store.list()).bans).toHaveLength(1);
  });

  it('are not touched by a flood of clients that the counters forget', async () => {
    const clock = new HandClock();
    const bans = new MemoryBanStore(clock, silentLog, 10);
    const windows = new MemoryWindowStore(clock, 10);
    await bans.add(make('192.0.2.1', 60, clock));
    for (let i = 0; i < 100_000; i++) windows.hit(nth(i), one);
    expect(bans.find(address('192.0.2.1'))).toBeDefined();
  });

  it('find what a list of networks would find', async () => {
    const v4 = fc.integer({ min: 0, max: 7 }).map((n) => `10.0.${n}.${n * 9}`);
    const v6 = fc.integer({ min: 0, max: 7 }).map((n) => `2001:db8:${n}:8000::${n}`);
    const network = fc.oneof(
      fc.tuple(v4, fc.integer({ min: 1, max: 32 })).map(([base, prefix]) => `${base}/${prefix}`),
      fc.tuple(v6, fc.integer({ min: 1, max: 128 })).map(([base, prefix]) => `${base}/${prefix}`),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), network), { maxLength: 30 }),
        fc.array(fc.oneof(v4, v6)),
        async (steps, probes) => {
          const clock = new HandClock();
          const store = new MemoryBanStore(clock, silentLog, 1000);
          const held = new Set<string>();
          for (const [add, text] of steps) {
            const canonical = parseNetwork(text)?.text ?? '';
            if (add) await store.add(make(text, 60, clock));
            else await store.lift(text);
            if (add) held.add(canonical);
            else held.delete(canonical);
          }
          for (const probe of probes) {
            const expected = [...held].some((text) => {
              const { prefix = 0 } = parseNetwork(text) ?? {};
              return parseNetwork(`${probe}/${prefix}`)?.text === text;
            });
            expect(store.find(address(probe)) !== undefined).toBe(expected);
          }
          expect((await store.list({ limit: 1000 })).bans.map(({ target }) => target)).toEqual([...held].sort());
        },
      ),
    );
  });

  it('page through many without sorting them all', async () => {
    const clock = new HandClock();
    const store = new MemoryBanStore(clock, silentLog, 10_000);
    const targets = Array.from({ length: 3000 }, (_, i) => nth((i * 7919) % 3000)).sort();
    for (const target of targets.toReversed()) await store.add(make(target, 60, clock));
    const seen: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: Awaited<ReturnType<MemoryBanStore['list']>> = await store.list({ cursor, limit: 64 });
      seen.push(...page.bans.map(({ target }) => target));
      cursor = page.cursor;
    }
    expect(seen).toEqual(targets);
  });
});
