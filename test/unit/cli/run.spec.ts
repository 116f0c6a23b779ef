import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Explanation } from '../../../src/cli/explain/index.js';
import { type Outcome, run } from '../../../src/cli/index.js';

const XSS = '<img src=x onerror=alert(1)>';
const SQLI = "1' OR '1'='1' -- ";
const EDIT = ['POST /posts/1', '--body', JSON.stringify({ html: XSS })];

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'explain-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, content: string | Buffer | object): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
};
const explain = (args: readonly string[], input = ''): Promise<Outcome> =>
  run(['explain', ...args], () => Promise.resolve(Buffer.from(input)));
async function json(args: readonly string[], input = ''): Promise<Explanation> {
  const { output, problem } = await explain([...args, '--json'], input);
  expect(problem).toBe('');
  return JSON.parse(output) as Explanation;
}

describe('explain', () => {
  it('ends with 0 where a request is let through, 1 where it is blocked', async () => {
    expect(await explain(['GET /a?q=shoes'])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/\nLET THROUGH\n$/),
    });
    expect((await explain([`GET /a?q=${SQLI}`])).code).toBe(1);
  });

  it('prints what was read, normalised, matched, needed and decided, and the exception', async () => {
    const { output } = await explain(['GET /a?q=%2526lt;iframe%2520src=x%2526gt;']);
    expect(output.split('\n')).toEqual([
      'GET /a',
      '',
      'path (path): /a',
      'query q (name): q',
      'query q (value): %26lt;iframe%20src=x%26gt;',
      '  percent: &lt;iframe src=x&gt;',
      '  percent > html: <iframe src=x>',
      '    ! html:active-element: xss, 0.7 of 0.5 needed, decides; at 0: <iframe src=x>',
      '',
      'BLOCKED with 403: xss in query (html:active-element)',
      'Where this is ordinary, the entry for detection.exceptions is',
      '  {"path":"/a","in":"query","field":"q","categories":["xss"]}',
      'or, on the route alone,',
      "  @Detection({ fields: { query: { q: ['xss'] } } })",
      '',
    ]);
  });

  it('tells the same as JSON', async () => {
    expect(await json(EDIT)).toMatchObject({
      request: { method: 'POST', path: '/posts/1' },
      settings: {},
      unread: [],
      decision: { action: 'blocked', status: 403, category: 'xss', rule: 'html:event-handler' },
      exception: { path: '/posts/1', in: 'body', field: 'html', categories: ['xss'] },
      decorator: "@Detection({ fields: { body: { html: ['xss'] } } })",
    });
  });

  it('lets pass what the exception names, in a file or as the decorator', async () => {
    const { exception } = await json(EDIT);
    const passed = await json([...EDIT, '--exceptions', file('exceptions.json', [exception])]);
    expect(passed).toMatchObject({ decision: { action: 'passed' }, settings: { 'detection.exceptions': [exception] } });
    expect(passed.values.flatMap(({ readings }) => readings.flatMap(({ matches }) => matches))).toMatchObject([
      { category: 'xss', fate: 'excepted' },
    ]);
    const fields = JSON.stringify({ fields: { body: { html: ['xss'] } } });
    expect((await explain([...EDIT, '--decorator', fields])).code).toBe(0);
  });

  it('takes options as forRoot does', async () => {
    const asked = (name: string, options: object): Promise<Explanation> =>
      json([...EDIT, '--options', file(`${name}.json`, options)]);
    expect((await asked('monitor', { mode: 'monitor' })).decision).toMatchObject({
      action: 'told',
      because: 'mode is monitor',
      status: 403,
    });
    expect((await asked('flag', { detection: { modes: { xss: 'flag' } } })).decision).toMatchObject({
      action: 'told',
      because: 'the mode of xss is flag',
    });
    expect((await asked('weak', { detection: { thresholds: { xss: 1 } } })).decision.action).toBe('passed');
    expect((await asked('off', { detection: { enabled: false } })).decision.because).toMatch(/enabled/);
    expect((await asked('out', { excludePaths: ['/posts'] })).decision.because).toMatch(/excludePaths/);
    expect((await asked('status', { detection: { status: 400 } })).decision.status).toBe(400);
    expect((await explain([...EDIT, '--options', file('broken.json', { detection: { modez: {} } })])).problem).toMatch(
      /detection\.modez: is no option; did you mean modes/,
    );
  });

  it('keeps the exceptions of the options beside those of the file', async () => {
    const one = { in: 'body', field: 'html', categories: ['xss'] };
    const other = { in: 'query', field: 'q', categories: ['sqli'] };
    const options = file('one.json', { detection: { exceptions: [one] } });
    const args = [`POST /posts/1?q=${SQLI}`, '--body', JSON.stringify({ html: XSS }), '--options', options];
    expect((await explain(args)).code).toBe(1);
    expect((await explain([...args, '--exceptions', file('other.json', other)])).code).toBe(0);
  });

  it('marks what is not read, and refuses it where the options say so', async () => {
    const options = { detection: { maxDepth: 1, maxBodyBytes: 1024 } };
    const deep = ['POST /a', '--body', '{"a":{"b":1}}', '--options', file('deep.json', options)];
    expect((await json(deep)).unread).toEqual([{ part: 'body', reason: 'too-deep' }]);
    expect((await explain(deep)).output).toContain('NOT READ in the body: too-deep');
    const long = ['POST /a', '--header', 'Content-Type: text/plain', '--body', 'a '.repeat(1000)];
    expect((await json([...long, '--options', file('long.json', options)])).unread).toMatchObject([
      { reason: 'too-large' },
    ]);
    const picture = `POST /a\nContent-Type: image/png\n\n\0\x01\x02`;
    expect((await json(['-'], picture)).unread).toEqual([{ part: 'body', reason: 'unreadable' }]);
    const strict = { detection: { ...options.detection, onBudget: 'block' } };
    const refused = await explain([...long, '--options', file('strict.json', strict)]);
    expect(refused).toMatchObject({
      code: 1,
      output: expect.stringContaining('BLOCKED with 413: not inspected in full'),
    });
    expect(refused.output).not.toContain('@Detection');
  });

  it('shows no secrets', async () => {
    const form = `password=${encodeURIComponent(`hunter2 ${XSS}`)}`;
    const headers = ['--header', 'Authorization: Bearer s3cret', '--header', 'Cookie: sid=s3cret'];
    const { output, code } = await explain(['POST /a?token=s3cret', ...headers, '--body', form]);
    expect(code).toBe(1);
    expect(output).not.toMatch(/hunter2|s3cret/);
    expect(output).toContain('query token (value): [REDACTED]');
    expect(output).toContain('body: { password:');
  });

  it('prints no control characters of the request', async () => {
    const { output } = await explain([`GET /a?q=%1b%5b2J%0a${encodeURIComponent('\u202e')}<script>x()</script>`]);
    expect(output).toContain('\\u{1b}');
    expect(output.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u202e]/);
  });
});

