// Changes of texts and of bytes.
import { WORDS } from './words.mjs';

const MAX_LENGTH = 3000;

const percent = (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const codes = (write) => (text) => Array.from(text, (char) => write(char.codePointAt(0))).join('');
const ENCODINGS = [
  percent,
  (text) => percent(percent(text)),
  codes((code) => `&#${code};`),
  codes((code) => `&#x${code.toString(16)};`),
  codes((code) => `\\u${code.toString(16).padStart(4, '0')}`),
  codes((code) => `\\x${code.toString(16)}`),
  codes((code) => `%u${code.toString(16).padStart(4, '0')}`),
  codes((code) => (code > 32 && code < 127 ? String.fromCharCode(code + 0xfee0) : String.fromCodePoint(code))),
  (text) => Buffer.from(text).toString('base64'),
  (text) => Buffer.from(text).toString('base64url'),
  (text) => text.toUpperCase(),
  (text) => text.replaceAll(' ', '/**/'),
  (text) => text.replaceAll(' ', '+'),
  (text) => [...text].join('\\'),
  (text) => [...text].reverse().join(''),
];

const cut = (random, text) => {
  const start = random.below(text.length + 1);
  return [start, start + random.below(Math.min(text.length - start, 40) + 1)];
};
/** Each takes a text and answers another; `other` gives a second one. */
const CHANGES = [
  (random, text) => insert(text, random.below(text.length + 1), random.of(WORDS)),
  (random, text) => insert(text, random.below(text.length + 1), random.of(WORDS)),
  (random, text) => random.of(WORDS) + text,
  (random, text) => text + random.of(WORDS),
  (random, text) => replaced(text, cut(random, text), ''),
  (random, text) => replaced(text, cut(random, text), random.of(WORDS)),
  (random, text) => {
    const [start, end] = cut(random, text);
    return replaced(text, [start, end], random.of(ENCODINGS)(text.slice(start, end)));
  },
  (random, text) => random.of(ENCODINGS)(text),
  (random, text) => {
    const [start, end] = cut(random, text);
    return replaced(text, [start, end], text.slice(start, end).repeat(1 + random.below(20)));
  },
  (random, text) => insert(text, random.below(text.length + 1), String.fromCharCode(random.below(0x10000))),
  (random, text) => insert(text, random.below(text.length + 1), String.fromCharCode(random.below(256))),
  (random, text, other) => insert(text, random.below(text.length + 1), other()),
  (random, text, other) => text.slice(0, random.below(text.length + 1)) + other().slice(random.below(20)),
  (random, text) => text.slice(0, random.below(text.length + 1)),
];

const insert = (text, at, piece) => text.slice(0, at) + piece + text.slice(at);
const replaced = (text, [start, end], piece) => text.slice(0, start) + piece + text.slice(end);

/** One to six changes. */
export function mutateText(random, text, other) {
  let out = text;
  for (let left = 1 + random.below(6); left > 0; left--)
    out = random.of(CHANGES)(random, out, other).slice(0, MAX_LENGTH);
  return out;
}

/** A few bytes changed, taken out or put in. */
export function mutateBytes(random, bytes) {
  const out = Buffer.from(bytes.subarray(0, 20_000));
  if (out.length === 0) return out;
  for (let left = 1 + random.below(8); left > 0; left--) {
    const at = random.below(out.length);
    if (random.once(3)) out.copyWithin(at, random.below(out.length));
    else out[at] = random.once(2) ? random.below(256) : out[at] ^ (1 << random.below(8));
  }
  return random.once(4) ? out.subarray(0, random.below(out.length)) : out;
}
