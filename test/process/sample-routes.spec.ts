import { gzipSync } from 'node:zlib';
import { type Answer, call, type CallOptions } from '../support/http.js';
import { type Child, runScript, startScript } from './children.js';

const TOKEN = 'status-token-for-samples';
const ATTACK = `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`;

let child: Child;
let base: string;

async function start(variables: Record<string, string>): Promise<void> {
  const guard = { GUARD_TRUSTED_PROXIES: '127.0.0.1', GUARD_STATUS_TOKEN: TOKEN };
  ({ child, base } = await startScript('sample', { ...guard, ...variables }));
}

const get = (path: string, options?: CallOptions): Promise<Answer> => call(base, 'GET', path, options);
const echo = (type: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  call(base, 'POST', '/echo', { body, headers: { 'content-type': type, ...headers } });

function form(parts: { name: string; filename?: string; value: string }[]): [type: string, body: string] {
  const lines = parts.map(({ name, filename, value }) => {
    const file = filename ? `; filename="${filename}"\r\nContent-Type: text/plain` : '';
    return `--mark\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${value}\r\n`;
  });
  return ['multipart/form-data; boundary=mark', `${lines.join('')}--mark--\r\n`];
}

describe.each(['express', 'fastify'])('the basic sample on %s', (PLATFORM) => {
  beforeAll(() => start({ PLATFORM }));
  afterAll(() => child.stop('SIGKILL'));

  it('says hello, searches, takes posts', async () => {
    expect((await get('/hello')).json).toEqual({ hello: 'world' });
    expect((await get('/search?q=red%20shoes')).json).toEqual({ q: 'red shoes' });
    expect((await get('/search')).json).toEqual({ q: '' });
    for (const path of ['/comments', '/items', '/form']) {
      const answer = await call(base, 'POST', path, { body: { name: 'cup' } });
      expect([answer.status, answer.json]).toEqual([201, { ok: true }]);
    }
  });

  it('echoes JSON, forms, multipart fields, text and XML', async () => {
    expect((await echo('application/json', '{"a":[1,{"b":"é"}]}')).json).toEqual({ a: [1, { b: 'é' }] });
    const urlencoded = await echo('application/x-www-form-urlencoded', 'a=1&b=two+words&c=%C3%A9');
    expect(urlencoded.json).toEqual({ a: '1', b: 'two words', c: 'é' });
    const fields = form([
      { name: 'a', value: '1' },
      { name: 'b', value: 'two words' },
    ]);
    expect((await echo(...fields)).json).toEqual({ a: '1', b: 'two words' });
    expect((await echo('text/plain', 'plain words')).text).toBe('plain words');
    expect((await echo('application/xml', '<note>é</note>')).text).toBe('<note>é</note>');
    expect((await echo('text/xml; charset=utf-8', '<note/>')).text).toBe('<note/>');
  });

  it('echoes a text as text: what a client wrote is no page of ours', async () => {
    expect((await echo('text/plain', 'a < b')).headers['content-type']).toMatch(/^text\/plain/);
  });

  it('answers a form that cannot be read with 400 and goes on', async () => {
    const [type, body] = form([{ name: 'a', value: '1' }]);
    expect((await echo(type, body.slice(0, -12))).status).toBe(400);
    expect((await echo('multipart/form-data', body)).status).toBe(400);
    expect((await get('/hello')).status).toBe(200);
  });

  it('takes bodies of half a mebibyte and refuses larger ones than one', async () => {
    const text = 'word '.repeat(100_000);
    const body = (size: number): string => JSON.stringify({ text: text.repeat(size) });
    const post = (size: number): Promise<Answer> =>
      call(base, 'POST', '/comments', { body: body(size), headers: { 'content-type': 'application/json' } });
    expect((await post(1)).status).toBe(201);
    expect((await post(3)).status).toBe(413);
  });

  it('sends the same mebibyte each time', async () => {
    const [one, two] = [await get('/download'), await get('/download')];
    expect(one.bytes).toHaveLength(1_048_576);
    expect(one.bytes.equals(two.bytes)).toBe(true);
    // Bytes that compress to nothing would measure something else.
    expect(gzipSync(one.bytes).length).toBeGreaterThan(2_000);
  });

  it('streams three server-sent events', async () => {
    const answer = await get('/stream');
    expect(answer.headers['content-type']).toMatch(/^text\/event-stream/);
    expect(answer.text.match(/^data: .*$/gm)).toEqual(['data: {"n":0}', 'data: {"n":1}', 'data: {"n":2}']);
  });

  it('serves a static file, and 404 elsewhere', async () => {
    expect((await get('/assets/hello.txt')).text).toBe('Hello from a static file.\n');
    expect((await get('/assets/other.txt')).status).toBe(404);
    expect((await get('/no/such/page')).status).toBe(404);
  });

  it('throws without showing why, and waits as long as it is told', async () => {
    const boom = await get('/boom');
    expect([boom.status, boom.json]).toEqual([500, { statusCode: 500, message: 'Internal server error' }]);
    expect((await get('/slow?ms=5')).json).toEqual({ waited: 5 });
    for (const ms of ['', 'x', '-5', '1&ms=2']) expect((await get(`/slow?ms=${ms}`)).json).toEqual({ waited: 0 });
  });

  it('has the rules that its routes declare', async () => {
    const limited = [];
    for (let n = 0; n < 6; n++) limited.push((await get('/limited', { from: '198.51.100.1' })).status);
    expect(limited).toEqual([200, 200, 200, 200, 200, 429]);
    expect((await get('/admin', { from: '198.51.100.2' })).status).toBe(403);
    expect((await get('/admin', { from: '10.1.2.3' })).status).toBe(200);
    expect((await get('/health', { from: '198.51.100.2' })).headers).not.toHaveProperty('ratelimit');
  });

  it('blocks attacks in a query and in a multipart field', async () => {
    expect((await get(ATTACK, { from: '198.51.100.3' })).status).toBe(403);
    const from = { 'x-forwarded-for': '198.51.100.3' };
    const field = form([{ name: 'text', value: '<script>alert(document.cookie)</script>' }]);
    expect((await echo(...field, from)).status).toBe(403);
  });

  it('tells its counters to who has the token', async () => {
    expect((await get('/guard/status')).status).toBe(404);
    const status = await get('/guard/status', { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(status.json.requests.total).toBeGreaterThan(0);
  });
});

describe.each(['express', 'fastify'])('the basic sample on %s without the module', (PLATFORM) => {
  beforeAll(() => start({ PLATFORM, SAMPLE_BARE: '1' }));
  afterAll(() => child.stop('SIGKILL'));

  it('has the same routes and no guard', async () => {
    expect((await get(ATTACK)).status).toBe(200);
    expect((await get('/admin')).status).toBe(200);
    expect((await get('/hello')).headers).not.toHaveProperty('ratelimit');
    expect((await get('/guard/status', { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(404);
  });
});

describe('a start that cannot work', () => {
  it('names the platforms there are', async () => {
    const failing = runScript('sample', { PLATFORM: 'koa' });
    expect((await failing.ended).code).toBe(1);
    expect(failing.said).toContain('PLATFORM must be express or fastify');
  });
});
