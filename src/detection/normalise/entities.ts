/** The named references that hide characters of a language; names with no bearing on syntax stay as they are. */
const NAMED: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
  colon: ':',
  semi: ';',
  lpar: '(',
  rpar: ')',
  lsqb: '[',
  rsqb: ']',
  lbrack: '[',
  rbrack: ']',
  lcub: '{',
  rcub: '}',
  lbrace: '{',
  rbrace: '}',
  sol: '/',
  bsol: '\\',
  tab: '\t',
  newline: '\n',
  equals: '=',
  num: '#',
  comma: ',',
  period: '.',
  grave: '`',
  dollar: '$',
  percnt: '%',
  excl: '!',
  quest: '?',
  commat: '@',
  nbsp: ' ',
  lowbar: '_',
  plus: '+',
  ast: '*',
  verbar: '|',
  vert: '|',
};

const REFERENCE = /&(?:#x0*([1-9a-f][0-9a-f]{0,5})|#0*([1-9][0-9]{0,6})|([a-z]{2,7})(?=;));?/gi;

/** Decodes HTML character references, with the digits' semicolon optional as browsers have it. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (all: string, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) {
      const lower = name.toLowerCase();
      return Object.hasOwn(NAMED, lower) ? NAMED[lower]! : all;
    }
    const point = hex !== undefined ? parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : all;
  });
}
