const SHIFTED = /\+(A[A-D][a-zA-Z0-9+/]{1,400})-?/g;

/** Decodes ASCII characters in UTF-7 (`+ADw-` is `<`), which old browsers and parsers take where no charset is given. */
export function decodeUtf7(text: string): string {
  if (!text.includes('+A')) return text;
  return text.replace(SHIFTED, (all: string, digits: string) => {
    const bytes = Buffer.from(digits, 'base64');
    let plain = '';
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      const code = bytes[i + 1]!;
      if (bytes[i] !== 0 || code < 32 || code > 126) return all;
      plain += String.fromCharCode(code);
    }
    return plain;
  });
}
