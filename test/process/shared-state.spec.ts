import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type RedisServer, startRedis, until } from '../support/redis.js';

/** An instance in a process of its own, over the built package. */
class Instance {
  private calls = 0;

  private constructor(private readonly child: ChildProcess) {}

  static async start(url: string): Promise<Instance> {
    const child = fork(join(process.cwd(), 'test/process/shared-state.child.mjs'), [url]);
    await once(child, 'message');
    const instance = new Instance(child);
    await until(async () => (await instance.call('ready')) === 'up', 'the instance');
    return instance;
  }

  call(verb: string, values: Record<string, unknown> = {}): Promise<unknown> {
    const id = ++this.calls;
    return new Promise((resolve) => {
      const hear = (message: { id: number; result: unknown }): void => {
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

  it.each([2, 3, 4])('%i of them hammer one client: the limit is admitted, no more and no less', async (count) => {
    const admitted = await Promise.all(
      instances
        .slice(0, count)
        .map((instance) => instance.call('hammer', { client: `192.0.2.${count}`, limit: 250, count: 500 })),
    );
    expect((admitted as number[]).reduce((sum, one) => sum + one, 0)).toBe(250);
  });

  it('a ban in one holds in the others within a second', async () => {
    const [first, ...others] = instances;
    for (let i = 0; i < 50; i++) {
      const target = `198.51.100.${i}`;
      await first?.call('ban', { target });
      const found = await Promise.all(
        others.map((instance) => instance.call('banned', { target, milliseconds: 1000 })),
      );
      expect(found).toEqual([true, true, true]);
    }
  });
});
