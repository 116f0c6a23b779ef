import { type Cluster } from 'ioredis';
import { silentLog, systemClock } from '../../src/kernel/index.js';
import { type Address, parseAddress } from '../../src/net/index.js';
import { createStores, type Stores } from '../../src/stores/index.js';
import { clusterCli, nodeOf, type RedisServer, replicated, startCluster, until } from '../support/redis.js';
import { optionsOf } from './twins.js';

const LIMIT = 60;
const RULES = [
  { name: 'default', limit: LIMIT, window: 86_400 },
  { name: 'route:Cats.find', limit: 1000, window: 86_400, fixed: true },
];
const CLIENTS = Array.from({ length: 40 }, (_, i) => `198.51.100.${i}`);

/** Asks for all clients in turn until told to stop; what was admitted of each. */
class Load {
  readonly admitted = new Map<string, number>();
  readonly failed: unknown[] = [];
  asked = 0;
  private stopped = false;
  private readonly lanes: Promise<void>[];

  constructor(private readonly stores: readonly Stores[]) {
    this.lanes = stores.flatMap((one) => [this.run(one, 0), this.run(one, 20)]);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.lanes);
  }

  /** Every client asks for more than there is. */
  async exhaust(): Promise<void> {
    for (const client of CLIENTS) for (let i = 0; i <= LIMIT; i++) await this.ask(this.stores[0] as Stores, client);
  }

  private async run(stores: Stores, first: number): Promise<void> {
    for (let i = first; !this.stopped; i++) {
      await this.ask(stores, CLIENTS[i % CLIENTS.length] as string);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  private async ask(stores: Stores, client: string): Promise<void> {
    this.asked += 1;
    try {
      const { admitted } = await stores.window.hit(client, RULES);
      if (admitted) this.admitted.set(client, (this.admitted.get(client) ?? 0) + 1);
    } catch (error) {
      this.failed.push(error);
    }
  }
}

describe('a cluster that changes while requests run', () => {
  let cluster: { client: Cluster; nodes: RedisServer[]; close: () => Promise<void> };
  const opened: Stores[] = [];
  const clients: Cluster[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((stores) => stores.close()));
    for (const client of clients.splice(0)) client.disconnect();
    await cluster.close();
  });

  /** Instances with clients of their own, which learn of the changes one by one. */
  async function open(count: number): Promise<Stores[]> {
    for (let i = 0; i < count; i++) {
      const client = cluster.client.duplicate().on('error', () => undefined);
      clients.push(client);
      const stores = createStores(optionsOf({ client, commandTimeout: 3, onFailure: 'closed' }), {
        clock: systemClock,
        log: silentLog,
      });
      opened.push(stores);
      await stores.start();
    }
    await until(() => opened.every((stores) => stores.health().state === 'up'), 'the instances');
    return opened;
  }

  const ban = (stores: Stores, target: string): Promise<boolean> =>
    stores.bans.add({ target, reason: 'x', source: 'manual', createdAt: Date.now(), expiresAt: Date.now() + 600_000 });

  it('loses no request, no count and no ban while all slots of a node move to the others', async () => {
    cluster = await startCluster();
    const [one, two] = (await open(2)) as [Stores, Stores];
    const leaving = await nodeOf(cluster.client, cluster.nodes, `{${CLIENTS[0]}}`);
    const load = new Load(opened);
    await until(() => load.asked > 400, 'some requests');
    const id = String(await leaving.look.cluster('MYID'));
    const before = load.asked;
    const moved = clusterCli('rebalance', `127.0.0.1:${leaving.port}`, '--cluster-weight', `${id}=0`);
    for (let i = 0; i < 100; i++) await ban(i % 2 ? one : two, `10.0.0.${i}`);
    await moved;
    expect(load.asked - before).toBeGreaterThan(100);
    await load.stop();
    await load.exhaust();

    expect(load.failed).toEqual([]);
    expect(opened.map((stores) => stores.health().counters.fallbacks)).toEqual([0, 0]);
    expect([...load.admitted.values()]).toEqual(CLIENTS.map(() => LIMIT));
    expect(await leaving.look.dbsize()).toBe(0);
    for (const stores of opened) {
      await until(() => stores.bans.find(parseAddress('10.0.0.99') as Address), 'the last ban');
      expect((await stores.bans.list({ limit: 200 })).bans).toHaveLength(100);
    }
    expect(await cluster.client.hlen('guard:1:{bans}:list')).toBe(100);
  }, 90_000);

  it('keeps counts and bans when a replica takes over on demand', async () => {
    cluster = await startCluster(1);
    const [one] = (await open(2)) as [Stores];
    const master = await nodeOf(cluster.client, cluster.nodes, `{${CLIENTS[0]}}`);
    const load = new Load(opened);
    await until(() => load.asked > 400, 'some requests');
    await ban(one, '10.0.0.1');
    await replicated(master);
    const id = String(await master.look.cluster('MYID'));
    const nodes = String(await master.look.cluster('NODES'));
    const line = nodes.split('\n').find((text) => text.includes(`slave ${id}`)) ?? '';
    const replica = cluster.nodes.find(({ port }) => line.includes(`:${port}@`)) as RedisServer;
    await replica.look.cluster('FAILOVER');
    await until(async () => (await replica.look.info('replication')).includes('role:master'), 'the failover');
    const after = load.asked;
    await until(() => load.asked > after + 400, 'more requests', 30_000);
    await load.stop();
    await load.exhaust();

    expect(load.failed).toEqual([]);
    expect([...load.admitted.values()]).toEqual(CLIENTS.map(() => LIMIT));
    for (const stores of opened) expect(stores.bans.find(parseAddress('10.0.0.1') as Address)).toBeDefined();
  }, 90_000);
});
