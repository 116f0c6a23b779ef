import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Batch } from '../../../src/agent/queue/batch.js';
import { Entry, weighEvent } from '../../../src/agent/queue/entry.js';
import { Lane, type LaneLimits } from '../../../src/agent/queue/lane.js';
import { Ring } from '../../../src/agent/queue/ring.js';
import { UuidSource } from '../../../src/agent/queue/uuid.js';

const LIMITS: LaneLimits = { maxQueue: 3, maxQueueBytes: 1_000, overflow: 'drop-oldest' };
const lane = (limits: Partial<LaneLimits> = {}): Lane<string> =>
  new Lane<string>(
    'events',
    ({ item }) => {
      if (item === 'poison') throw new Error(item);
      return JSON.stringify(item);
    },
    { ...LIMITS, ...limits },
  );
const entry = (item: string, bytes = 1): Entry<string> => new Entry('', 0, item, bytes);
const packed = (from: Lane<string>): string[] => {
  const batch = new Batch(0);
  while (from.pack(batch, 1_000_000) > 0);
  return batch.items.map((json) => JSON.parse(json) as string);
};

describe('Ring', () => {
  it('behaves like an array of bounded length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.boolean()), (capacity, pushes) => {
        const ring = new Ring<number>(capacity);
        const model: number[] = [];
        pushes.forEach((push, i) => {
          if (push && !ring.full) {
            ring.push(i);
            model.push(i);
          } else if (!push) {
            expect(ring.shift()).toBe(model.shift());
          }
          expect([ring.size, ring.peek(), ring.full]).toEqual([model.length, model[0], model.length === capacity]);
        });
      }),
    );
  });
});

describe('a full lane', () => {
  it('drops the oldest', () => {
    const full = lane();
    for (const item of 'abcde') full.record(entry(item));
    expect(full.droppedBy.queue_full).toBe(2);
    expect(packed(full)).toEqual(['c', 'd', 'e']);
  });

  it('drops the newest where that is asked for', () => {
    const full = lane({ overflow: 'drop-newest' });
    for (const item of 'abcde') full.record(entry(item));
    expect(full.balance).toEqual({ recorded: 5, delivered: 0, rejected: 0, dropped: 2, pending: 3 });
    expect(packed(full)).toEqual(['a', 'b', 'c']);
  });

  it('is full by bytes as well as by count', () => {
    const full = lane({ maxQueueBytes: 10 });
    full.record(entry('a', 4));
    full.record(entry('b', 4));
    full.record(entry('c', 8));
    expect(full.droppedBy).toMatchObject({ queue_bytes: 2, queue_full: 0 });
    expect(packed(full)).toEqual(['c']);
  });

  it('does not empty itself for one item that can never fit', () => {
    const full = lane({ maxQueueBytes: 10 });
    full.record(entry('a', 4));
    full.record(entry('b', 11));
    expect(full.droppedBy.too_large).toBe(1);
    expect(packed(full)).toEqual(['a']);
  });
});

describe('packing', () => {
  it('drops an item that fits into no batch and goes on', () => {
    const source = lane();
    source.record(entry('a'.repeat(50)));
    source.record(entry('b'));
    const batch = new Batch(0);
    while (source.pack(batch, 20) > 0);
    expect(batch.items).toEqual(['"b"']);
    expect(source.droppedBy.too_large).toBe(1);
  });

  it('drops an item that cannot be encoded and goes on', () => {
    const source = lane();
    source.record(entry('poison'));
    source.record(entry('b'));
    expect(packed(source)).toEqual(['b']);
    expect(source.droppedBy.unencodable).toBe(1);
  });

  it('leaves what does not fit for the next batch', () => {
    const source = lane();
    for (const item of 'abc') source.record(entry(item));
    const batch = new Batch(0);
    while (source.pack(batch, 8) > 0);
    expect(batch.items).toEqual(['"a"', '"b"']);
    expect(source.size).toBe(1);
  });
});

describe('splitting', () => {
  it('makes two batches with ids of their own in the place of one', () => {
    const source = lane();
    const batch = new Batch(5, ['1', '2', '3']);
    source.batches.push(batch, new Batch(6, ['4']));
    source.split();
    expect(source.batches.map(({ items }) => items)).toEqual([['1', '2'], ['3'], ['4']]);
    const ids = new Set([batch.id, ...source.batches.map(({ id }) => id)]);
    expect(ids.size).toBe(4);
    expect(source.batches[0]?.id).toMatch(/^5-[0-9a-f]{8}$/);
  });

  it('makes the same ids every time, so that a batch that comes back whole is halved into what may be there already', () => {
    const halves = (id: string): string[] => new Batch(5, ['1', '2', '3'], 0, id).halve().map((half) => half.id);
    expect(halves('5-00000000')).toEqual(halves('5-00000000'));
    expect(new Set([...halves('5-00000000'), ...halves('5-00000001')]).size).toBe(4);
  });

  it('drops a batch of one item', () => {
    const source = lane();
    source.batches.push(new Batch(0, ['1']));
    source.split();
    expect(source.batches).toEqual([]);
    expect(source.droppedBy.too_large).toBe(1);
  });
});

describe('the weight of an event', () => {
  it('is finite and bounded in time for any metadata', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.self = cyclic;
    const throwing = {
      get x(): never {
        throw new Error('x');
      },
    };
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const sparse: unknown[] = [];
    sparse[4e9] = 1;
    for (const metadata of [cyclic, throwing, { p: revoked.proxy }, { sparse }, null, 7, 'text']) {
      const weight = weighEvent({ type: 'x', metadata: metadata as Record<string, unknown> });
      expect(weight).toBeGreaterThan(0);
      expect(weight).toBeLessThan(100_000);
    }
  });

  it('grows with the texts', () => {
    const plain = weighEvent({ type: 'x' });
    expect(weighEvent({ type: 'x', reason: 'r'.repeat(100), metadata: { a: ['m'.repeat(100)] } })).toBeGreaterThan(
      plain + 200,
    );
  });
});

describe('UuidSource', () => {
  it('makes UUIDs of version 4, all different', () => {
    const source = new UuidSource();
    const ids = Array.from({ length: 1_000 }, () => source.next());
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(1_000);
  });
});