describe('a raw request', () => {
  const body = async (raw: string): Promise<unknown> =>
    (await json(['-'], raw)).values
      .filter(({ part, role }) => part === 'body' && role !== 'name')
      .map(({ name, readings }) => [name, readings[0]?.text]);

  it.each([
    ['with bare line ends', 'POST /a HTTP/1.1\nHost: x\nContent-Type: application/json\n\n{"a":"b"}\n'],
    [
      'with a length that is too long',
      'POST /a HTTP/1.1\r\nContent-Length: 99\r\nContent-Type: application/json\r\n\r\n{"a":"b"}',
    ],
    ['of HTTP/2', '\nPOST /a HTTP/2\nContent-Type: application/json\n\n{"a":"b"}'],
    ['as a form', 'POST /a\nContent-Type: application/x-www-form-urlencoded\n\na=b\n'],
    ['in chunks', 'POST /a\nContent-Type: application/json\nTransfer-Encoding: chunked\n\n9\r\n{"a":"b"}\r\n0\r\n\r\n'],
  ])('%s is read', async (_what, raw) => expect(await body(raw)).toEqual([['a', 'b']]));

  it('may end after its head', async () => {
    expect((await explain(['-'], 'GET /a HTTP/1.1\nHost: x\n')).code).toBe(0);
    expect((await explain([file('request.txt', `GET /?q=${SQLI} HTTP/1.1\n`)])).code).toBe(1);
  });

  it('keeps its bytes', async () => {
    const text = 'Müller ≤ 東京';
    expect(await body(`POST /a\nContent-Type: application/json\n\n{"a":"${text}"}`)).toEqual([['a', text]]);
    const { values } = await json([`GET /a?q=${text}`]);
    expect(values.find(({ role }) => role === 'value')?.readings[0]?.text).toBe(text);
  });

  it('that is large is read whole', async () => {
    const raw = `POST /a\nContent-Type: application/json\n\n${JSON.stringify({ a: 'b '.repeat(200_000), z: XSS })}`;
    expect(
      (await json(['-', '--options', file('wide.json', { detection: { maxChars: 1e6 } })], raw)).decision,
    ).toMatchObject({
      action: 'blocked',
      category: 'xss',
    });
  });
});

