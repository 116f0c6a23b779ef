const SHIFTED = /\+(A[A-D][a-zA-Z0-9+/])-/g;

/** Decodes single ASCII characters in UTF-7 (`+ADw-` is `<`), which old browsers took from a page without a charset. */
export function decodeUtf7(text: string): string {
  if (!text.includes('+A')) return text;
  return text.replace(SHIFTED, (all: string, digits: string) => {
    const bytes = Buffer.from(digits, 'base64');
    const code = bytes[1];
    return bytes[0] === 0 && code !== undefined && code > 31 && code < 127 ? String.fromCharCode(code) : all;
  });
}
