import { systemClock } from '../../src/kernel/index.js';
import { type Address, parseAddress } from '../../src/net/index.js';
import { createStores, type Stores } from '../../src/stores/index.js';
import { RecordingLog } from '../support/log.js';
import { startCluster, startSentinel, until } from '../support/redis.js';
import { optionsOf } from './twins.js';

const RULES = [{ name: 'default', limit: 3, window: 60 }];
/** The deadline of 50 ms, and what a busy test machine may add. */
const LONGEST = 500;

async function slowest(stores: Stores, clients: readonly string[]): Promise<number> {
  let longest = 0;
  for (const client of clients) {
    const start = performance.now();
    expect(await stores.window.hit(client, RULES)).toMatchObject({ admitted: true });
    longest = Math.max(longest, performance.now() - start);
  }
  return longest;
}

const clients = (network: string): string[] => Array.from({ length: 60 }, (_, i) => `${network}.${i}`);

describe('failover', () => {
  it('to the replica that a sentinel chooses: no request fails or waits, limits and bans are kept', async () => {
    const { client, master, replica, close } = await startSentinel();
    const log = new RecordingLog();
    const stores = createStores(optionsOf({ client, banPollInterval: 0.2 }), { clock: systemClock, log });
    try {
      await stores.start();
      await until(() => stores.health().state === 'up', 'the stores');
      for (let i = 0; i < 3; i++) await stores.window.hit('192.0.2.1', RULES);
      const now = Date.now();
      await stores.bans.add({
        target: '10.0.0.0/8',
        reason: 'x',
        source: 'manual',
        createdAt: now,
        expiresAt: now + 60_000,
      });
      await master.look.wait(1, 1000);
      await master.kill();

      expect(await slowest(stores, clients('198.51.100'))).toBeLessThan(LONGEST);
      expect(stores.bans.find(parseAddress('10.1.1.1') as Address)).toBeDefined();
      await until(() => stores.health().state === 'up', 'the new master', 20_000);
      expect(await replica.look.hlen('guard:1:{bans}:list')).toBe(1);
      expect(await stores.window.hit('192.0.2.1', RULES)).toMatchObject({ admitted: false });
      expect(await slowest(stores, clients('203.0.113'))).toBeLessThan(LONGEST);
      await until(
        async () => (await replica.look.exists('guard:1:w:{203.0.113.59}')) === 1,
        'a window on the new master',
      );
      expect(log.matching(/^warn/)).toHaveLength(1);
    } finally {
      await stores.close();
      await close();
    }
  }, 60_000);

  it('of a cluster that loses a node: no request fails or waits, and all is well when it is back', async () => {
    const { client, nodes, close } = await startCluster();
    const stores = createStores(optionsOf({ client, banPollInterval: 0.2 }), {
      clock: systemClock,
      log: new RecordingLog(),
    });
    try {
      await stores.start();
      await until(() => stores.health().state === 'up', 'the stores');
      await nodes[1]?.kill();
      expect(await slowest(stores, clients('198.51.100'))).toBeLessThan(LONGEST);
      await until(() => stores.health().state === 'down', 'the cluster noticing');
      expect(await slowest(stores, clients('198.51.101'))).toBeLessThan(LONGEST);
      await nodes[1]?.start();
      await until(() => stores.health().state === 'up', 'the cluster', 20_000);
      expect(await slowest(stores, clients('203.0.113'))).toBeLessThan(LONGEST);
    } finally {
      await stores.close();
      await close();
    }
  }, 60_000);
});
