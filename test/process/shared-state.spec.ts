import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RedisServer, startRedis, until } from '../support/redis.js';

/** Seconds between two looks for bans, in place of 2. */
const POLL = 0.5;

interface Hammered {
  /** When each admitted request was sent, and when it was answered. */
  readonly admitted: readonly (readonly [sent: number, answered: number])[];
  readonly alone: number;
}

/** An instance in a process of its own, over the built package. */
class Instance {
  private calls = 0;

  private constructor(private readonly child: ChildProcess) {}

  static async start(url: string): Promise<Instance> {
    const child = fork(join(process.cwd(), 'test/process/shared-state.child.mjs'), [url, `${POLL}`]);
    await once(child, 'message');
    const instance = new Instance(child);
    await instance.is('up');
    return instance;
  }

  is(state: string): Promise<void> {
    return until(async () => (await this.call('ready')) === state, `the instance being ${state}`);
  }

  call<T>(verb: string, values: Record<string, unknown> = {}): Promise<T> {
    const id = ++this.calls;
    return new Promise((resolve) => {
      const hear = (message: { id: number; result: T }): void => {
        if (message.id !== id) return;
        this.child.off('message', hear);
        resolve(message.result);
      };
      this.child.on('message', hear);
      this.child.send({ id, verb, ...values });
    });
  }

  async stop(): Promise<number | null> {
    const gone = once(this.child, 'exit');
    void this.call('close');
    const [code] = (await gone) as [number | null];
    return code;
  }
}

describe('four processes over one Redis', () => {
  let server: RedisServer;
  let instances: Instance[];

  beforeAll(async () => {
    server = await startRedis();
    instances = await Promise.all(Array.from({ length: 4 }, () => Instance.start(server.url)));
  }, 60_000);

  afterAll(async () => {
    const codes = await Promise.all(instances.map((instance) => instance.stop()));
    await server.close();
    expect(codes).toEqual([0, 0, 0, 0]);
  });

  describe.each([false, true])('with fixed windows: %s', (fixed) => {
    it.each([2, 3, 4])('%i of them hammer one client: the limit is admitted, no more and no less', async (count) => {
      const rule = { name: 'default', limit: 250, window: 86_400, fixed };
      const hammer = { client: `192.0.${Number(fixed)}.${count}`, rule, count: 500 };
      const admitted = await Promise.all(
        instances.slice(0, count).map((instance) => instance.call<number>('hammer', hammer)),
      );
      expect(admitted.reduce((sum, one) => sum + one, 0)).toBe(250);
    });
  });

  /** All four hammer one client until then; every admitted request. */
  async function hammerUntil(client: string, rule: object, end: number): Promise<Hammered['admitted']> {
    const hammered = await Promise.all(
      instances.map((instance) => instance.call<Hammered>('hammerUntil', { client, rule, end })),
    );
    expect(hammered.map(({ alone }) => alone)).toEqual([0, 0, 0, 0]);
    return hammered.flatMap(({ admitted }) => admitted);
  }

  it('exhaust fixed windows, one after the other: each holds the limit exactly', async () => {
    const rule = { name: 'default', limit: 40, window: 1, fixed: true };
    const start = Math.ceil(Date.now() / 1000) * 1000 + 100;
    await sleep(start - Date.now());
    const admitted = await hammerUntil('192.0.2.8', rule, start + 4600);
    const windows = new Map<number, number>();
    for (const [sent, answered] of admitted) {
      const window = Math.floor(sent / 1000);
      // What was under way at the edge may belong to either.
      if (window === Math.floor(answered / 1000)) windows.set(window, (windows.get(window) ?? 0) + 1);
    }
    expect(Math.max(...windows.values())).toBeLessThanOrEqual(40);
    expect(windows.size).toBeGreaterThanOrEqual(4);
    expect(admitted).toHaveLength(40 * windows.size);
  });

  it('hammer a sliding window for four of its lengths: no window holds more than the bound that is derived', async () => {
    const rule = { name: 'default', limit: 40, window: 1 };
    const admitted = await hammerUntil('192.0.2.9', rule, Date.now() + 4000);
    // What was surely within a window that begins with a request: sent since, and answered before its end.
    const most = Math.max(
      ...admitted.map(
        ([, start]) => admitted.filter(([sent, answered]) => sent >= start && answered < start + 1000).length,
      ),
    );
    expect(most).toBeLessThanOrEqual(2 * 40 - 2);
    expect(admitted.length).toBeGreaterThanOrEqual(4 * 40 * 0.9);
    expect(admitted.length).toBeLessThanOrEqual(5 * 40);
  });

  /** Bans so many addresses in the first and lifts them again; milliseconds until each held or ended in all others. */
  async function spread(network: string, count: number): Promise<{ bans: number[]; lifts: number[] }> {
    const [first, ...others] = instances as [Instance, ...Instance[]];
    const delays = { bans: [] as number[], lifts: [] as number[] };
    for (let i = 0; i < count; i++) {
      const target = `${network}.${i}`;
      for (const [act, seen, list] of [
        ['ban', 'banned', delays.bans],
        ['lift', 'free', delays.lifts],
      ] as const) {
        const waiting = others.map((other) => other.call<number | undefined>(seen, { target, milliseconds: 5000 }));
        const at = await first.call<number>(act, { target });
        for (const found of await Promise.all(waiting)) list.push((found ?? Infinity) - at);
      }
    }
    for (const list of [delays.bans, delays.lifts]) list.sort((a, b) => a - b);
    return delays;
  }

  const p99 = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length * 0.99)] as number;

  it('a ban in one holds in the others within a second, and so does its end', async () => {
    const { bans, lifts } = await spread('198.51.100', 120);
    console.info(`p99 of 120 bans and lifts until they hold in 3 other processes: ${p99(bans)} ms, ${p99(lifts)} ms`);
    expect(Math.max(...bans, ...lifts)).toBeLessThan(1000);
  }, 60_000);

  describe.each<[how: string, cut: (server: RedisServer) => Promise<unknown>]>([
    ['is not allowed', ({ look }) => look.call('ACL', 'SETUSER', 'default', 'resetchannels')],
    ['breaks again and again', async () => undefined],
  ])('where pub/sub %s', (_how, cut) => {
    let killing: NodeJS.Timeout;
    beforeAll(async () => {
      await cut(server);
      const kill = (): void => void server.look.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      kill();
      killing = setInterval(kill, 2);
    });
    afterAll(async () => {
      clearInterval(killing);
      await server.look.call('ACL', 'SETUSER', 'default', 'allchannels');
      await Promise.all(instances.map((instance) => instance.is('up')));
    });

    it('a ban in one holds in the others within the interval of the poll, and so does its end', async () => {
      const { bans, lifts } = await spread('203.0.113', 5);
      console.info(
        `longest of 5 bans and lifts by the poll every ${POLL * 1000} ms: ${bans.at(-1)} ms, ${lifts.at(-1)} ms`,
      );
      // The interval, and what a busy machine adds.
      expect(Math.max(...bans, ...lifts)).toBeLessThan(POLL * 1000 + 1000);
    }, 60_000);
  });
});
