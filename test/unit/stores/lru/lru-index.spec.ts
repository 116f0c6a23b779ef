import fc from 'fast-check';
import { LruIndex } from '../../../../src/stores/lru/index.js';

/** The same, with a `Map` in the order of use. */
class Model {
  readonly keys = new Map<string, true>();

  constructor(private readonly capacity: number) {}

  use(key: string): void {
    this.keys.delete(key);
    if (this.keys.size === this.capacity) this.keys.delete(this.keys.keys().next().value as string);
    this.keys.set(key, true);
  }
}

const use = (index: LruIndex, client: string, name: string): number => {
  const hash = index.hash(client);
  const slot = index.find(client, name, hash);
  if (slot < 0) return index.insert(client, name, hash);
  index.touch(slot);
  return slot;
};

describe('LruIndex', () => {
  it('behaves as a map in order of use, whatever is done with it', () => {
    const step = fc.record({
      what: fc.constantFrom('use', 'use', 'use', 'remove', 'client'),
      client: fc.integer({ min: 0, max: 30 }).map((n) => `192.0.2.${n}`),
      name: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.array(step, { maxLength: 300 }), (capacity, steps) => {
        const index = new LruIndex(capacity);
        const model = new Model(capacity);
        for (const { what, client, name } of steps) {
          const hash = index.hash(client);
          if (what === 'use') {
            use(index, client, name);
            model.use(`${client} ${name}`);
          } else if (what === 'client') {
            index.removeClient(client);
            for (const key of ['a', 'b']) model.keys.delete(`${client} ${key}`);
          } else {
            const slot = index.find(client, name, hash);
            expect(slot >= 0).toBe(model.keys.has(`${client} ${name}`));
            if (slot >= 0) index.remove(slot);
            model.keys.delete(`${client} ${name}`);
          }
          expect(index.size).toBe(model.keys.size);
          for (const key of model.keys.keys()) {
            const [known = '', rule = ''] = key.split(' ');
            expect(index.find(known, rule, index.hash(known))).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('gives each key a slot of its own below the capacity', () => {
    const index = new LruIndex(1000);
    const slots = new Set<number>();
    for (let i = 0; i < 1000; i++) slots.add(use(index, `10.0.${i >> 8}.${i & 255}`, 'a'));
    expect(slots.size).toBe(1000);
    expect(Math.max(...slots)).toBe(999);
    use(index, '192.0.2.1', 'a');
    expect(index.size).toBe(1000);
    expect(index.find('10.0.0.0', 'a', index.hash('10.0.0.0'))).toBe(-1);
  });

  it.each(['', '__proto__', '\u0000', '\ud800', '\udc00\ud800', 'ü', '漢字', 'a'.repeat(10_000)])(
    'finds %j again',
    (text) => {
      const index = new LruIndex(10);
      const slot = use(index, text, 'a');
      expect(use(index, text, 'a')).toBe(slot);
      expect(index.size).toBe(1);
    },
  );

  it('spreads addresses: a flood of neighbours is found in few steps', () => {
    const index = new LruIndex(20_000);
    const start = performance.now();
    for (let i = 0; i < 100_000; i++)
      use(index, `2001:db8:${(i >> 4).toString(16)}:${(i & 15).toString(16)}::/64`, 'a');
    expect(index.size).toBe(20_000);
    // Quadratic behaviour would take minutes.
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
