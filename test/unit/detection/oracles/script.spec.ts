import { parse, type Expression, type Program } from 'acorn';
import fc from 'fast-check';
import { html } from '../../../../src/detection/detectors/html/index.js';
import { Subject } from '../../../../src/detection/subject.js';
import { trials } from './trials.js';

function programOf(text: string): Program | undefined {
  try {
    return parse(text, { ecmaVersion: 'latest' });
  } catch {
    return undefined; // no JavaScript
  }
}

/** Whether a program is one call of this function, or of its `call`, with or without optional chaining. */
function calls(program: Program, name: string): boolean {
  const [statement] = program.body;
  if (statement?.type !== 'ExpressionStatement') return false;
  let expression = statement.expression;
  if (expression.type === 'ChainExpression') expression = expression.expression;
  const callee =
    expression.type === 'CallExpression'
      ? expression.callee
      : expression.type === 'TaggedTemplateExpression'
        ? expression.tag
        : undefined;
  return callee !== undefined && named(callee, name);
}
function named(callee: Expression | { type: 'Super' }, name: string): boolean {
  if (callee.type === 'Identifier') return callee.name === name;
  if (callee.type === 'ParenthesizedExpression') return named(callee.expression, name);
  return callee.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === name;
}

/** At most five of them stand in a row: that is as far as is looked. */
const GAP = fc.constantFrom('', ' ', '\t', '\n', '/**/', '/* a */', '\f', '\u00a0');
const ARGUMENTS = fc.constantFrom(
  "('x')",
  '("x")',
  '(1)',
  '(document.cookie)',
  '`x`',
  '(/x/)',
  '([1])',
  '(window.a)',
  "('a','b')",
);
const CALL = fc
  .tuple(
    fc.constantFrom('alert', 'confirm', 'prompt', 'eval', 'fetch'),
    GAP,
    fc.constantFrom('', '?.', '.call', '.apply'),
    GAP,
    ARGUMENTS,
  )
  .map(([name, before, link, after, given]) => ({ name, text: `${name}${before}${link}${after}${given}` }));

describe('Script, beside acorn', () => {
  it('that is a call of a function of the page is seen, whatever blanks and comments stand in it', () => {
    let valid = 0;
    fc.assert(
      fc.property(CALL, ({ name, text }) => {
        const program = programOf(text);
        if (!program || !calls(program, name)) return;
        // In a sentence a word and a code span stand so.
        if (/\s`/.test(text)) return;
        valid++;
        // Blanks of other widths are seen once they are folded.
        const folded = text.replaceAll('\u00a0', ' ');
        const found = html.detect(new Subject(folded, 'value', 'a', 'body', true));
        expect([text, found?.category]).toEqual([text, 'xss']);
      }),
      trials(3000),
    );
    expect(valid).toBeGreaterThan(500);
  });
});
