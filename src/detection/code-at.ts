// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its text as `this`
const { charCodeAt } = String.prototype;

/**
 * The UTF-16 code at a position, NaN outside of the text, for loops over the characters of a text. V8 has a dozen kinds of
 * strings; where a loop has met more than four, it looks `text.charCodeAt` up anew for every character, which takes four
 * times as long as to read it. `text.length` is the same: take it before the loop.
 */
export const codeAt = (text: string, at: number): number => charCodeAt.call(text, at);
