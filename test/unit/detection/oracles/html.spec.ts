import fc from 'fast-check';
import { type DefaultTreeAdapterTypes as Tree, parseFragment } from 'parse5';
import { html } from '../../../../src/detection/detectors/html/index.js';
import { readTag } from '../../../../src/detection/detectors/html/tags.js';
import { Subject } from '../../../../src/detection/subject.js';
import { trials } from './trials.js';

/** Every element that a browser would make of a fragment. */
function elementsOf(text: string): Tree.Element[] {
  const found: Tree.Element[] = [];
  const visit = (node: Tree.Node): void => {
    if ('tagName' in node) found.push(node);
    if ('childNodes' in node) node.childNodes.forEach(visit);
    if ('content' in node) visit(node.content);
  };
  visit(parseFragment(text));
  return found;
}
const runs = ({ tagName, attrs }: Tree.Element): boolean =>
  tagName === 'script' || attrs.some(({ name, value }) => /^on[a-z]{4,20}$/.test(name) && value !== '');
const ours = (text: string) => html.detect(new Subject(text, 'value', 'a', 'body', true));

const NAMES = ['a', 'b', 'img', 'svg', 'x-y', 'SCRIPT', 'input', 'details', 'math', 'mi', 'td', 'option', 'video'];
const BLANK = fc.constantFrom(' ', '\t', '\n', '\f', '/', ' / ', '//', '\r\n');
/** No backticks: they quote values for us, as they did for browsers once, and for parse5 they do not. */
const VALUE = fc.constantFrom('"x"', "'x'", 'x', '"a>b"', "'<i>'", 'x/y', 'alert(1)', '"a b"', '&#120;');
const ATTRIBUTE = fc
  .tuple(fc.constantFrom('onload', 'ONERROR', 'onclick', 'href', 'a', 'on', '=b', '"', "o'n", 'title'), VALUE, BLANK)
  .map(([name, value, blank]) => (blank === ' ' ? name : `${name}${blank === '\t' ? ' ' : ''}=${value}`));
const TAG = fc
  .tuple(
    fc.constantFrom(...NAMES),
    fc.array(fc.tuple(BLANK, ATTRIBUTE), { maxLength: 4 }),
    fc.constantFrom('>', '/>', ' >'),
  )
  .map(([name, attributes, end]) => `<${name}${attributes.flat().join('')}${end}`);
const PIECE = fc.oneof(
  TAG,
  TAG,
  fc.constantFrom(
    'text',
    ' ',
    '<',
    '>',
    '</',
    '</a>',
    '</b >',
    '<!-- c -->',
    '<3',
    '"',
    "'",
    '=',
    '&lt;',
    '<!x>',
    '<?y>',
    'é',
  ),
);
const FRAGMENT = fc.array(PIECE, { maxLength: 5 }).map((pieces) => pieces.join(''));
/** Where browsers make no elements of tags: what is there is text to them, and may be elements to the next. */
const RAW = /<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext|select|template)/i;

/** `</` and no letter: all up to the next `>` is a comment to a browser. */
const BOGUS_COMMENT = /<\/[^a-z>]/i;

describe('Markup, beside parse5', () => {
  it('that makes an element with a handler or a script is seen', () => {
    fc.assert(
      fc.property(FRAGMENT, (text) => {
        if (elementsOf(text).some(runs)) expect([text, ours(text)?.category]).toEqual([text, 'xss']);
      }),
      trials(4000),
    );
  });

  it('has the tags that a browser sees, with their attributes, and no others', () => {
    fc.assert(
      fc.property(TAG, (text) => {
        const [element] = elementsOf(`${text}`);
        const tag = readTag(text, 0)!;
        // Outside a table a browser drops its cells.
        if (!element || RAW.test(text)) return;
        const plain = tag.attributes.map(({ name }) => name);
        expect([tag.name === 'image' ? 'img' : tag.name, tag.closed]).toEqual([element.tagName, true]);
        expect([...new Set(plain)]).toEqual(
          // XML names of foreign elements are written in another case.
          element.attrs.map(({ name }) => name.toLowerCase()),
        );
      }),
      trials(4000),
    );
  });

  // Comments are left out, with what a browser takes for one: what is in them is read as tags here.
  it('that is text to a browser has no whole tag', () => {
    const inert = fc
      .array(fc.constantFrom('<', '< ', '<3', '<=', '<>', '>', 'a', ' ', '"', "'", '=', '/', '<é', '5<6', '-', '&'), {
        maxLength: 10,
      })
      .map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(inert, (text) => {
        if (BOGUS_COMMENT.test(text) || elementsOf(text).length > 0) return;
        for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
          const tag = readTag(text, at);
          expect([text, tag !== undefined && tag.closed && !tag.closing]).toEqual([text, false]);
        }
      }),
      trials(4000),
    );
  });
});
