import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { frame, frameSize, MAGIC, marks, readFrames, readMarks } from '../../../../src/stores/spill/file/frames.js';

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 20 });
const segmentOf = (all: readonly string[]): Buffer => Buffer.concat([MAGIC, ...all.map((text, i) => frame(text, i))]);

describe('a segment', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(texts, (all) => {
        const { records, torn } = readFrames(segmentOf(all));
        expect(records).toEqual(all.map((text, at) => ({ text, at })));
        expect(torn).toBe(0);
      }),
    );
  });

  it('that was cut anywhere gives back every whole record and says how much is torn', () => {
    fc.assert(
      fc.property(texts, fc.nat(), (all, cut) => {
        const bytes = segmentOf(all);
        const at = cut % (bytes.length + 1);
        const { records, torn } = readFrames(bytes.subarray(0, at));
        const sizes = all.map(frameSize);
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
