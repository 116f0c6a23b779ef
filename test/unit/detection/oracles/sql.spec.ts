import fc from 'fast-check';
import sqlParser from 'node-sql-parser';
import { tokenise } from '../../../../src/detection/detectors/sql/lexer.js';
import { trials } from './trials.js';

const parser = new sqlParser.Parser();

/** The string and number literals and the names of functions that the parser sees, each as often as it stands there. */
function seenBy(text: string): { strings: number; numbers: number } | undefined {
  let ast: unknown;
  try {
    ast = parser.astify(text, { database: 'mysql' });
  } catch {
    return undefined; // no statement of this dialect
  }
  const seen = { strings: 0, numbers: 0 };
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type } = node as { type?: unknown };
    if (type === 'single_quote_string' || type === 'string' || type === 'double_quote_string') seen.strings++;
    if (type === 'number') seen.numbers++;
    Object.values(node).forEach(visit);
  };
  visit(ast);
  return seen;
}

const STRING = fc.constantFrom(
  "'a'",
  "'it''s'",
  "'a -- b'",
  "'/* x */'",
  "'#'",
  "''",
  `'a\\'b'`,
  `'"'`,
  "'select'",
  "'é'",
);
const NUMBER = fc.constantFrom('1', '0', '42', '3.5', '0.25');
const COLUMN = fc.constantFrom('a', 'b1', 'users.id', '`order`', '_x');
const VALUE = fc.oneof(STRING, NUMBER, COLUMN, fc.constantFrom('count(*)', 'lower(a)', 'concat(a, b1)'));
const CONDITION = fc
  .tuple(COLUMN, fc.constantFrom('=', '<>', '!=', '<', '>=', 'like', 'in'), VALUE)
  .map(([left, operator, right]) =>
    operator === 'in' ? `${left} in (${right}, ${right})` : `${left} ${operator} ${right}`,
  );
const BLANK = fc.constantFrom(' ', '\n', '\t', ' /* note */ ', '/**/', ' -- rest\n', ' # rest\n');
const STATEMENT = fc
  .tuple(
    fc.array(VALUE, { minLength: 1, maxLength: 3 }),
    fc.array(CONDITION, { maxLength: 3 }),
    fc.constantFrom('and', 'OR'),
    BLANK,
  )
  .map(([values, conditions, join, blank]) => {
    const where = conditions.length > 0 ? `${blank}where ${conditions.join(`${blank}${join} `)}` : '';
    return `select${blank}${values.join(`,${blank}`)} from${blank}users${where}`;
  });

describe('Statements of SQL, beside node-sql-parser', () => {
  it('have the same strings and numbers, and their comments are none of their tokens', () => {
    let valid = 0;
    fc.assert(
      fc.property(STATEMENT, (text) => {
        const seen = seenBy(text);
        if (!seen) return;
        valid++;
        const { shape, open, words } = tokenise(text.toLowerCase());
        const count = (kind: string): number => [...shape].filter((one) => one === kind).length;
        expect([text, count('s'), count('n'), open]).toEqual([text, seen.strings, seen.numbers, 0]);
        expect([text, words.some((word) => word.includes('note') || word.includes('rest'))]).toEqual([text, false]);
      }),
      trials(1500),
    );
    expect(valid).toBeGreaterThan(700);
  });
});
