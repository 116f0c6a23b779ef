import { withoutMarkdownCode } from '../../document.js';
import { isSpoken } from '../../fields.js';
import { type Detector, type Match, type Subject, VALUES } from '../../subject.js';
import { isPlainMeta, judgeTag } from './judge.js';
import { findBreakout, findScript, FUNCTIONS, OBJECTS } from './script.js';
import { readTag, type Tag } from './tags.js';

const around = (before: readonly string[], words: readonly string[], after: readonly string[]): string[] =>
  before.flatMap((start) => words.flatMap((word) => after.map((end) => `${start}${word}${end}`)));

const prefixes = (word: string): string[] => Array.from(word, (_, i) => word.slice(0, i + 1));
/** White space that is more than a word of a sentence has after it. */
const BLANKS = ['  ', '\t', '\n', '\r', '\v', '\f'];

/** Markup and script as a browser would run them. */
export const html: Detector = {
  name: 'html',
  cost: ({ text: { length }, document }) => (document ? 1 : 30) * length,
  roles: [...VALUES, 'path', 'grammar'],
  triggers: [
    '<',
    'javascript',
    'vbscript',
    'script:',
    // A scheme may be broken anywhere by what a browser drops; where it ends whole, `script:` is there.
    ...around([''], [...prefixes('javascrip'), ...prefixes('vbscrip')], ['\t', '\n', '\r']),
    'data:',
    'binding',
    'behavior',
    'behaviour',
    'expression',
    'style',
    '![]',
    '+[]',
    '[][',
    ...around([''], ['call', 'apply', 'bind'], ['(', '`', ' (', ' `', '/', ' /', ...BLANKS]),
    'activexobject',
    ...around(['"', "'", '`', ' ', '/', '>'], ['on'], ['']),
    ...around([''], OBJECTS, ['.', '[', ')', '/', ' .', ' /', ' [', ...BLANKS]),
    ...around([''], FUNCTIONS, ['(', '`', '.', '?', ')', ' (', ' `', '/', ' /', ' .', ' ?', ...BLANKS]),
  ],
  detect(subject) {
    const { text } = subject;
    const shown = text.includes('`') && writtenInMarkdown(subject) ? withoutMarkdownCode(text) : text;
    return findMarkup(shown, subject) ?? findBreakout(subject) ?? findScript(subject);
  },
};

/** An article, or a sentence where people write: code in it is shown. */
const writtenInMarkdown = ({ document, place, field, prose, text }: Subject): boolean =>
  document || (place === 'body' && isSpoken(field) && prose && !ACTS.test(text));

/** A script with its code, or that of another host: who only speaks of scripts writes less, and not all show Markdown as text. */
const ACTS = /<script(?:\s[^>]{0,300})?>\s{0,20}[^\s<`]|<script\s[^>]{0,300}?src\s{0,5}=\s{0,5}["']?(?:https?:)?\/\//i;

const STEPS_OF_A_TAG = 150;
const STEPS_OF_AN_ATTRIBUTE = 150;

function findMarkup(text: string, subject: Subject): Match | undefined {
  let best: Match | undefined;
  for (let at = text.indexOf('<'); at >= 0;) {
    const tag = readTag(text, at);
    const steps = tag ? STEPS_OF_A_TAG + STEPS_OF_AN_ATTRIBUTE * tag.attributes.length + 4 * (tag.end - at) : 8;
    if (tag?.more) subject.leave();
    if (!subject.spend(steps)) return best;
    const judged = tag && !isNamed(text, tag) && !ofPage(text, tag) ? judgeTag(tag) : undefined;
    if (judged && (!best || judged.confidence > best.confidence)) best = { category: 'xss', offset: at, ...judged };
    if (best && best.confidence >= 0.9) return best;
    // A tag that nothing ends takes the rest of the text. What begins inside it is read too, as far as the steps suffice.
    at = text.indexOf('<', tag?.closed ? tag.end : at + 1);
  }
  return best;
}

/** A tag that is all of a code span, or that is called one: somebody writes about the element. */
const isNamed = (text: string, { start, end, closed, attributes }: Tag): boolean =>
  closed &&
  attributes.length === 0 &&
  ((text[start - 1] === '`' && text[end] === '`') ||
    // `Promise<Object>`: the argument of a type.
    (/\w/.test(text[start - 1] ?? '') && /[A-Z]/.test(text[start + 1]!) && /[a-z]/.test(text[start + 2]!)) ||
    /^["'”]? (?:tags?|elements?|blocks?)\b/.test(text.slice(end, end + 12)));

/** The style of a whole page, mail or drawing (what it runs is seen in its rules), and what its head says of it. */
const ofPage = (text: string, tag: Tag): boolean =>
  (tag.name === 'style' && /<(?:html|head|body|table|p|svg|div)[\s>]/i.test(text)) ||
  (tag.name === 'meta' && isPlainMeta(tag) && /<(?:html|head|title)[\s>]/i.test(text));
