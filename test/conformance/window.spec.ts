import { setTimeout as sleep } from 'node:timers/promises';
import { type Stores, type WindowRule } from '../../src/stores/index.js';
import { startStores, twins } from './twins.js';

/** Asks again and again; what is asked may use something up, so only a few times. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 50; i++) {
    if (await holds()) return;
    await sleep(20);
  }
  throw new Error('it never came true');
}

describe.each(twins)('windows in $name', (twin) => {
  let stores: Stores;
  beforeAll(twin.open, 60_000);
  afterAll(twin.close);
  beforeEach(async () => void (stores = await startStores(twin.options())));
  afterEach(() => stores.close());

  const rule = (limit: number, window: number, name = 'default'): WindowRule => ({ name, limit, window });

  it('admits up to the limit, counts down, and then says how long to wait', async () => {
    const five = [rule(5, 60)];
    for (const remaining of [4, 3, 2, 1, 0]) {
      const { admitted, states, retryIn, refusedBy } = await stores.window.hit('192.0.2.1', five);
      expect({ admitted, retryIn, refusedBy, remaining: states[0]?.remaining }).toEqual({
        admitted: true,
        retryIn: 0,
        refusedBy: -1,
        remaining,
      });
      expect(states[0]?.resetIn).toBeGreaterThan(0);
      expect(states[0]?.resetIn).toBeLessThanOrEqual(60_000);
    }
    const refused = await stores.window.hit('192.0.2.1', five);
    expect(refused).toMatchObject({
      admitted: false,
      refusedBy: 0,
      states: [{ remaining: 0, resetIn: refused.retryIn }],
    });
    expect(refused.retryIn).toBeGreaterThan(0);
    expect(refused.retryIn).toBeLessThanOrEqual(60_000);
  });

  it('admits whoever waits as told, however often it asked in vain', async () => {
    const two = [rule(2, 1)];
    await stores.window.hit('192.0.2.1', two);
    await sleep(100);
    await stores.window.hit('192.0.2.1', two);
    let refused = await stores.window.hit('192.0.2.1', two);
    for (let i = 0; i < 20; i++) refused = await stores.window.hit('192.0.2.1', two);
    // Timers count from the start of the event loop's turn and may ring early; the promise counts from the answer.
    const end = performance.now() + refused.retryIn;
    while (performance.now() < end) await sleep(end - performance.now());
    expect(await stores.window.hit('192.0.2.1', two)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.1', two)).toMatchObject({ admitted: false });
  });

  it('charges all rules or none', async () => {
    const rules = [rule(10, 60, 'wide'), rule(2, 60, 'narrow')];
    await stores.window.hit('192.0.2.1', rules);
    await stores.window.hit('192.0.2.1', rules);
    const refused = await stores.window.hit('192.0.2.1', rules);
    expect(refused).toMatchObject({ admitted: false, refusedBy: 1, states: [{ remaining: 8 }, { remaining: 0 }] });
    const wide = await stores.window.hit('192.0.2.1', [rule(10, 60, 'wide')]);
    expect(wide.states[0]?.remaining).toBe(7);
  });

  it('names the rule that takes longest to admit again', async () => {
    const rules = [rule(1, 1, 'short'), rule(1, 60, 'long')];
    await stores.window.hit('192.0.2.1', rules);
    const refused = await stores.window.hit('192.0.2.1', rules);
    expect(refused.refusedBy).toBe(1);
    expect(refused.retryIn).toBe(refused.states[1]?.resetIn);
    expect(refused.states[0]?.resetIn).toBeLessThanOrEqual(1000);
  });

  it('counts clients and rules apart', async () => {
    const one = [rule(1, 60)];
    expect(await stores.window.hit('192.0.2.1', one)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.2', one)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('2001:db8::/64', one)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.1', [rule(1, 60, 'other')])).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.1', one)).toMatchObject({ admitted: false });
  });

  it('takes any text for a client or a rule', async () => {
    for (const text of ['__proto__', '', 'a b', '}{', '\u0000', '\ud800', 'ü'.repeat(300), "'; --", 'constructor']) {
      const one = [rule(1, 60, text)];
      expect(await stores.window.hit(text, one)).toMatchObject({ admitted: true });
      expect(await stores.window.hit(text, one)).toMatchObject({ admitted: false });
    }
  });

  it('refuses everything at a limit of 0', async () => {
    expect(await stores.window.hit('192.0.2.1', [rule(0, 60)])).toMatchObject({ admitted: false, retryIn: 60_000 });
  });

  it('follows a limit that is changed under way', async () => {
    for (let i = 0; i < 5; i++) await stores.window.hit('192.0.2.1', [rule(5, 60)]);
    expect(await stores.window.hit('192.0.2.1', [rule(3, 60)])).toMatchObject({ admitted: false });
    expect(await stores.window.hit('192.0.2.1', [rule(7, 60)])).toMatchObject({
      admitted: true,
      states: [{ remaining: 1 }],
    });
  });

  it('forgets a client on reset, and no other', async () => {
    const rules = [rule(1, 60, 'a'), rule(1, 60, 'b')];
    await stores.window.hit('192.0.2.1', rules);
    await stores.window.hit('192.0.2.2', rules);
    await stores.window.reset('192.0.2.1');
    expect(await stores.window.hit('192.0.2.1', rules)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.2', rules)).toMatchObject({ admitted: false });
  });

  it('never admits more than the limit of a crowd that comes at once', async () => {
    const rules = [rule(100, 60)];
    const answers = await Promise.all(Array.from({ length: 500 }, async () => stores.window.hit('192.0.2.1', rules)));
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(100);
  });

  it('takes from every limit what a request costs, all of it or nothing', async () => {
    const rules = [rule(10, 60, 'wide'), rule(7, 60, 'narrow')];
    expect(await stores.window.hit('192.0.2.1', rules, 5)).toMatchObject({
      admitted: true,
      states: [{ remaining: 5 }, { remaining: 2 }],
    });
    expect(await stores.window.hit('192.0.2.1', rules, 3)).toMatchObject({
      admitted: false,
      refusedBy: 1,
      states: [{ remaining: 5 }, { remaining: 2 }],
    });
    // What is cheaper still fits, though the dearer request was refused a moment ago.
    expect(await stores.window.hit('192.0.2.1', rules, 2)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.1', rules)).toMatchObject({ admitted: false });
    expect(await stores.window.hit('192.0.2.9', rules, 8)).toMatchObject({ admitted: false, retryIn: 60_000 });
  });

  it('admits a dear request again that waits as told', async () => {
    const ten = [rule(10, 1)];
    expect(await stores.window.hit('192.0.2.1', ten, 10)).toMatchObject({ admitted: true });
    const { retryIn } = await stores.window.hit('192.0.2.1', ten, 10);
    const end = performance.now() + retryIn;
    while (performance.now() < end) await sleep(end - performance.now());
    expect(await stores.window.hit('192.0.2.1', ten, 10)).toMatchObject({ admitted: true });
  });

  it('admits exactly the limit in a fixed window, of a crowd that comes at once, and then all of it anew', async () => {
    const fixed = [{ ...rule(100, 2), fixed: true }];
    const { states } = await stores.window.hit('192.0.2.7', fixed);
    await sleep((states[0]?.resetIn ?? 0) + 20); // to the begin of a window
    const answers = await Promise.all(Array.from({ length: 300 }, async () => stores.window.hit('192.0.2.1', fixed)));
    expect(answers.filter(({ admitted }) => admitted)).toHaveLength(100);
    const refused = answers.find(({ admitted }) => !admitted);
    expect(refused?.retryIn).toBeLessThanOrEqual(2000);
    await sleep((refused?.retryIn ?? 0) + 20);
    const later = await Promise.all(Array.from({ length: 100 }, async () => stores.window.hit('192.0.2.1', fixed)));
    expect(later.every(({ admitted }) => admitted)).toBe(true);
  });

  it('gives back what a request has cost, to that client alone and never more than it has used', async () => {
    const year = 31_536_000; // so that no fixed window ends under way
    const rules = [rule(5, 60, 'a'), { ...rule(4, year, 'b'), fixed: true }];
    stores.window.giveBack('192.0.2.3', rules, 1); // never seen: early, so that it is over when that client comes
    await stores.window.hit('192.0.2.1', rules, 4);
    await stores.window.hit('192.0.2.2', rules, 4);
    expect(await stores.window.hit('192.0.2.1', rules)).toMatchObject({ admitted: false });
    stores.window.giveBack('192.0.2.1', rules, 3);
    // Also of one that was refused a moment ago.
    await until(async () => (await stores.window.hit('192.0.2.1', rules)).admitted);
    expect(await stores.window.hit('192.0.2.2', rules)).toMatchObject({ admitted: false });
    stores.window.giveBack('192.0.2.1', rules, 99);
    await until(async () => {
      const { states } = await stores.window.hit('192.0.2.1', rules);
      return states[0]?.remaining === 4 && states[1]?.remaining === 3;
    });
    expect(await stores.window.hit('192.0.2.3', rules, 4)).toMatchObject({ admitted: true });
    expect(await stores.window.hit('192.0.2.3', rules)).toMatchObject({ admitted: false });
  });

  it('admits a burst of a crowd that comes at once, and whoever then waits as told', async () => {
    const bucket = [{ ...rule(1, 600), burst: 50 }];
    const crowd = await Promise.all(Array.from({ length: 120 }, async () => stores.window.hit('192.0.2.1', bucket)));
    expect(crowd.filter(({ admitted }) => admitted)).toHaveLength(50);
    const quick = [{ ...rule(20, 1), burst: 10 }];
    expect(await stores.window.hit('192.0.2.2', quick, 10)).toMatchObject({ admitted: true });
    const refused = await stores.window.hit('192.0.2.2', quick, 8);
    expect(refused.retryIn).toBeLessThanOrEqual(400);
    const end = performance.now() + refused.retryIn;
    while (performance.now() < end) await sleep(end - performance.now());
    expect(await stores.window.hit('192.0.2.2', quick, 8)).toMatchObject({ admitted: true });
  });

  it('holds a bucket and windows together: all are charged or none', async () => {
    const rules = [{ ...rule(1, 60, 'bucket'), burst: 3 }, rule(2, 60, 'window')];
    expect(await stores.window.hit('192.0.2.1', rules)).toMatchObject({ states: [{ remaining: 2 }, { remaining: 1 }] });
    expect(await stores.window.hit('192.0.2.1', rules)).toMatchObject({ states: [{ remaining: 1 }, { remaining: 0 }] });
    expect(await stores.window.hit('192.0.2.1', rules)).toMatchObject({
      admitted: false,
      refusedBy: 1,
      states: [{ remaining: 1 }, { remaining: 0 }],
    });
    stores.window.giveBack('192.0.2.1', rules, 1);
    await until(async () => (await stores.window.hit('192.0.2.1', rules)).admitted);
    expect(await stores.window.hit('192.0.2.1', rules.slice(0, 1), 9)).toMatchObject({
      admitted: false,
      retryIn: 180_000,
      states: [{ remaining: 1 }],
    });
  });

  describe('two clients in one request', () => {
    const route = [rule(2, 60, 'route')];
    const beside = { client: '192.0.2.1', rules: [rule(5, 60)] };

    it('are both charged where both admit', async () => {
      expect(await stores.window.hit('key:a', route, 1, beside)).toMatchObject({
        admitted: true,
        retryIn: 0,
        refusedBy: -1,
        states: [{ remaining: 1 }, { remaining: 4 }],
      });
      expect(await stores.window.hit('key:b', route, 2, beside)).toMatchObject({
        admitted: true,
        states: [{ remaining: 0 }, { remaining: 2 }],
      });
    });

    it('are neither charged where one refuses, whichever', async () => {
      const left = async (client: string, rules: readonly WindowRule[]): Promise<number | undefined> => {
        const { states } = await stores.window.hit(client, rules, 99);
        return states[0]?.remaining;
      };
      await stores.window.hit('key:a', route, 2, beside);
      for (let i = 0; i < 5; i++) {
        expect(await stores.window.hit('key:a', route, 1, beside)).toMatchObject({ admitted: false, refusedBy: 0 });
      }
      await until(async () => (await left('192.0.2.1', beside.rules)) === 3);
      await stores.window.hit('192.0.2.1', beside.rules, 3);
      for (let i = 0; i < 5; i++) {
        const refused = await stores.window.hit('key:b', route, 1, beside);
        expect(refused).toMatchObject({ admitted: false, refusedBy: 1 });
        expect(refused.retryIn).toBeGreaterThan(0);
        expect(refused.retryIn).toBe(refused.states[1]?.resetIn);
      }
      await until(async () => (await left('key:b', route)) === 2);
    });

    it('never get more than their limits of a crowd that comes at once, and all of them once it is over', async () => {
      const wide = [rule(1000, 60, 'route')];
      const shared = { client: '192.0.2.7', rules: [rule(40, 60)] };
      const crowd = await Promise.all(
        Array.from({ length: 200 }, async (_, i) => stores.window.hit(`key:${i % 10}`, wide, 1, shared)),
      );
      expect(crowd.filter(({ admitted }) => admitted)).toHaveLength(40);
      const admitted = new Map<string, number>();
      crowd.forEach((one, i) => {
        if (one.admitted) admitted.set(`key:${i % 10}`, (admitted.get(`key:${i % 10}`) ?? 0) + 1);
      });
      for (let i = 0; i < 10; i++) {
        await until(async () => {
          const { states } = await stores.window.hit(`key:${i}`, wide, 1001);
          return states[0]?.remaining === 1000 - (admitted.get(`key:${i}`) ?? 0);
        });
      }
    });

    it('are forgiven each by itself', async () => {
      const narrow = { client: '192.0.2.1', rules: [rule(2, 60)] };
      await stores.window.hit('key:a', route, 2, narrow);
      expect(await stores.window.hit('key:a', route, 1, narrow)).toMatchObject({ admitted: false });
      await stores.window.reset('key:a');
      expect(await stores.window.hit('key:a', route, 1, narrow)).toMatchObject({ admitted: false, refusedBy: 1 });
      await stores.window.reset('192.0.2.1');
      expect(await stores.window.hit('key:a', route, 1, narrow)).toMatchObject({ admitted: true });
    });
  });

  it('admits with no rules', async () => {
    expect(await stores.window.hit('192.0.2.1', [])).toMatchObject({ admitted: true, states: [], retryIn: 0 });
  });
});
