// Inputs of any size out of a few tokens: a unit that is repeated, and the shape in which it is sent.

const settled = (unit, size) => unit.repeat(Math.ceil(size / Math.max(1, unit.length))).slice(0, size);
const raw = (type, text) => (engine, settings) => {
  const bytes = Buffer.from(text);
  return () => engine.inspectRawBody({ bytes, type, truncated: false }, settings);
};
const parsed = (body) => (engine, settings) => () => engine.inspectParsedBody(body, 'application/json', settings);
const target =
  (path, headers = {}) =>
  (engine, settings) =>
  () =>
    engine.inspectHead({ method: 'GET', target: path, headers }, settings);
const BOUNDARY = 'multipart/form-data; boundary=b';
const part = (name, value, file = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${file && `; filename="${file}"`}\r\n\r\n${value}\r\n`;
const split = (text, length) => text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];

const FORM = 'application/x-www-form-urlencoded';
/** The unit again and again, with something between that takes `extra` characters. */
const repeated = (unit, size, extra, write) =>
  Array.from({ length: Math.ceil(Math.max(0, size) / (unit.length + extra)) }, (_, i) => write(unit, i));
const LONG = 'name[of].part.';
const longName = (size) => settled(LONG, size);
/** What a server of HTTP takes of a head. */
const HEAD = 16_000;
const list = (unit, size) => repeated(unit, size, 3, (value) => value);
const nested = (unit, size, depth) => {
  let value = unit;
  for (let i = 0; i < depth; i++)
    value = { [longName(size / depth / 2)]: value, a: list(unit, size / depth / 2 - LONG.length) };
  return value;
};

/** Long names above many texts, many names with a long beginning, many small texts: what is looked up by its name. */
const NAMES = {
  'below a long key': (unit, size) =>
    parsed({
      [longName(size / 2)]: Object.fromEntries(repeated(unit, size / 2, 11, (value, i) => [`key${i}`, value])),
    }),
  'list below a long key': (unit, size) => parsed({ [longName(size / 2)]: list(unit, size / 2) }),
  'nested long keys': (unit, size) => parsed(nested(unit, size, 50)),
  'keys with a long beginning': (unit, size) =>
    parsed(Object.fromEntries(repeated(unit, size, 308, (value, i) => [longName(300) + i, value]))),
  'long keys': (unit, size) =>
    parsed(Object.fromEntries(split(settled(unit, size), 300).map((key, i) => [key + i, 1]))),
  'fields of a unit': (unit, size) => parsed(list(unit, size)),
  'records of a unit': (unit, size) => parsed(repeated(unit, size, 9, (value) => ({ a: value }))),
  'lines of a unit': (unit, size) => raw('text/calendar', repeated(unit, size, 1, (value) => value).join('\n')),
  'json within json': (unit, size) => {
    let text = JSON.stringify([settled(unit, size / 8)]);
    for (let next = text; next.length < size; next = JSON.stringify([text])) text = next;
    return parsed({ text });
  },
  'list in a form below a long name': (unit, size) =>
    raw(FORM, `${longName(size / 2)}=${encodeURIComponent(JSON.stringify(list(unit.toWellFormed(), size / 6)))}`),
  'form of long names': (unit, size) =>
    raw(FORM, repeated(unit, size, 308, (value, i) => `${longName(300)}[${i}]=${value}`).join('&')),
  'form of one name': (unit, size) => raw(FORM, repeated(unit, size, 3, (value) => `q=${value}`).join('&')),
  'multipart below a long name': (unit, size) =>
    raw(BOUNDARY, `${part(longName(Math.min(HEAD, size / 2)), JSON.stringify(list(unit, size / 2)))}--b--`),
  'multipart of long names': (unit, size) =>
    raw(BOUNDARY, repeated(unit, size, 2060, (value) => part(longName(1000), value, longName(1000))).join('')),
  'multipart of long file names': (unit, size) =>
    raw(BOUNDARY, `${split(settled(unit, size), HEAD).map((value) => part('a', 'b', value))}--b--`),
  'multipart with a long boundary': (unit, size) => {
    const boundary = settled(unit, 8000);
    return raw(`multipart/form-data; boundary="${boundary}"`, settled(`\r\n--${boundary.slice(1)}`, size));
  },
  'xml below a long name': (unit, size) =>
    raw('application/xml', `<${longName(size / 2)}>${repeated(unit, size / 2, 4, (value) => `${value}<?a>`).join('')}`),
  'xml data below a long name': (unit, size) =>
    raw(
      'application/xml',
      `<${longName(size / 2)}>${repeated(unit, size / 2, 12, (value) => `<![CDATA[${value}]]>`).join('')}`,
    ),
  'xml of long names': (unit, size) =>
    raw('application/xml', repeated(unit, size, 310, (value) => `<${longName(300)}>${value}</a>`).join('')),
  'xml of prefixes': (unit, size) =>
    raw(
      'application/xml',
      `<${longName(80)}:${longName(size / 3)} ${repeated(unit, size / 1.5, 9, (value, i) => `x:a${i}="${value}"`).join(' ')}>`,
    ),
  'graphql of long aliases': (unit, size) =>
    parsed({
      query: `{${repeated(unit, size, 320, (value, i) => `${'a'.repeat(300)}${i}:b(c:${JSON.stringify(value)})`).join(' ')}}`,
    }),
  'graphql of variables': (unit, size) =>
    parsed({
      query: `query A(${repeated(unit, size / 2, 6, (_, i) => `$v${i}:I`)}){a}`,
      variables: Object.fromEntries(repeated(unit, size / 2, 9, (value, i) => [`v${i}`, value])),
    }),
  'query below a long name': (unit, size) =>
    target(
      `/?${longName(Math.min(size, HEAD) / 2)}=${encodeURIComponent(JSON.stringify(list(unit.toWellFormed(), Math.min(size, HEAD) / 6)))}`,
    ),
  'query of one name': (unit, size) =>
    target(`/?${repeated(unit, Math.min(size, HEAD), 3, (value) => `q=${value}`).join('&')}`),
  'cookie below a long name': (unit, size) =>
    target('/', {
      cookie: `${longName(Math.min(size, HEAD) / 2)}=${JSON.stringify(list(unit, Math.min(size, HEAD) / 2))}`,
    }),
  'many headers': (unit, size) =>
    target(
      '/',
      Object.fromEntries(repeated(unit, Math.min(size, HEAD), 104, (value, i) => [`x-${'a-'.repeat(50)}${i}`, value])),
    ),
};

/** By shape: an inspection of about `size` bytes made of `unit`. */
export const SHAPES = {
  ...NAMES,
  'one field': (unit, size) => parsed({ text: settled(unit, size) }),
  'fields of 2048': (unit, size) => parsed(split(settled(unit, size), 2048)),
  'fields of 64': (unit, size) => parsed(split(settled(unit, size), 64)),
  keys: (unit, size) => parsed(Object.fromEntries(split(settled(unit, size), 24).map((key, i) => [key + i, 1]))),
  records: (unit, size) =>
    parsed(
      split(settled(unit, size), 96).map((part) => ({ [part.slice(0, 24)]: part.slice(24, 48), b: part.slice(48) })),
    ),
  'json in a form': (unit, size) =>
    raw(FORM, `a=${encodeURIComponent(JSON.stringify(split(settled(unit.toWellFormed(), size / 2), 64)))}`),
  json: (unit, size) => raw('application/json', JSON.stringify({ text: settled(unit, size) })),
  'damaged json': (unit, size) => raw('application/json', `{${settled(unit, size)}`),
  'json as it is': (unit, size) => raw('application/json', settled(unit, size)),
  form: (unit, size) => raw(FORM, `a=${settled(unit, size)}`),
  xml: (unit, size) => raw('application/xml', `<a>${settled(unit, size)}`),
  graphql: (unit, size) => raw('application/graphql', settled(unit, size)),
  text: (unit, size) => raw('text/html', settled(unit, size)),
  'multipart as it is': (unit, size) => raw(BOUNDARY, `${part('a', 'b')}${settled(unit, size)}`),
  'multipart of 100': (unit, size) =>
    raw(
      BOUNDARY,
      `${split(settled(unit, size), 100)
        .map((value) => part('a', value))
        .join('')}--b--`,
    ),
  file: (unit, size) => raw(BOUNDARY, `${part('a', settled(unit, size), 'a.svg')}--b--`),
  base64: (unit, size) => parsed({ text: Buffer.from(settled(unit, (size * 3) / 4)).toString('base64') }),
  percent: (unit, size) =>
    parsed({ text: settled(encodeURIComponent(unit.toWellFormed()).replaceAll('%', '%25'), size) }),
  target: (unit, size) => target(`/${settled(unit, Math.min(size, 16_384))}`),
  query: (unit, size) => {
    const pairs = split(settled(unit.toWellFormed(), Math.min(size, 16_384) / 3), 20).map(encodeURIComponent);
    return target(`/?${pairs.map((part, i) => `${part}${i}=${part}`).join('&')}`.slice(0, 16_384));
  },
  cookies: (unit, size) =>
    target('/', {
      cookie: split(settled(unit, Math.min(size, 16_384)), 20).join('; a='),
      referer: `https://a.example/?${settled(unit, Math.min(size, 8192))}`,
    }),
  headers: (unit, size) =>
    target('/', { cookie: settled(unit, Math.min(size, 8192)), 'x-a': settled(unit, Math.min(size, 8192)) }),
};

