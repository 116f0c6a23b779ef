const FOLDED =
  /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2044\u2215\u2216\u29f5\u29f8\uff02-\uff05\uff07\uff0a\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5d]/g;
const ASCII: Readonly<Record<string, string>> = {
  '\u2044': '/',
  '\u2215': '/',
  '\u29f8': '/',
  '\u2216': '\\',
  '\u29f5': '\\',
};

/**
 * Folds full-width forms, slash look-alikes and spaces of every width to ASCII, as best-fit conversions do. The punctuation of Chinese and
 * Japanese prose (full-width comma, semicolon, colon, brackets, question and exclamation mark) is left alone.
 */
export function foldUnicode(text: string): string {
  return text.replace(FOLDED, (char) => {
    const code = char.charCodeAt(0);
    return code < 0xff00 ? (ASCII[char] ?? ' ') : String.fromCharCode(code - 0xfee0);
  });
}

/**
 * Drops characters that nobody sees and that some parsers skip: NUL and other controls, soft hyphen, zero width, byte
 * order mark.
 */
export function dropInvisible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
}
