import fc from 'fast-check';
import { type Handle, type Recalled, type Spill } from '../../src/stores/spill/index.js';
import { type HandClock } from '../support/clock.js';
import { type Instance, SETTINGS, spillTwins } from './spill-twins.js';

const texts = (found: readonly Recalled[]): string[] => found.map(({ text }) => text);

async function all(spill: Spill): Promise<Recalled[]> {
  const found: Recalled[] = [];
  for (let some = await spill.recall(); some?.length; some = await spill.recall()) found.push(...some);
  return found;
}

describe.each(spillTwins)('a spill over $name', (twin) => {
  let clock: HandClock;

  beforeAll(() => twin.open());
  beforeEach(() => void (clock = twin.renew()));
  afterEach(() => twin.clear());
  afterAll(() => twin.close());

  /** Lets time pass in which only these give signs of life. */
  async function pass(milliseconds: number, ...living: Instance[]): Promise<void> {
    const beat = SETTINGS.takeOverAfter / 6;
    for (let rest = milliseconds; rest > 0; rest -= beat) {
      clock.advance(Math.min(beat, rest));
      for (const { spill } of living) await spill.open();
    }
  }

  it('gives what was deposited back to who deposited it, in order, and never what is held', async () => {
    const { spill } = await twin.start();
    spill.append('held');
    for (const text of ['a', 'b', 'ü\0"']) expect(spill.deposit(text)).toBe(true);
    expect((await all(spill)).map(({ text, own, expired }) => [text, own, expired])).toEqual([
      ['a', true, false],
      ['b', true, false],
      ['ü\0"', true, false],
    ]);
    spill.deposit('c');
    expect(texts(await all(spill))).toEqual(['c']);
    expect(await spill.recall()).toEqual([]);
  });

  it('gives back in order, and completely, more than one piece holds', async () => {
    const { spill } = await twin.start();
    const many = Array.from({ length: 700 }, (_, i) => `${i}`.padEnd(4_000, '.'));
    for (const text of many) spill.deposit(text);
    expect(texts(await all(spill))).toEqual(many);
  });

  it('counts what is not written yet, and what it keeps', async () => {
    const { spill } = await twin.start();
    const handle = spill.append('a') as Handle;
    expect(spill.health()).toMatchObject({ working: true, unwritten: 1 });
    await spill.settled();
    expect(spill.health().unwritten).toBe(0);
    expect(spill.health().bytes).toBeGreaterThan(0);
    expect(spill.holds(handle)).toBe(true);
  });

  it('hands on what was not removed when an instance has ended', async () => {
    const first = await twin.start();
    const handles = ['a', 'b', 'c'].map((text) => first.spill.append(text) as Handle);
    first.spill.deposit('d');
    await first.spill.settled();
    first.spill.remove(handles[1] as Handle);
    await first.spill.close();
    const second = await twin.start();
    const found = await all(second.spill);
    expect(new Set(texts(found))).toEqual(new Set(['a', 'c', 'd']));
    expect(found.every(({ own }) => !own)).toBe(true);
  });

  it('leaves nothing behind when all was removed', async () => {
    const first = await twin.start();
    first.spill.append('a');
    first.spill.deposit('b');
    await first.spill.close();
    const second = await twin.start();
    for (const { handle } of await all(second.spill)) second.spill.remove(handle);
    await second.spill.close();
    expect(await twin.leftovers()).toEqual([]);
  });

  it('hands on what a killed instance left when it has been silent for as long as is said, and not before', async () => {
    const [dead, living] = [await twin.start(), await twin.start()];
    dead.spill.append('a');
    await dead.kill();
    await pass(25_000, living);
    expect(await living.spill.recall()).toEqual([]);
    await pass(10_000, living);
    expect(texts(await all(living.spill))).toEqual(['a']);
    expect(living.log.matching(/elemetry/)).toEqual([]);
  });

  it('never hands on what one that lives keeps, however long it keeps it', async () => {
    const [one, other] = [await twin.start(), await twin.start()];
    one.spill.append('held');
    one.spill.deposit('deposited');
    await pass(3_600_000, one, other);
    expect(await other.spill.recall()).toEqual([]);
    expect(texts(await all(one.spill))).toEqual(['deposited']);
    await pass(60_000, one, other);
    expect(await other.spill.recall()).toEqual([]);
  });

  it('lets exactly one of five take each text that the dead left', async () => {
    const dead = [await twin.start(), await twin.start()];
    for (let i = 0; i < 1_000; i++) dead[i % 2]?.spill.append(`${i}`);
    for (const one of dead) await one.kill();
    const takers = await Promise.all(Array.from({ length: 5 }, () => twin.start()));
    await pass(40_000, ...takers);
    const found = (await Promise.all(takers.map(({ spill }) => all(spill)))).flat();
    expect(texts(found).sort()).toEqual(Array.from({ length: 1_000 }, (_, i) => `${i}`).sort());
  });

  it('gives what the dead left before what it could not hold itself', async () => {
    const [dead, living] = [await twin.start(), await twin.start()];
    for (const text of ['a', 'b']) dead.spill.append(text);
    await dead.spill.close();
    for (const text of ['c', 'd']) living.spill.deposit(text);
    await living.spill.open();
    const found = await all(living.spill);
    expect(found.map(({ text, own }) => [text, own])).toEqual([
      ['a', false],
      ['b', false],
      ['c', true],
      ['d', true],
    ]);
  });

  it('hands on what was taken over and not finished', async () => {
    const first = await twin.start();
    for (const text of ['a', 'b']) first.spill.append(text);
    await first.spill.close();
    const second = await twin.start();
    const [a] = await all(second.spill);
    second.spill.remove((a as Recalled).handle);
    await second.kill();
    const third = await twin.start();
    await pass(40_000, third);
    expect(texts(await all(third.spill))).toEqual(['b']);
  });

  it('puts a batch into the place of its items, whether they are written, under way or waiting', async () => {
    const first = await twin.start();
    const written = first.spill.append('written') as Handle;
    await first.spill.settled();
    const underWay = first.spill.append('under way') as Handle;
    await new Promise((resolve) => setImmediate(resolve));
    const waiting = first.spill.append('waiting') as Handle;
    const batch = first.spill.append('batch', [written, underWay, waiting]) as Handle;
    await first.spill.settled();
    const half = first.spill.append('half', []);
    first.spill.append('other half', [batch]);
    expect(half).toBeDefined();
    await first.kill();
    const second = await twin.start();
    await pass(40_000, second);
    expect(texts(await all(second.spill))).toEqual(['half', 'other half']);
  });

  it('forgets a batch and its items that were decided before it was written', async () => {
    const first = await twin.start();
    const item = first.spill.append('item') as Handle;
    await first.spill.settled();
    first.spill.remove(first.spill.append('batch', [item]) as Handle);
    await first.spill.close();
    expect(await (await twin.start()).spill.recall()).toEqual([]);
  });

  it('one that only slept goes on under another name, and removes nothing of who took over', async () => {
    const [sleeper, taker] = [await twin.start(), await twin.start()];
    const handle = sleeper.spill.append('a') as Handle;
    await sleeper.spill.settled();
    await pass(40_000, taker);
    const [found] = await all(taker.spill);
    expect(found?.text).toBe('a');
    await sleeper.spill.open();
    expect(sleeper.spill.holds(handle)).toBe(false);
    expect(sleeper.log.matching(/took|has taken/)).toHaveLength(1);
    sleeper.spill.remove(handle);
    sleeper.spill.append('b');
    await sleeper.spill.close();
    await taker.spill.close();
    expect(new Set(texts(await all((await twin.start()).spill)))).toEqual(new Set(['a', 'b']));
  });

  it('takes no more than its bound, and takes again when there is room', async () => {
    const { spill } = await twin.start({ maxBytes: 2_000 });
    const taken: Handle[] = [];
    for (let i = 0; i < 50; i++) {
      const handle = spill.append('x'.repeat(100));
      if (handle) taken.push(handle);
    }
    expect(taken.length).toBeGreaterThan(5);
    expect(taken.length).toBeLessThan(20);
    expect(spill.deposit('x')).toBe(false);
    await spill.settled();
    expect(spill.deposit('x')).toBe(false);
    expect(spill.health()).toMatchObject({ working: true });
    for (const handle of taken) spill.remove(handle);
    await spill.settled();
    expect(spill.deposit('x')).toBe(true);
  });

  it('takes a batch into the place of its items where it is full, so that it comes back under its id', async () => {
    const first = await twin.start({ maxBytes: 2_000 });
    const taken: Handle[] = [];
    for (let i = 0; i < 50; i++) {
      const handle = first.spill.append(`${i}`.padEnd(100, '.'));
      if (handle) taken.push(handle);
    }
    await first.spill.settled();
    expect(first.spill.append('one more')).toBeUndefined();
    expect(first.spill.append('a batch of what was not taken', [])).toBeUndefined();
    expect(first.spill.append('batch', taken)).toBeDefined();
    await first.kill();
    const second = await twin.start();
    await pass(40_000, second);
    expect(texts(await all(second.spill))).toEqual(['batch']);
  });

  it('hands out what is too old as expired, to be counted', async () => {
    const first = await twin.start();
    first.spill.append('old');
    await first.spill.close();
    const second = await twin.start({ maxAge: -3_600_000 });
    second.spill.deposit('mine');
    expect((await all(second.spill)).map(({ text, own, expired }) => [text, own, expired])).toEqual(
      expect.arrayContaining([
        ['old', false, true],
        ['mine', true, true],
      ]),
    );
  });

  it('loses nothing and doubles nothing, whatever its instances do', async () => {
    const action = fc.record({
      who: fc.nat(2),
      what: fc.constantFrom('append', 'append', 'deposit', 'remove', 'batch', 'recall', 'settle', 'close', 'kill'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 40 }), async (actions) => {
        clock = twin.renew();
        let made = 0;
        /** What nobody has removed, in the words of its items. */
        const kept = new Set<string>();
        type Held = { items: string[]; handle: Handle };
        const crew = await Promise.all([0, 1, 2].map(async () => ({ at: await twin.start(), held: [] as Held[] })));
        const recall = async (spill: Spill): Promise<Held[]> =>
          ((await spill.recall()) ?? []).map(({ text, handle }) => ({ items: text.split(' '), handle }));
        const name = (): string => `${made++}`;
        for (const { who, what } of actions) {
          const one = crew[who] as (typeof crew)[number];
          const { spill } = one.at;
          if (what === 'append') {
            const text = name();
            one.held.push({ items: [text], handle: spill.append(text) as Handle });
            kept.add(text);
          } else if (what === 'deposit') {
            const text = name();
            expect(spill.deposit(text)).toBe(true);
            kept.add(text);
          } else if (what === 'remove') {
            const { items, handle } = one.held.shift() ?? { items: [] };
            if (handle) spill.remove(handle);
            for (const item of items) kept.delete(item);
          } else if (what === 'batch') {
            const some = one.held.splice(0, 3);
            const items = some.flatMap(({ items }) => items);
            const instead = some.map(({ handle }) => handle);
            if (items.length > 0) one.held.push({ items, handle: spill.append(items.join(' '), instead) as Handle });
          } else if (what === 'recall') {
            one.held.push(...(await recall(spill)));
          } else if (what === 'settle') {
            await spill.settled();
          } else {
            // Both finish what they were asked for: what a kill in the middle does is for the tests with processes.
            await (what === 'close' ? spill.close() : one.at.kill());
            crew[who] = { at: await twin.start(), held: [] };
            const living = crew.map(({ at }) => at);
            await pass(what === 'close' ? 0 : 40_000, ...living);
          }
        }
        for (const { at } of crew) await at.spill.close();
        const last = await twin.start();
        await pass(40_000, last);
        const found: string[] = [];
        for (let some = await recall(last.spill); some.length > 0; some = await recall(last.spill)) {
          found.push(...some.flatMap(({ items }) => items));
        }
        expect(found.sort()).toEqual([...kept].sort());
        await twin.clear();
      }),
      { numRuns: 25 },
    );
  });
});