/** Tokens that units are made of, beside the literals that the detectors look for. */
export const TOKENS = [
  ...[
    'a',
    ' ',
    '0',
    '=',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '<',
    '>',
    "'",
    '"',
    '`',
    ';',
    ':',
    ',',
    '.',
    '/',
    '\\',
    '|',
    '&',
  ],
  ...[
    '\n',
    '\r\n',
    '\t',
    '\0',
    '\u4e00',
    '\u0430',
    '\uff1c',
    '\u200b',
    '\ud83d\ude00',
    '%',
    '$',
    '#',
    '@',
    '!',
    '*',
    '-',
    '+',
  ],
  ...[
    '%25',
    '%2525',
    '%u0041',
    '%c3',
    '%c0%ae',
    '&amp;',
    '&#x26;',
    '&#38',
    '\\u005c',
    '\\x41',
    '\\101',
    '+ADw-',
    'YWJj',
  ],
  ...[
    '<a ',
    '<a b="',
    '<!',
    '<![',
    '<![CDATA[',
    '<?',
    '<!--',
    '-->',
    ' x=1',
    '--b\r\n',
    '\r\n\r\n',
    '{"a":',
    '[[',
    '"a":1,',
  ],
  ...['a, ', 'the word. ', '\n\nline ', "' or ", '1=1', '/**/', 'case when ', '${env}', '${lower:', '}}', '{{', '<%='],
  ...['/bin/', '../', 'a=b&', 'a;', '__proto__', 'constructor', 'select ', 'union ', 'if(', 'sleep('],
];
