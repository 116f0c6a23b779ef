// Inputs of any size out of a few tokens: a unit that is repeated, and the shape in which it is sent.

const settled = (unit, size) => unit.repeat(Math.ceil(size / Math.max(1, unit.length))).slice(0, size);
const raw = (type, text) => (engine, settings) => {
  const bytes = Buffer.from(text);
  return () => engine.inspectRawBody({ bytes, type, truncated: false }, settings);
};
const parsed = (body) => (engine, settings) => () => engine.inspectParsedBody(body, 'application/json', settings);
const BOUNDARY = 'multipart/form-data; boundary=b';
const part = (name, value, file = '') =>
  `--b\r\nContent-Disposition: form-data; name="${name}"${file && `; filename="${file}"`}\r\n\r\n${value}\r\n`;
const split = (text, length) => text.match(new RegExp(`[^]{1,${length}}`, 'g')) ?? [];

/** By shape: an inspection of about `size` bytes made of `unit`. */
export const SHAPES = {
  'one field': (unit, size) => parsed({ text: settled(unit, size) }),
  'fields of 2048': (unit, size) => parsed(split(settled(unit, size), 2048)),
  'fields of 64': (unit, size) => parsed(split(settled(unit, size), 64)),
  keys: (unit, size) => parsed(Object.fromEntries(split(settled(unit, size), 24).map((key, i) => [key + i, 1]))),
  records: (unit, size) =>
    parsed(
      split(settled(unit, size), 96).map((part) => ({ [part.slice(0, 24)]: part.slice(24, 48), b: part.slice(48) })),
    ),
  'json in a form': (unit, size) =>
    raw(
      'application/x-www-form-urlencoded',
      `a=${encodeURIComponent(JSON.stringify(split(settled(unit.toWellFormed(), size / 2), 64)))}`,
    ),
  json: (unit, size) => raw('application/json', JSON.stringify({ text: settled(unit, size) })),
  'damaged json': (unit, size) => raw('application/json', `{${settled(unit, size)}`),
  'json as it is': (unit, size) => raw('application/json', settled(unit, size)),
  form: (unit, size) => raw('application/x-www-form-urlencoded', `a=${settled(unit, size)}`),
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
  target: (unit, size) => (engine, settings) => {
    const target = `/${settled(unit, Math.min(size, 16_384))}`;
    return () => engine.inspectHead({ method: 'GET', target, headers: {} }, settings);
  },
  query: (unit, size) => (engine, settings) => {
    const pairs = split(settled(unit.toWellFormed(), Math.min(size, 16_384) / 3), 20).map(encodeURIComponent);
    const target = `/?${pairs.map((part, i) => `${part}${i}=${part}`).join('&')}`.slice(0, 16_384);
    return () => engine.inspectHead({ method: 'GET', target, headers: {} }, settings);
  },
  cookies: (unit, size) => (engine, settings) => {
    const cookie = split(settled(unit, Math.min(size, 16_384)), 20).join('; a=');
    const headers = { cookie, referer: `https://a.example/?${settled(unit, Math.min(size, 8192))}` };
    return () => engine.inspectHead({ method: 'GET', target: '/', headers }, settings);
  },
  headers: (unit, size) => (engine, settings) => {
    const headers = { cookie: settled(unit, Math.min(size, 8192)), 'x-a': settled(unit, Math.min(size, 8192)) };
    return () => engine.inspectHead({ method: 'GET', target: '/', headers }, settings);
  },
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
