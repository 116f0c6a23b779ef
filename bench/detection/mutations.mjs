// The same requests in disguise: values in other encodings, and spellings that an interpreter reads in the same way.
// Each is made only where an application would still get to the same meaning by a step that applications take.

const hex = (code, length = 2) => code.toString(16).padStart(length, '0');
const units = (text, form) => [...text].map(form).join('');
const bytes = (text, form) => [...Buffer.from(text)].map(form).join('');
const percent = (text) => bytes(text, (byte) => `%${hex(byte)}`);
const ascii = (text) => /^[\t\n\r -~]*$/.test(text);
const overlong = (text) =>
  bytes(text, (byte) => (byte < 128 ? `%${hex(0xc0 | (byte >> 6))}%${hex(0x80 | (byte & 63))}` : `%${hex(byte)}`));
/** Full-width forms of signs and letters, but of the punctuation that Chinese and Japanese prose has. */
const wide = (text) => text.replace(/[!-~]/g, (char) => ('!&(),:;?'.includes(char) ? char : shift(char)));
const shift = (char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0);
const cased = (text) => {
  let upper = false;
  return text.replace(/[a-z]/gi, (char) => ((upper = !upper) ? char.toUpperCase() : char.toLowerCase()));
};
const base64 = (text) => Buffer.from(text, 'latin1').toString('base64');
const of =
  (...categories) =>
  ({ category }) =>
    categories.includes(category);