describe('What is shown', () => {
  it('has its addresses cut as events have', async () => {
    const agent = { apiKey: 'fg_test_0123456789', projectId: 'proj_a', truncateAddresses: true };
    const { output } = await explain(['GET /a?q=198.51.100.77', '--options', file('cut.json', { agent })]);
    expect(output).toContain('198.51.100.0');
    expect(output).not.toContain('198.51.100.77');
  });
});

describe('the program', () => {
  it.each([
    ['nothing', [], /^$/],
    ['another command', ['describe', 'GET /'], /no command: describe/],
    ['no request', ['explain'], /needs a request/],
    ['a request without quotes', ['explain', 'GET', '/a'], /in quotes: 'GET \/a'/],
    ['an unknown option', ['explain', 'GET /', '--verbose'], /verbose/],
    ['a file that is not there', ['explain', '/no/such/file'], /cannot be read \(ENOENT\)/],
    ['a header that is none', ['explain', 'GET /', '--header', 'x'], /no header: "x"/],
    ['a header of two lines', ['explain', 'GET /', '--header', 'x: y\r\nz: a'], /no header/],
    ['a header for a file', ['explain', '-', '--header', 'x: y'], /not with a file/],
    [
      'a decorator that is wrong',
      ['explain', 'GET /', '--decorator', '{"modes":{"x":"off"}}'],
      /modes\.x is no category/,
    ],
    ['a decorator that is no JSON', ['explain', 'GET /', '--decorator', '{'], /--decorator is no JSON/],
  ])('ends with 2 for %s', async (_what, args, problem) => {
    const outcome = await run(args, () => Promise.resolve(Buffer.from('')));
    expect(outcome.code).toBe(2);
    expect(outcome.problem).toMatch(problem);
  });

  it.each([
    ['that is no HTTP', 'HELLO\n\n'],
    ['with a header that is none', 'GET /a HTTP/1.1\nBad Header: x\n\n'],
    ['that is empty', ''],
    ['that ends in a chunk', 'POST /a\nTransfer-Encoding: chunked\n\n9\r\nabc'],
    ['that is not for an application', 'CONNECT a:443\n\n'],
    ['whose head is too large', `GET /a HTTP/1.1\nX: ${'x'.repeat(20_000)}\n\n`],
  ])('ends with 2 for a request %s', async (_what, raw) => {
    expect(await explain(['-'], raw)).toMatchObject({
      code: 2,
      output: '',
      problem: expect.stringMatching(/^nestjs-guard: /),
    });
  });

  it('prints its usage where it is asked for', async () => {
    expect(await run(['--help'], () => Promise.reject(new Error('not asked for')))).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^Usage: nestjs-guard explain/),
    });
  });
});
