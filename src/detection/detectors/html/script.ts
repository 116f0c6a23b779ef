import { endsInWords } from '../../document.js';
import { isSpoken } from '../../fields.js';
import { type Match, type Subject } from '../../subject.js';

const ATTRIBUTE_BREAKOUT =
  /["'`/\s]on[a-z]{4,40}\s{0,20}=\s{0,20}["'`]?\s{0,20}[\w$(["'`!+~{-]|["'`]\s{0,9}style\s{0,5}=\s{0,5}["'][^"']{0,80}(?:expression|url)\(/i;
/** `<f o r m`: an element whose name was spelled out, for readers that drop the spaces. */
const SPACED_TAG = new RegExp(
  `<(?:${[
    'script',
    'form',
    'iframe',
    'frame',
    'object',
    'embed',
    'applet',
    'style',
    'meta',
    'link',
    'body',
    'base',
    'image',
    'img',
    'svg',
    'input',
    'video',
    'audio',
  ]
    .map((name) => [...name].join('\\s{1,3}'))
    .join('|')})\\b`,
  'i',
);
const NAME_IS_HANDLER = /^(?:["'`/\s]{1,10}|<["'`]?)on[a-z]{4,50}\s{0,9}=/i;
const STYLE =
  /(?:-moz-binding|behaviou?r)\s{0,5}:\s{0,5}url|(?:url\s{0,5}\(|:)\s{0,5}["']?\s{0,5}(?:javascript|vbscript)\s{0,3}(?::|$)|url\s{0,3}\(\s{0,3}javascript|:\s{0,5}expression\s{0,5}\(/i;
/** Functions and objects of a page, in lower case. */
export const FUNCTIONS =
  'alert confirm prompt eval settimeout setinterval fetch atob btoa execscript msgbox importscripts'.split(' ');
export const OBJECTS = 'document window self top parent frames globalthis this location'.split(' ');
const FUNCTION = `(?:${FUNCTIONS.join('|')})`;
const COMMENT = '(?:\\s|/\\*[^*]{0,40}\\*/){0,5}';
const CALL = new RegExp(
  `(?:^|[^\\w.$-]|["'\`)\\]]\\s{0,3}-)\\(?${FUNCTION}\\)?${COMMENT}(?:\\?\\.${COMMENT}(?:\\(|call|apply|bind)|\\.${COMMENT}(?:call|apply|bind)\\b|(?<=[a-z)/])(?:\\(|\`(?!$))|[(\`]\\s{0,5}(?:["'\`\\d/([]|document|window|this|self|string))`,
  'i',
);
/** `[].sort.call`…``: a method that is borrowed to call something else; objects of old browsers. */
const BORROWED = new RegExp(
  `\\]${COMMENT}\\.${COMMENT}(?:sort|map|filter|find|some|every|foreach|reduce|constructor|at|concat)${COMMENT}\\.${COMMENT}(?:call|apply|bind)${COMMENT}[(\`]|\\bnew\\s{1,5}activexobject\\s{0,3}\\(`,
  'i',
);
/** What only script in a page reads, and members of the page's objects that are used: `parent.name` alone is a field. */
const PROPERTY = new RegExp(
  `\\b(?:document|window)\\)?${COMMENT}\\.${COMMENT}(?:cookie|domain|write(?:ln)?|localstorage|alert|eval)\\b|\\bwindow${COMMENT}\\.${COMMENT}location\\b|\\b(?:${OBJECTS.join('|')})\\)?${COMMENT}(?:\\.${COMMENT}(?:cookie|domain|location|write(?:ln)?|alert|eval|open|name|href|replace|assign|documentelement|body|getelement\\w{1,20}|create\\w{1,20})\\s{0,3}(?:[([\`]|=[^=]|\\.\\s{0,3}(?:href|search|hash|innerhtml|appendchild))|\\[${COMMENT}["'\`+/])`,
  'i',
);

/** A quote that ends an attribute or a string, and what comes after it in a page or a script. */
export function findBreakout({ text, document, role }: Subject): Match | undefined {
  if (document) return undefined;
  const spaced = SPACED_TAG.exec(text);
  if (spaced) return { category: 'xss', what: 'spaced-tag', confidence: 0.55, offset: spaced.index };
  if (!text.includes('=')) return undefined;
  if (role === 'name' && NAME_IS_HANDLER.test(text))
    return { category: 'xss', what: 'attribute-breakout', confidence: 0.6, offset: 0 };
  const quote = text.search(/["'`>\\]/);
  if (quote < 0) return undefined;
  const rest = text.slice(quote).replace(/<\/?[a-z]{0,3}>/gi, '');
  const handler = ATTRIBUTE_BREAKOUT.exec(rest);
  if (handler) return { category: 'xss', what: 'attribute-breakout', confidence: 0.8, offset: quote };
  return undefined;
}

/** Script as a whole value: a script URL, or what only script in a page has. */
export function findScript({ text, document, role, field }: Subject): Match | undefined {
  if (document) return undefined;
  if (LINK.test(text)) return { category: 'xss', what: 'script-link', confidence: 0.7, offset: text.search(LINK) };
  if (isScriptUrl(text)) return { category: 'xss', what: 'script-url', confidence: 0.8, offset: 0 };
  const style = STYLE.exec(text.includes('void(0)') ? text.replace(NO_OPERATION, ' ') : text);
  if (style) return { category: 'xss', what: 'active-style', confidence: 0.7, offset: style.index };
  const symbols = /[[\]()!+\s]{14,}/.exec(text);
  if (symbols && /!\[\]|\+\[\]|\[\]\[/.test(symbols[0]))
    return { category: 'xss', what: 'symbols-only', confidence: 0.7, offset: symbols.index };
  if (spokenOf(text) || (isSpoken(field) && endsInWords(text))) return undefined;
  const borrowed = BORROWED.exec(text);
  if (borrowed) return { category: 'xss', what: 'script-call', confidence: 0.7, offset: borrowed.index };
  const call = CALL.exec(mentionsAside(text));
  if (call && role !== 'path') return { category: 'xss', what: 'script-call', confidence: 0.65, offset: call.index };
  const property = PROPERTY.exec(text);
  if (property && role !== 'path')
    return { category: 'xss', what: 'page-property', confidence: 0.55, offset: property.index };
  return undefined;
}

/** A link of Markdown to script. */
const LINK = /\]\(\s{0,3}<?(?:javascript|vbscript):\s{0,3}(?!void)[^)\s]|\]\(\s{0,3}data:text\/html/i;

/** `javascript:` with code after it; a title such as "JavaScript: an introduction" has words. */
function isScriptUrl(text: string): boolean {
  const head = text
    .slice(0, 100)
    .replace(/[\t\n\r]/g, '')
    .trimStart()
    .toLowerCase();
  if (head.startsWith('data:text/html')) return true;
  const colon = head.indexOf(':');
  if (colon < 0 || !/^(?:java|vb)script\s{0,3}$/.test(head.slice(0, colon))) return false;
  if (/^javascript:\s{0,3}void\(0\);?\s{0,3}$/.test(head)) return false;
  return /[(=`%\\]|\/\//.test(text) || /\S[\t\n\r]\S/.test(text.slice(0, colon + 9));
}

/** `javascript:void(0)`, the address of links that do nothing. */
const NO_OPERATION = /javascript:\s{0,3}void\(0\)/gi;
/** `eval()`, `alert(...)`: a function's name, as people write it, and code as a page shows it. */
const MENTION = new RegExp(
  `\\b${FUNCTION}\\(\\s{0,2}(?:\\.{3}|\u2026)?\\s{0,2}\\)|\`${FUNCTION}\`|<code[^<>]{0,100}>[^<]{1,400}</code>`,
  'gi',
);

/** The text without mere mentions of functions, where there are words around. */
const mentionsAside = (text: string): string =>
  /\p{L}{2}\s\S|\S\s\p{L}{2}/u.test(text) ? text.replace(MENTION, ' ') : text;

/** Words of a sentence around: somebody writes about script. */
function spokenOf(text: string): boolean {
  const plain = text.replace(/`[^`]{0,400}`/g, ' ');
  return (plain.match(/(?:^|\s)\p{L}{2,}(?=[\s,.;:!?]|$)/gu)?.length ?? 0) > 5;
}