/** White space outside quotes, more or less: between words and numbers. */
const BETWEEN = /(?<=[\w)*])[ ](?=[\w(*])/g;

/**
 * Value by value, as the application gets it after the first decoding. `sent`: what goes over the line instead of the
 * usual encoding. `benign`: ordinary values come in this form too, and must pass.
 */
export const MUTATIONS = [
  { name: 'percent, every character', benign: true, sent: percent },
  { name: 'percent, twice', benign: true, value: percent },
  { name: 'percent, three times', benign: true, value: (text) => percent(percent(text)) },
  {
    name: 'percent-u',
    benign: true,
    value: (text) => ascii(text) && units(text, (c) => `%u${hex(c.charCodeAt(0), 4)}`),
  },
  { name: 'overlong UTF-8', sent: overlong },
  { name: 'full width', holds: of('xss', 'sqli', 'path-traversal', 'lfi'), benign: true, value: wide },
  {
    name: 'entities, decimal',
    holds: of('xss', 'sqli', 'rce-shell', 'ssti'),
    benign: true,
    value: (text) => units(text, (c) => `&#${c.codePointAt(0)};`),
  },
  {
    name: 'entities, hexadecimal, bare',
    holds: of('xss'),
    value: (text) => units(text, (c) => `&#x00${hex(c.codePointAt(0))}`),
  },
  {
    name: 'escapes of JavaScript',
    benign: true,
    value: (text) => ascii(text) && units(text, (c) => `\\x${hex(c.charCodeAt(0))}`),
  },
  { name: 'escapes of JSON', benign: true, json: true },
  { name: 'base64', benign: true, value: (text) => text.length > 11 && ascii(text) && base64(text) },
  {
    name: 'base64, unpadded',
    benign: true,
    value: (text) => text.length > 11 && ascii(text) && base64(text).replace(/=+$/, ''),
  },
  { name: 'base64, then percent', value: (text) => text.length > 11 && ascii(text) && percent(base64(text)) },
  { name: 'case', holds: of('sqli', 'xss'), value: cased },
  { name: 'SQL comments', holds: of('sqli'), value: (text) => text.replace(BETWEEN, '/**/') },
  { name: 'SQL comments with text', holds: of('sqli'), value: (text) => text.replace(BETWEEN, '/*x y*/') },
  { name: 'SQL line breaks', holds: of('sqli'), value: (text) => text.replace(BETWEEN, '\n') },
  { name: 'SQL comment lines', holds: of('sqli'), value: (text) => text.replace(BETWEEN, '--x\n') },
  { name: 'SQL, form feeds', holds: of('sqli'), value: (text) => text.replace(BETWEEN, '\f') },
  {
    name: 'IFS for spaces',
    holds: of('rce-shell'),
    value: (text) => text.replace(/(?<=[a-z])[ ](?=[\w/.-])/g, '${IFS}'),
  },
  { name: 'tabs for spaces', holds: of('rce-shell', 'xss'), value: (text) => text.replace(/(?<=\w)[ ](?=\w)/g, '\t') },
  {
    name: 'quotes in commands',
    holds: of('rce-shell'),
    value: (text) => text.replace(/(?<=[;|&`(\s])([a-z])([a-z]+)(?= )/, "$1''$2"),
  },
  { name: 'slashes for spaces', holds: of('xss'), value: (text) => text.replace(/(<[a-z]+)[ ]/gi, '$1/') },
  { name: 'line breaks in tags', holds: of('xss'), value: (text) => text.replace(/(<[a-z]+)[ ]/gi, '$1\n\t') },
  { name: 'split over two parameters', holds: of('sqli'), split: true },
];

/** Texts that are more than a word or a number: what a payload is, among the values of a request. */
const matters = (text) => !/^[\w.-]*$/.test(text);

/** The request with its values changed; undefined where nothing is to be changed or can be. */
export function mutate(row, mutation) {
  if (mutation.holds && row.label === 'attack' && !mutation.holds(row)) return undefined;
  const { head, raw } = row;
  const [path, query] = splitOnce(head.target, '?');
  const target = query === undefined ? head.target : `${path}?${pairs(query, mutation)}`;
  const body = raw && !raw.encoding && bodyOf(raw, mutation);
  if (target === head.target && body === undefined) return undefined;
  return { ...row, head: { ...head, target }, raw: body === undefined ? raw : { ...raw, bytes: Buffer.from(body) } };
}

function bodyOf({ bytes: body, type = '' }, mutation) {
  const text = Buffer.from(body).toString('utf8');
  if (type.includes('urlencoded')) {
    const changed = pairs(text, mutation);
    return changed === text ? undefined : changed;
  }
  if (!/[/+]json/.test(type)) return undefined;
  try {
    const parsed = JSON.parse(text);
    if (mutation.json) return escaped(text);
    if (!mutation.value) return undefined;
    const changed = JSON.stringify(strings(parsed, mutation));
    return changed === JSON.stringify(parsed) ? undefined : changed;
  } catch {
    return undefined;
  }
}

/** Every character of every string of a JSON text as an escape. */
const escaped = (text) =>
  text.replace(/"(?:[^"\\]|\\.)*"/g, (string) => {
    const units = JSON.parse(string).split('');
    return `"${units.map((unit) => `\\u${hex(unit.charCodeAt(0), 4)}`).join('')}"`;
  });

function strings(value, mutation) {
  if (typeof value === 'string') return (matters(value) && mutation.value(value)) || value;
  if (Array.isArray(value)) return value.map((item) => strings(item, mutation));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, strings(item, mutation)]));
}

function pairs(text, mutation) {
  return text
    .split('&')
    .map((pair) => {
      const [name, raw] = splitOnce(pair, '=');
      const value = raw === undefined ? undefined : decoded(raw);
      if (value === undefined || !matters(value)) return pair;
      if (mutation.sent) return `${name}=${mutation.sent(value)}`;
      if (mutation.split) return halves(name, value) ?? pair;
      const changed = mutation.value?.(value);
      return changed && changed !== value ? `${name}=${encodeURIComponent(changed)}` : pair;
    })
    .join('&');
}

/** `1 union select 2` as two values of one name: what joins them stands in a comment. */
function halves(name, value) {
  const space = value.search(BETWEEN);
  if (space < 0) return undefined;
  const [first, second] = [`${value.slice(0, space)}/*`, `*/${value.slice(space + 1)}`];
  return `${name}=${encodeURIComponent(first)}&${name}=${encodeURIComponent(second)}`;
}

function decoded(text) {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined; // what is encoded in another way stays as it is
  }
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
