import { silentLog } from '../../../src/kernel/index.js';
import { type Address, parseAddress } from '../../../src/net/index.js';
import { createStores, MemoryOptions } from '../../../src/stores/index.js';
import { clientsWithin } from '../../../src/stores/memory-bounds.js';
import { MemoryWindowStore } from '../../../src/stores/window/index.js';
import { HandClock } from '../../support/clock.js';

const LIMIT = [{ name: 'default', limit: 2, window: 60 }];
const newcomer = (i: number): string => `2001:db8:${(i >> 16).toString(16)}:${(i & 0xffff).toString(16)}::/64`;

describe('a flood of new addresses', () => {
  it('resets nobody who comes again before as many newcomers as fit, and costs an attacker that many each time', () => {
    const store = new MemoryWindowStore(new HandClock(), 1000);
    let next = 0;
    const flood = (count: number): void => {
      for (let i = 0; i < count; i++) store.hit(newcomer(next++), LIMIT);
    };
    store.hit('198.51.100.7', LIMIT, 2);
    for (let round = 0; round < 10; round++) {
      flood(999);
      expect(store.hit('198.51.100.7', LIMIT).admitted).toBe(false);
    }
    expect(store.size).toBe(1000);
    flood(1000);
    expect(store.hit('198.51.100.7', LIMIT).admitted).toBe(true);
  });

  it('ends no ban, however many come', async () => {
    const clock = new HandClock();
    const memory = Object.assign(new MemoryOptions(), { maxClients: 1000 });
    const { bans, window, counters } = createStores(undefined, { clock, log: silentLog, memory });
    const expiresAt = clock.now() + 3_600_000;
    await bans.add({ target: '198.51.100.7', reason: 'fraud', source: 'manual', createdAt: clock.now(), expiresAt });
    for (let i = 0; i < 5000; i++) {
      void window.hit(newcomer(i), LIMIT);
      void counters.add(newcomer(i), ['total'], 60);
    }
    expect(bans.find(parseAddress('198.51.100.7') as Address)?.reason).toBe('fraud');
  });
});

describe('the bounds of memory', () => {
  const within = (over: Partial<MemoryOptions>): number => clientsWithin(Object.assign(new MemoryOptions(), over));

  it('are a count and bytes, whichever is less', () => {
    expect(within({})).toBe(100_000);
    expect(within({ maxClients: 5000 })).toBe(5000);
    expect(within({ maxBytes: 1_048_576 })).toBe(4228);
    expect(within({ maxClients: 10_000_000, maxBytes: 248_000_000 })).toBe(1_000_000);
  });

  it('hold: what is counted takes no more bytes than they allow', () => {
    const before = process.memoryUsage().arrayBuffers;
    const memory = Object.assign(new MemoryOptions(), { maxClients: 10_000_000, maxBytes: 40_000_000 });
    const stores = createStores(undefined, { clock: new HandClock(), log: silentLog, memory });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThanOrEqual(40_000_000);
    expect(stores.health().kind).toBe('memory');
  });
});
