const MIN_LENGTH = 400;
const MIN_LINES = 5;

/**
 * Whether a text is a page, an article or a source file rather than a value: several hundred characters in several
 * lines, most of them words. A long run of one character or of white space before a payload is none.
 */
export function isDocument(text: string): boolean {
  if (text.length < MIN_LENGTH) return false;
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && lines < MIN_LINES; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) !== 10) lines++;
  }
  return lines >= MIN_LINES || sentences(text) >= 4;
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
