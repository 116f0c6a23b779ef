import { codeAt } from '../../code-at.js';

const OPERATION = /^\s*(?:#[^\n]*\n\s*)*(?:(?:query|mutation|subscription|fragment)\b[^{}'"]{0,2000}\{|\{\s*[a-z_])/i;

/** Whether a text is a GraphQL document: an operation or a fragment with a selection, or the short form `{ field … }`. */
export function isGraphql(text: string): boolean {
  return text.endsWith('}') || text.trimEnd().endsWith('}') ? OPERATION.test(text) : false;
}

/**
 * The string literals of a GraphQL document, opened: what its author filled in. The rest is grammar, which a GraphQL
 * server parses and does not hand on.
 */
export function* documentStrings(text: string): Generator<string> {
  for (let at = text.indexOf('"'); at >= 0;) {
    const block = text.startsWith('"""', at);
    const start = at + (block ? 3 : 1);
    const end = block ? text.indexOf('"""', start) : closingQuote(text, start);
    yield text.slice(start, end < 0 ? text.length : end).replaceAll('\\"', '"');
    if (end < 0) break;
    at = text.indexOf('"', end + (block ? 3 : 1));
  }
}

function closingQuote(text: string, from: number): number {
  for (let i = from, { length } = text; i < length; i++) {
    const code = codeAt(text, i);
    if (code === 92) i++;
    else if (code === 34) return i;
  }
  return -1;
}
