import { REDACTED, type SensitiveNames } from './names.js';

/** A name after a delimiter and before `=`. Names hold no delimiter, so that no character is looked at twice. */
const NAME = /(?:^|[?&;#\s])([^=&?;#\s]+)=/g;
const END = /[&;#\s]/;

/** Replaces the values of sensitive parameters in a URL, path or form body. Other text stays as it is. */
export function redactQuery(text: string, names: SensitiveNames): string {
  if (!text.includes('=')) return text;
  let redacted = '';
  let copied = 0;
  for (const match of text.matchAll(NAME)) {
    const value = match.index + match[0].length;
    if (value <= copied || !names.has(decode(match[1] as string))) continue;
    redacted += text.slice(copied, value) + REDACTED;
    const length = text.slice(value).search(END);
    copied = length < 0 ? text.length : value + length;
  }
  return redacted + text.slice(copied);
}

/** A name may be written with escapes, such as `pass%77ord`; it may also be `user[password]`. */
function decode(name: string): string {
  const text = name.includes('%') ? unescapeSafely(name) : name;
  const bracket = text.lastIndexOf('[');
  return bracket > 0 && text.endsWith(']') ? text.slice(bracket + 1, -1) : text;
}

function unescapeSafely(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    // Not an escape: the name stands for itself.
    return name;
  }
}
