import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { DETECTION_CATEGORIES, type DetectionTrace } from '../../../../src/detection/index.js';
import { engine, inBody, settings } from '../verdict.js';
import { trials } from './trials.js';

interface Read {
  readonly names: string[];
  readonly values: string[];
}
/** Parsers make blanks of line ends, each in their own way. */
const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** What a parser hands on: names, values of attributes, and the text of each element as a whole. */
function parsed(document: string): Read {
  const names: string[] = [];
  const values: string[] = [];
  const open: string[] = [];
  const add = (text: string): void => void (open.length > 0 && (open[open.length - 1] += text));
  const parser = new SaxesParser({ fragment: false });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push('');
    names.push(name, ...Object.keys(attributes));
    for (const [key, value] of Object.entries(attributes as Record<string, string>))
      if (!/^xmlns(?::|$)/.test(key)) values.push(value);
  });
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('comment', (text) => void values.push(text));
  parser.on('closetag', () => void values.push(open.pop()!));
  parser.write(document).close();
  return { names, values: values.map(plain).filter((value) => value !== '') };
}

/** What is read of it, with every category off, so that nothing ends the reading. */
function read(document: string): Read {
  const names: string[] = [];
  const values: string[] = [];
  const text: DetectionTrace['text'] = (one, role) =>
    void (role === 'name' ? names.push(one) : values.push(plain(one)));
  const trace = { text, view: () => {}, match: () => {}, unread: () => {} };
  const body = { bytes: Buffer.from(document), type: 'application/xml', truncated: false };
  engine.inspectRawBody(body, settings({ off: new Set(DETECTION_CATEGORIES) }), trace);
  return { names, values };
}

const WORD = fc.constantFrom('oak', 'Elm 7', 'b', ' ', '\n', 'äü', ']]', 'a > b', '"', "'", '=', '/', '!', '?x', '--');
const REFERENCE = fc.constantFrom(
  '&lt;',
  '&gt;',
  '&amp;',
  '&quot;',
  '&apos;',
  '&#65;',
  '&#x42;',
  '&#x00000000000000000043;',
);
const data = fc
  .array(fc.oneof({ weight: 4, arbitrary: WORD }, REFERENCE), { maxLength: 4 })
  .map((parts) => parts.join(''));
/** A closing mark of CDATA is not allowed in a text. */
const TEXT = data.map((text) => text.replaceAll(']]', ']').replaceAll('>', '&gt;'));
const quoted = fc
  .tuple(fc.constantFrom('"', "'"), data)
  .map(([quote, text]) => `${quote}${text.replaceAll(quote, '')}${quote}`);
const NAME = fc.constantFrom('a', 'b', 'item', 'c.d', 'e-f', '_g', 'été', 'x:y');
const ATTRIBUTES = fc
  .uniqueArray(
    fc.tuple(fc.constantFrom('id', 'k', 'title', 'x:z', 'q.r'), fc.constantFrom('=', ' = ', '=\n', '\t='), quoted),
    { selector: ([name]) => name, maxLength: 4 },
  )
  .chain((all) =>
    fc
      .array(fc.constantFrom(' ', '\n', '\t', '\r\n', '  '), { minLength: all.length, maxLength: all.length })
      .map((blanks) => all.map((parts, i) => blanks[i]! + parts.join('')).join('')),
  );
const ASIDE = fc.oneof(
  data.map((text) => `<!--${text.replaceAll('-', '')}-->`),
  data.map((text) => `<![CDATA[${text.replaceAll(']]', '')}]]>`),
  data.map((text) => `<?pi ${text.replaceAll('?', '')}?>`),
);
const { element } = fc.letrec<{ element: string; content: string }>((tie) => ({
  content: fc
    .array(fc.oneof({ depthSize: 'small' }, TEXT, ASIDE, tie('element')), { maxLength: 5 })
    .map((all) => all.join('')),
  element: fc.oneof(
    { depthSize: 'small' },
    fc.tuple(NAME, ATTRIBUTES, fc.constantFrom('/>', ' />')).map((parts) => `<${parts.join('')}`),
    fc
      .tuple(NAME, ATTRIBUTES, fc.constantFrom('>', '\n>'), tie('content'), fc.constantFrom('', ' '))
      .map(([name, attributes, end, content, blank]) => `<${name}${attributes}${end}${content}</${name}${blank}>`),
  ),
}));
const PROLOG = fc.constantFrom(
  '',
  '<?xml version="1.0"?>',
  '<?xml version="1.0"?>\n<!-- p -->\n',
  '<!DOCTYPE r>',
  '<!DOCTYPE r [<!ELEMENT a ANY>]>',
);

describe('The reader of XML beside a parser', () => {
  it('reads every name, every value of an attribute and the text of every element', () => {
    fc.assert(
      fc.property(PROLOG, element, (prolog, root) => {
        const document = `${prolog}<r>${root}</r>`;
        const expected = parsed(document);
        const { names, values } = read(document);
        expect({ document, missing: expected.names.filter((name) => !names.includes(name)) }).toEqual({
          document,
          missing: [],
        });
        expect({ document, missing: expected.values.filter((value) => !values.includes(value)) }).toEqual({
          document,
          missing: [],
        });
      }),
      trials(2000),
    );
  });

  it.each([
    ['a comment within', '<a>1 union sel<!-- -->ect password from users</a>'],
    ['CDATA within', "<a>1' or <![CDATA['1'='1]]></a>"],
    ['an instruction within', '<a>&lt;svg onlo<?x y?>ad=alert(1)&gt;</a>'],
    ['another element within', '<a>&lt;svg onlo<b/>ad=alert(1)&gt;</a>'],
    ['many zeros before a reference', `<a>&#x${'0'.repeat(40)}3c;svg onload=alert(1)&gt;</a>`],
    ['a quote that nothing closes', '<a "><b>&lt;svg onload=alert(1)&gt;</b>'],
    ['no end of the elements', "<a>1' or <!-- -->'1'='1"],
  ])('hides nothing behind %s', (_what, document) => {
    expect(inBody(document, 'text/xml')).toMatch(/^(?:sqli|xss)$/);
  });
});
