import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Entry, Outbox, type Parcel } from '../../../../src/stores/spill/redis/outbox.js';

const LIFE = 'life';
let ids = 0;

/** Writes a parcel, as Redis would. */
function write(outbox: Outbox, parcel: Parcel | undefined): string[] {
  if (!parcel) return [];
  const texts = parcel.added.map(({ text }) => text ?? '');
  outbox.written(
    parcel,
    parcel.added.map(() => `${++ids}`),
    LIFE,
  );
  return texts;
}

describe('the outbox', () => {
  it('gives texts in order, those of one kind at a time, within bounds', () => {
    const outbox = new Outbox();
    for (let i = 0; i < 250; i++) outbox.add(new Entry(`${i}`));
    outbox.add(new Entry('d', true));
    outbox.add(new Entry('x'.repeat(100_000)));
    outbox.add(new Entry('last'));
    const parcels: number[] = [];
    const texts: string[] = [];
    for (let parcel = outbox.pack(LIFE, false); parcel; parcel = outbox.pack(LIFE, false)) {
      parcels.push(parcel.added.length);
      texts.push(...write(outbox, parcel));
    }
    expect(parcels).toEqual([100, 100, 50, 1, 1, 1]);
    expect(texts.map(({ length }) => length).slice(-3)).toEqual([1, 100_000, 4]);
    expect([outbox.texts, outbox.bytes]).toEqual([0, 0]);
  });

  it('removes only what this life has written', () => {
    const outbox = new Outbox();
    const mine = Entry.at('1-0', LIFE, 'a');
    outbox.remove(Entry.at('2-0', 'another', 'b'));
    outbox.remove(new Entry('never written'));
    outbox.remove(mine);
    expect(outbox.pack(LIFE, false)?.removed).toEqual([mine]);
    expect(outbox.pack(LIFE, false)).toBeUndefined();
  });

  it('lets what gives memory back go first where that is wanted', () => {
    const outbox = new Outbox();
    outbox.add(new Entry('a'));
    const written = Entry.at('1-0', LIFE, 'b');
    outbox.remove(written);
    expect(outbox.pack(LIFE, true)).toMatchObject({ added: [], removed: [written] });
    expect(outbox.pack(LIFE, true)).toBeUndefined();
    expect(write(outbox, outbox.pack(LIFE, false))).toEqual(['a']);
  });

  it('ends with exactly what was added and not removed, whatever is refused on the way', () => {
    const step = fc.record({ what: fc.constantFrom('add', 'instead', 'remove', 'write', 'refuse'), which: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const outbox = new Outbox();
        const stored = new Set<Entry>();
        const held: Entry[] = [];
        const gone = new Set<Entry>();
        const carryOut = (parcel: Parcel | undefined): boolean => {
          if (!parcel) return false;
          for (const entry of parcel.added) stored.add(entry);
          for (const entry of parcel.removed) stored.delete(entry);
          write(outbox, parcel);
          return true;
        };
        for (const { what, which } of steps) {
          if (what === 'add' || what === 'instead') {
            const instead = what === 'instead' ? held.splice(0, which) : [];
            for (const entry of instead) gone.add(entry);
            const entry = new Entry(`${which}`, what === 'add' && which % 5 === 0, instead);
            held.push(entry);
            outbox.add(entry);
          } else if (what === 'remove') {
            for (const entry of held.splice(which, 1)) {
              gone.add(entry);
              outbox.remove(entry);
            }
          } else if (what === 'write') carryOut(outbox.pack(LIFE, which % 2 === 0));
          else {
            const parcel = outbox.pack(LIFE, which % 2 === 0);
            if (parcel) outbox.putBack(parcel);
          }
        }
        while (carryOut(outbox.pack(LIFE, false)));
        expect(stored).toEqual(new Set(held));
        expect([...stored].some((entry) => gone.has(entry))).toBe(false);
        expect([outbox.texts, outbox.bytes]).toEqual([0, 0]);
      }),
    );
  });
});
