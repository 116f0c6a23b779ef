const ESCAPE = /\\(?:u([0-9a-f]{4})|u\{0{0,9}([0-9a-f]{1,6})\}|x([0-9a-f]{2})|([0-3][0-7]{2}))/gi;

/** Decodes the escapes of string literals: `\u0041`, `\u{41}`, `\x41` and octal `\101`. */
export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(ESCAPE, (all: string, unit?: string, point?: string, byte?: string, octal?: string) => {
    const code = octal !== undefined ? parseInt(octal, 8) : parseInt(unit ?? point ?? byte ?? '', 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });
}
