import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frame, MAGIC, marks, readFrames, readMarks } from '../../../../src/stores/spill/file/frames.js';

const text = fc.string({ unit: 'grapheme', maxLength: 60 });
const texts = fc.array(text, { maxLength: 20 });
const segmentOf = (all: readonly string[]): Buffer => Buffer.concat([MAGIC, ...all.map((text, i) => frame(text, i))]);

describe('a segment', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ text, at: fc.double({ noNaN: true }), references: text })), (all) => {
        const frames = all.map(({ text, at, references }) => frame(text, at, references));
        expect(readFrames(Buffer.concat([MAGIC, ...frames]))).toEqual({ records: all, torn: 0 });
      }),
    );
  });

  it('that was cut anywhere gives back every whole record and says how much is torn', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (all, cut) => {
        const bytes = segmentOf(all);
        const at = cut % (bytes.length + 1);
        const { records, torn } = readFrames(bytes.subarray(0, at));
        const sizes = all.map((text) => frame(text, 0).length);
        let end = MAGIC.length;
        let whole = 0;
        while (whole < sizes.length && end + (sizes[whole] as number) <= at) end += sizes[whole++] as number;
        expect(records.map(({ text }) => text)).toEqual(all.slice(0, whole));
        expect(torn).toBe(at < MAGIC.length ? at : at - end);
      }),
    );
  });

  it('with a changed byte never gives back anything that was not put in, and never throws', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.integer({ min: 1, max: 255 }), (all, where, change) => {
        const bytes = segmentOf(all);
        bytes[where % bytes.length] = (bytes[where % bytes.length] as number) ^ change;
        const { records, torn } = readFrames(bytes);
        expect(records.map(({ text }) => text)).toEqual(all.slice(0, records.length));
        expect(torn).toBeGreaterThan(0);
      }),
    );
  });

  it('of noise is all torn', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(readFrames(Buffer.from(noise)).records).toEqual([]);
      }),
    );
  });
});

describe('marks', () => {
  it('give back what was marked, without what is not whole', () => {
    const bytes = marks([0, 7, 4_294_967_295, 3]);
    expect([...readMarks(bytes)]).toEqual([0, 7, 4_294_967_295, 3]);
    expect([...readMarks(bytes.subarray(0, -1))]).toEqual([0, 7, 4_294_967_295]);
    bytes[8] = 8;
    expect([...readMarks(bytes)]).toEqual([0, 4_294_967_295, 3]);
  });
});
