import fc from 'fast-check';
import { ALPHABET, Automaton, NON_ASCII } from '../../../../src/detection/match/index.js';

describe('Automaton', () => {
  it('finds exactly the literals that occur, in either case', () => {
    const letters = fc.constantFrom('a', 'b', 'c', '<', ' ');
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: letters, minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'B', 'c', 'C', '<', ' ', 'x', '9'), maxLength: 40 }),
        (literals, text) => {
          const automaton = new Automaton(new Map(literals.map((literal, index) => [literal, 1 << index])));
          const expected = literals.reduce(
            (bits, literal, index) => (text.toLowerCase().includes(literal) ? bits | (1 << index) : bits),
            0,
          );
          expect(automaton.scan(text) & ~ALPHABET).toBe(expected);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('says where characters outside ASCII are', () => {
    const automaton = new Automaton(new Map([['a', 1]]));
    expect(automaton.scan('äa')).toBe(1 | NON_ASCII);
    expect(automaton.scan('b')).toBe(0);
  });

  it('says where a text is of the alphabets of base64 and more than a word or a number', () => {
    const automaton = new Automaton(new Map([['q', 1]]));
    const says = (text: string) => (automaton.scan(text) & ALPHABET) !== 0;
    for (const text of ['aA', 'a1', 'A1', 'a-B_', '+/aZ0=']) expect([text, says(text)]).toEqual([text, true]);
    for (const text of ['', 'aa', 'AA', '11', 'a-a', '=', 'aA 1', 'aA.', 'aAä', 'aA\u0100'])
      expect([text, says(text)]).toEqual([text, false]);
  });

  it('takes only literals that it can find', () => {
    expect(() => new Automaton(new Map([['ä', 1]]))).toThrow(RangeError);
  });
});
