const MIN_LENGTH = 8;
const MAX_LENGTH = 262_144;

/**
 * The text that the whole value is a base64 form of (standard or URL alphabet, padded or not); undefined where it is
 * none, or where it decodes to anything but plain text: identifiers, keys and pictures do.
 */
export function decodeBase64(text: string): string | undefined {
  const { length } = text;
  if (length < MIN_LENGTH || length > MAX_LENGTH || !looksEncoded(text)) return undefined;
  // Most keys and identifiers fail in their first bytes.
  if (length > 16 && !isPlain(Buffer.from(text.slice(0, 8), 'base64'))) return undefined;
  const bytes = Buffer.from(text, 'base64');
  if (!isPlain(bytes)) return undefined;
  return bytes.length > 3 ? bytes.toString('latin1') : undefined;
}

function isPlain(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte > 126 || (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  }
  return true;
}

/** Only base64 characters, and not a word or a number: both cases, or digits with letters. */
function looksEncoded(text: string): boolean {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 61) end--;
  if (text.length - end > 2 || end % 4 === 1) return false;
  let upper = 0;
  let lower = 0;
  let digit = 0;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > 96 && code < 123) lower = 1;
    else if (code > 64 && code < 91) upper = 1;
    else if (code > 47 && code < 58) digit = 1;
    else if (code !== 43 && code !== 47 && code !== 45 && code !== 95) return false;
  }
  return upper + lower + digit > 1;
}
