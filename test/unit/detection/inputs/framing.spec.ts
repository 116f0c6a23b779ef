import { engine, inBody, inField, settings } from '../verdict.js';

const found = (headers: Record<string, string | string[]>): string | undefined =>
  engine.inspectHead({ method: 'POST', target: '/', headers }, settings())?.finding?.detector;

describe('Marks of a request that two servers understand differently', () => {
  it.each<[what: string, headers: Record<string, string | string[]>]>([
    ['two-lengths', { 'content-length': '5', 'transfer-encoding': 'chunked' }],
    ['coding', { 'transfer-encoding': 'identity, chunked' }],
    ['coding', { 'transfer-encoding': ',chunked' }],
    ['coding', { 'transfer-encoding': 'x, chunked' }],
    ['coding', { 'transfer-encoding': 'gzip;q=1, chunked' }],
    ['coding', { 'transfer-encoding': 'chunked, chunked' }],
    ['coding', { 'transfer-encoding': 'chunked, identity' }],
    ['coding', { 'transfer-encoding': '\u000bchunked' }],
    ['coding', { 'transfer-encoding': ['chunked', 'identity'] }],
    ['coding', { 'transfer-encoding': 'xchunked' }],
    ['length', { 'content-length': '+5' }],
    ['length', { 'content-length': '5, 6' }],
    ['length', { 'content-length': '0x5' }],
    ['length', { 'content-length': '5 ' }],
    ['header-name', { content_length: '5' }],
    ['header-name', { 'transfer encoding': 'chunked' }],
    ['header-name', { 'content-length ': '5' }],
    ['header-name', { 'transfer-encoding\t': 'chunked' }],
    ['header-name', { 'transfer.encoding': 'chunked' }],
    ['hop-by-hop', { connection: 'close, X-Forwarded-For' }],
    ['hop-by-hop', { connection: 'content-length' }],
    ['hop-by-hop', { connection: 'host' }],
    ['hop-by-hop', { connection: 'keep-alive, Cookie' }],
    ['pseudo-header', { ':path': '/a HTTP/1.1\r\nHost: b' }],
    ['pseudo-header', { ':method': 'GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nx: x' }],
    ['pseudo-header', { ':authority': 'a b' }],
    ['pseudo-header', { ':status': '200' }],
    ['host', { host: 'a.example, b.example' }],
    ['host', { host: 'a.example@b.example' }],
    ['host', { host: 'a.example/x' }],
    ['host', { host: '<script>' }],
    ['host', { host: '${jndi:ldap://b.example}' }],
    ['boundary', { 'content-type': 'multipart/form-data; boundary=x; boundary=y' }],
    ['range', { range: 'bytes=0-18446744073709551615' }],
  ])('are %s in %j', (what, headers) => {
    expect(found(headers)).toBe(`protocol:${what}`);
  });

  it.each<Record<string, string>>([
    { 'content-length': '5' },
    { host: 'shop.example.com:8080' },
    { host: '[fe80::1%25eth0]:3000' },
    { host: 'my_upstream' },
    { host: 'xn--mnchen-3ya.example' },
    { host: 'unix:/tmp/a.sock' },
    { host: '' },
    { range: 'bytes=0-1023' },
    { range: 'bytes=9007199254740991-' },
    { 'content-type': 'multipart/form-data; boundary=----WebKitFormBoundaryboundary' },
    { 'if-none-match': 'W/"5c-abc"' },
    { 'if-modified-since': 'Wed, 21 Oct 2026 07:28:00 GMT' },
    { 'content-length': '0' },
    { 'transfer-encoding': 'chunked' },
    { 'transfer-encoding': 'Chunked' },
    { 'transfer-encoding': 'gzip, chunked' },
    { 'transfer-encoding': 'deflate,chunked' },
    { connection: 'keep-alive' },
    { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAMAAABkAAQAoAAAAAIAAAAA' },
    { connection: 'keep-alive, Upgrade', upgrade: 'websocket' },
    { connection: 'TE, close' },
    { 'content-language': 'en' },
    { 'content-encoding': 'gzip' },
    { 'content-location': '/a' },
    { 'accept-encoding': 'gzip' },
    { 'x-content-length': '5' },
    { 'x-original-content-length': '5' },
    { ':method': 'GET', ':path': '/a?b=c', ':scheme': 'https', ':authority': 'a.example:443' },
    { ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/a', ':authority': 'a.example' },
  ])('are none in %j', (headers) => {
    expect(found(headers)).toBeUndefined();
  });

  it.each([
    'GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n',
    '0\r\n\r\nGET /admin HTTP/1.1\r\nHost: localhost\r\nX: ',
    'x\r\nPOST /login HTTP/1.1\r\nContent-Length: 30\r\n\r\n',
  ])('are in a body that goes on as another request: %j', (text) => {
    expect(inBody(text, 'text/plain')).toBeDefined();
    expect(inBody(text, 'application/x-www-form-urlencoded')).toBeDefined();
    expect(inField(text)).toBeDefined();
  });

  it.each(['Get /help for more', 'POST it to me', 'The line GET /a HTTP was wrong', 'HTTP/1.1 is older than HTTP/2'])(
    'are none in a text that speaks of requests: %j',
    (text) => {
      expect(inBody(text, 'text/plain')).toBeUndefined();
      expect(inField(text)).toBeUndefined();
    },
  );

  it('tell the header, and are held by its exceptions', () => {
    const headers = { 'transfer-encoding': 'identity, chunked' };
    const head = { method: 'POST', target: '/', headers };
    const finding = engine.inspectHead(head, settings())?.finding;
    expect(finding).toMatchObject({
      category: 'protocol',
      place: { kind: 'header', name: 'transfer-encoding' },
      excerpt: 'identity, chunked',
      offset: 0,
    });
    const exception = { in: 'header', field: 'transfer-encoding', categories: new Set(['protocol']) } as const;
    expect(engine.inspectHead(head, settings({ exceptions: [exception] }))).toBeUndefined();
  });
});

it('knows the headers by which scanners mark their requests', () => {
  expect(found({ 'acunetix-product': 'WVS' })).toBe('scanner:header');
  expect(found({ 'x-wipp': 'Version 8.0' })).toBe('scanner:header');
  expect(found({ 'x-arachni-scan-seed': 'a' })).toBe('scanner:header');
  expect(found({ 'x-scan-id': '5' })).toBeUndefined();
  expect(found({ 'x-wipper': '5' })).toBeUndefined();
  expect(found({ 'accept-product': '5' })).toBeUndefined();
});
