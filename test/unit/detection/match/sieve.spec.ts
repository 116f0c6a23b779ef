import fc from 'fast-check';
import { Sieve } from '../../../../src/detection/match/index.js';

const PATTERNS = [
  /union\s{1,9}select/,
  /(?:^|[;|])\s{0,3}(?:cat|ls|id)\b/,
  /\{\{[^}]{0,9}\}\}/,
  /(['"])[a-z]{1,3}\1\.\1/,
  /^(?:sp|xp)_\w{2,9}$/,
  /<(?:a|b|img)[\s/]/,
  /a(?:b|c(?:d|e)?){1,3}f/,
  /(?:ab)?(?:cd){0,2}e[fg]+h?/,
  /[$#]\{\w+(?:\.\w+)*\(/,
  /\w+@/,
  /\s\s/,
];
const GROUPS = [PATTERNS.slice(0, 5), PATTERNS.slice(5)];
const sieve = new Sieve(GROUPS, (pattern) => pattern);
/** Those of all groups that may match. */
const sift = (text: string): readonly RegExp[] => {
  const sifted = sieve.sift(text);
  return GROUPS.flatMap((group) => sifted.among(group));
};
const described = PATTERNS.map((pattern) =>
  fc.stringMatching(new RegExp(pattern.source.replace(/\\b|\\1/g, '').replace(/\(\?:\^\|/g, '(?:')), { size: '-1' }),
);
const pieces = fc.constantFrom(
  'a',
  'ab',
  'cd',
  'union',
  'select',
  ' ',
  '{{',
  '}}',
  ';',
  'cat',
  '"',
  "'",
  '.',
  'é',
  'sp_',
);

describe('Sieve', () => {
  it('spares no expression that matches', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(...described, pieces), { maxLength: 8 }), (parts) => {
        const lower = parts.join('').toLowerCase();
        const sifted = sift(lower);
        for (const pattern of PATTERNS)
          if (pattern.test(lower)) expect([lower, sifted.includes(pattern)]).toEqual([lower, true]);
      }),
      { numRuns: 2000 },
    );
  });

  it('spares those whose literals are not there, in the text after another as well', () => {
    const has = (text: string) => sift(text).map(({ source }) => source);
    const always = [PATTERNS.at(-1)!.source];
    expect(has('nothing here')).toEqual(always);
    expect(has('union and select')).toEqual([PATTERNS[0]!.source, ...always]);
    expect(has('nothing here')).toEqual(always);
  });

  it('never names what is not wanted', () => {
    const some = new Sieve(
      GROUPS,
      (pattern) => pattern,
      (pattern) => pattern === PATTERNS[0],
    );
    expect(GROUPS.flatMap((group) => some.sift('union select {{}}  ').among(group))).toEqual([PATTERNS[0]]);
  });

  it('counts where literals end', () => {
    const hits = (text: string, pattern: RegExp) => sieve.sift(text).hits(pattern);
    expect(hits('nothing', PATTERNS[2]!)).toBe(0);
    expect(hits('{{ {{ @', PATTERNS[2]!)).toBe(2);
    expect(hits('{{ {{ @', PATTERNS[9]!)).toBe(1);
    expect(hits('{{', PATTERNS[2]!)).toBe(1);
  });

  it('says which are bound to the beginning', () => {
    expect(PATTERNS.filter((pattern) => sieve.isAnchored(pattern))).toEqual([PATTERNS[4]]);
  });
});
