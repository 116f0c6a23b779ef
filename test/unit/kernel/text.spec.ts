import fc from 'fast-check';
import { compilePatterns, isPattern, printable } from '../../../src/kernel/index.js';

describe('printable', () => {
  it('leaves no character that could begin a line, move a cursor or turn the direction', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('cuts what is long', () => expect(printable('x'.repeat(500), 10)).toBe(`${'x'.repeat(10)}…`));
});

describe('compilePatterns', () => {
  it('finds words in any case and takes them as they are', () => {
    const matches = compilePatterns(['BadBot/1'])!;
    expect(matches('Mozilla badbot/1 x')).toBe(true);
    expect(matches('badbot-1')).toBe(false);
  });

  it('finds expressions in any case', () => {
    const matches = compilePatterns(['^curl/[78]\\.', 'scrap(er|y)'])!;
    expect(['CURL/8.5.0', 'My Scrapy'].map(matches)).toEqual([true, true]);
    expect(['xcurl/8.5', 'scrap'].map(matches)).toEqual([false, false]);
  });

  it('takes linear steps on a pattern that backtracks elsewhere', () => {
    // With a backtracking engine this call would not end in a lifetime.
    expect(compilePatterns(['(a+)+$'])!(`${'a'.repeat(50_000)}!`)).toBe(false);
  });

  it('is nothing for no patterns', () => expect(compilePatterns([])).toBeUndefined());

  it.each(['', '   ', '(', '[a', '(?=x)x', '(a)\\1', 7, null])('does not take %p for a pattern', (value) =>
    expect(isPattern(value)).toBe(false),
  );
});
