import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { engine, inBody, inField, inTarget, settings } from '../verdict.js';

const ATTACK = "x' or '1'='1";
const raw = (bytes: Uint8Array, type: string, more: { encoding?: string; truncated?: boolean } = {}) =>
  engine.inspectRawBody({ bytes, type, truncated: false, ...more }, settings());

describe('Bodies', () => {
  it.each([
    ['application/json', JSON.stringify({ a: [{ b: ATTACK }] })],
    ['application/vnd.api+json', JSON.stringify([ATTACK])],
    ['application/json', JSON.stringify({ [ATTACK]: 1 })],
    ['application/x-www-form-urlencoded', `a=1&b=${encodeURIComponent(ATTACK)}`],
    ['application/x-www-form-urlencoded', `a=1&b=x'+or+'1'%3D'1`],
    ['text/plain', ATTACK],
    ['application/xml', `<a><b>${ATTACK}</b></a>`],
    ['text/xml; charset=utf-8', `<a b="x&#39; or &#39;1&#39;=&#39;1"/>`],
    ['application/soap+xml', `<a><![CDATA[${ATTACK}]]></a>`],
    ['application/graphql', `{ user(name: "${ATTACK}") { id } }`],
    ['application/x-ndjson', `{"a":1}\n{"b":"${ATTACK}"}`],
    ['', `b=${encodeURIComponent(ATTACK)}`],
    ['text/plain; charset=utf-16', `\ufeff${ATTACK}`],
  ])('reads %s', (type, body) => {
    const bytes = type.includes('utf-16') ? Buffer.from(body, 'utf16le') : Buffer.from(body);
    expect(inBody(bytes, type)).toBe('sqli');
  });

  it.each([
    ['a later item', { items: [{ a: 1 }, { a: 1 }, { a: 1, [ATTACK]: 2 }] }],
    ['a name that is ordinary elsewhere', { list: [{ where: {} }, { $where: { a: 1 } }] }],
    ['what lies below a later item', { items: [{ a: { b: 1 } }, { a: { b: 1 } }, { a: { b: { [ATTACK]: 1 } } }] }],
    ['a list in a list', { items: [[{ a: 1 }], [{ a: 1, [ATTACK]: 1 }]] }],
  ])('reads the names of %s in a list, though those of its other items are known', (_where, body) => {
    expect(inBody(Buffer.from(JSON.stringify(body)), 'application/json')).toBeDefined();
  });

  it('takes JSON in a field for JSON, and its punctuation for nothing', () => {
    expect(inTarget(`/x?filter=${encodeURIComponent('{"a":{"b":[1,2]},"c":"d;e|f"}')}`)).toBeUndefined();
    expect(inTarget(`/x?filter=${encodeURIComponent(JSON.stringify({ a: ATTACK }))}`)).toBe('sqli');
  });

  it('reads the values in a GraphQL document, not its grammar', () => {
    const query = 'query Find($input: FindInput!) {\n  find(input: $input) {\n  id\n  ... on Order { state }\n  }\n}';
    expect(inField(query, 'query')).toBeUndefined();
    expect(inField(`mutation { save(name: "${ATTACK}") { id } }`, 'query')).toBe('sqli');
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const)('opens %s', (encoding, compress) => {
    const bytes = compress(Buffer.from(JSON.stringify({ a: ATTACK })));
    expect(raw(bytes, 'application/json', { encoding })?.finding?.category).toBe('sqli');
  });

  it('marks what it cannot open, and never opens more than the limit', () => {
    expect(raw(gzipSync(Buffer.alloc(5_000_000)), 'text/plain', { encoding: 'gzip' })).toEqual({
      unread: 'too-large',
    });
    expect(raw(Buffer.from('no gzip'), 'text/plain', { encoding: 'gzip' })).toEqual({ unread: 'unreadable' });
    expect(raw(Buffer.from('x'), 'text/plain', { encoding: 'zstd' })).toEqual({ unread: 'unreadable' });
    expect(raw(Buffer.from([0, 1, 2, 3]), 'application/octet-stream')).toEqual({ unread: 'unreadable' });
    expect(raw(Buffer.from('x'), 'multipart/form-data')).toEqual({ unread: 'unreadable' });
  });

  it('reads a prefix and marks the rest', () => {
    const body = Buffer.from(`a=${encodeURIComponent(ATTACK)}&b=${'c'.repeat(5000)}`);
    const part = raw(body.subarray(0, 100), 'application/x-www-form-urlencoded', { truncated: true });
    expect(part).toMatchObject({ finding: { category: 'sqli' }, unread: 'too-large' });
    const json = Buffer.from(JSON.stringify({ a: ATTACK, b: 'c'.repeat(5000) }));
    expect(raw(json.subarray(0, 200), 'application/json', { truncated: true })).toMatchObject({
      finding: { category: 'sqli' },
      unread: 'too-large',
    });
    expect(
      engine.inspectRawBody(
        { bytes: Buffer.alloc(3000, 97), type: 'text/plain', truncated: false },
        settings({ maxBodyBytes: 1000 }),
      ),
    ).toEqual({
      unread: 'too-large',
    });
  });
});

describe('Bounds', () => {
  const parsed = (body: unknown, over: Parameters<typeof settings>[0]) =>
    engine.inspectParsedBody(body, 'application/json', settings(over));

  it('stops at the depth, the number and the characters of the settings, and says so', () => {
    expect(parsed({ a: { b: { c: ATTACK } } }, { maxDepth: 2 })).toEqual({ unread: 'too-deep' });
    expect(parsed({ a: 'x', b: 'y', c: ATTACK }, { maxValues: 4 })).toEqual({ unread: 'too-many' });
    expect(parsed({ a: 'x'.repeat(2000), c: ATTACK }, { maxChars: 1024 })).toEqual({ unread: 'budget' });
  });

  it('marks nothing where everything was read', () => {
    expect(parsed({ a: 'x', b: 'y' }, { maxValues: 4, maxChars: 1024, maxDepth: 1 })).toBeUndefined();
    expect(parsed({ a: 'x', b: ATTACK }, { maxValues: 4 })?.finding?.category).toBe('sqli');
  });

  it('survives ten thousand levels and a hundred thousand keys', () => {
    const deep = JSON.parse('['.repeat(10_000) + ']'.repeat(10_000)) as unknown;
    expect(parsed(deep, {})).toEqual({ unread: 'too-deep' });
    const wide = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
    expect(parsed(wide, {})).toEqual({ unread: 'too-many' });
  });
});

describe('Settings', () => {
  it('leaves out what is excluded by name', () => {
    const exclude = { headers: new Set(['x-code']), params: new Set(['html']), bodyFields: new Set(['source']) };
    const head = (target: string, headers = {}) =>
      engine.inspectHead({ method: 'GET', target, headers }, settings({ exclude }));
    expect(head(`/?html=${ATTACK}`)).toBeUndefined();
    expect(head('/', { 'x-code': ATTACK })).toBeUndefined();
    expect(head(`/?q=${encodeURIComponent(ATTACK)}`)?.finding).toMatchObject({ place: { kind: 'query', name: 'q' } });
    expect(engine.inspectParsedBody({ a: { source: ATTACK } }, undefined, settings({ exclude }))).toBeUndefined();
  });

  it('does not report categories that are off', () => {
    const off = new Set(['sqli']);
    expect(engine.inspectParsedBody({ a: ATTACK }, undefined, settings({ off }))).toBeUndefined();
  });

  it('says where, what and by which steps, in a short excerpt', () => {
    const text = `${'x'.repeat(500)} %2527%20or%201%253d1`;
    const found = engine.inspectParsedBody({ a: { b: [text] } }, undefined, settings())?.finding;
    expect(found).toMatchObject({
      category: 'sqli',
      place: { kind: 'body', name: 'a.b' },
      steps: ['percent', 'percent'],
    });
    expect(found?.excerpt.length).toBeLessThanOrEqual(100);
  });

  it('takes what is in a field for code, where the form names a language, for code', () => {
    const code = "SELECT a\nFROM t\nWHERE b = 'c' OR 1=1;\n";
    expect(engine.inspectParsedBody({ language: 'sql', code }, undefined, settings())).toBeUndefined();
    expect(
      engine.inspectParsedBody({ language: 'en', code: `${ATTACK}\n` }, undefined, settings())?.finding,
    ).toBeDefined();
    expect(engine.inspectParsedBody({ language: 'sql', name: ATTACK }, undefined, settings())?.finding).toBeDefined();
    for (const name of ['code', 'source', 'snippet'])
      expect(engine.inspectParsedBody({ language: 'bash', [name]: 'npm i x && cat a' }, undefined, settings())).toBe(
        undefined,
      );
    expect(
      engine.inspectParsedBody({ language: 'sql', content: ATTACK }, undefined, settings())?.finding,
    ).toBeDefined();
    expect(engine.inspectParsedBody({ language: 'de', code: ATTACK }, undefined, settings())?.finding).toBeDefined();
    expect(engine.inspectParsedBody({ code: ATTACK }, undefined, settings())?.finding).toBeDefined();
  });
});
