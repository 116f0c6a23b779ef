/** What decides for a page or an article, and for source code, which holds whatever its language has. */
export const ENOUGH_IN_DOCUMENT = 0.9;
export const ENOUGH_IN_CODE = 0.97;

const MIN_LENGTH = 400;
const MIN_LINES = 5;

/**
 * Whether a text is a page, an article or a source file rather than a value: several hundred characters in several
 * lines, most of them words. A long run of one character or of white space before a payload is none.
 */
export function isDocument(text: string): boolean {
  if (isMarkdown(text)) return true;
  if (text.length < MIN_LENGTH) return false;
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines < MIN_LINES; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) !== 10) lines++;
  }
  return lines >= MIN_LINES || sentences(text) >= 4;
}

/** A heading and a line after it at the beginning, or a fenced block: a post, however short. */
function isMarkdown(text: string): boolean {
  if (text.charCodeAt(0) === 35 && /^#{1,6} [^\n]{2,200}\n/.test(text)) return true;
  return text.includes('```') && /(?:^|\n) {0,3}```[\w +#.-]{0,30}\r?\n[^`]+\n {0,3}```\s{0,3}(?:\n|$)/.test(text);
}

/** Counts ends of sentences: a stop between a letter and white space. */
function sentences(text: string): number {
  let count = 0;
  for (let at = text.indexOf('. '); at > 0 && count < 4; at = text.indexOf('. ', at + 2)) {
    const before = text.charCodeAt(at - 1) | 32;
    if ((before > 96 && before < 123) || before > 127) count++;
  }
  return count;
}

const WORD = /(?:^|[\s("])\p{L}[\p{L}'’-]+(?=[\s,.;:!?)"]|$)/gu;
/** Letters of languages that part no words. */
const UNSPACED = /[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/g;
const WORDS_OF_A_SENTENCE = 6;
const LOOKED_AT = 1000;

/** Whether a text has a sentence's worth of words, not counting what Markdown marks as code. */
export function isProse(text: string): boolean {
  const plain = text.slice(0, LOOKED_AT).replace(/`[^`]{0,400}`/g, ' ');
  return (plain.match(WORD)?.length ?? 0) >= WORDS_OF_A_SENTENCE || (plain.match(UNSPACED)?.length ?? 0) >= 12;
}

/** Each of them looks through all that follows. */
const MAX_UNCLOSED = 16;

/** The text without its fenced code blocks and code spans, each a blank, as Markdown shows them: as text. */
export function withoutMarkdownCode(text: string): string {
  let out = '';
  let at = 0;
  let unclosed = 0;
  for (let open = text.indexOf('`'); open >= 0 && unclosed < MAX_UNCLOSED; open = text.indexOf('`', at)) {
    let end = open;
    while (text.charCodeAt(end) === 96) end++;
    const close = text.indexOf(text.slice(open, end), end);
    if (close < 0) unclosed++;
    // A span does not go on over a blank line; a fence does.
    const span = close >= 0 && (end - open > 2 || !text.slice(end, close).includes('\n\n'));
    out += text.slice(at, span ? open : end) + (span ? ' ' : '');
    at = span ? close + (end - open) : end;
  }
  return out + text.slice(at);
}

const TRAIL = /(?:\s\p{L}{2,30},?){3,30}[.?!]{0,3}\s{0,3}$/u;
const TRAIL_LENGTH = 200;

/** Whether a text ends with words of a sentence, which no program goes on with; what a comment cuts off is none. */
export const endsInWords = (text: string): boolean =>
  TRAIL.test(text.slice(-TRAIL_LENGTH)) && !/\/\/|\/\*|--|#/.test(text.slice(-TRAIL_LENGTH));

const LEAD = /(?:(?<![\p{L}\p{N}])\p{L}[\p{L}'’-]{0,30}[ ,]{1,2}){5}/u;
const LEAD_LENGTH = 400;

/** Whether a sentence leads to what stands at `at`: five words in a row somewhere before it. */
export const isLedTo = (text: string, at: number): boolean => LEAD.test(text.slice(Math.max(0, at - LEAD_LENGTH), at));
