import { inBody, inField, inQuery, inTarget } from './verdict.js';

const json = (body: unknown): string | undefined => inBody(JSON.stringify(body), 'application/json');

describe('Sentences that people were blocked for', () => {
  it.each([
    'having friends over is nice',
    'At the store',
    'take a left (1 mile)',
    'select a union rep from the list',
    '„Das ist ja ‚toll‘“, sagte sie; »wirklich?« – «mais oui»',
    '请用 select 语句写一个例子',
    '我们在 union 车站见面, 好吗? #1',
  ])('%s', (text) => {
    expect([inField(text), inQuery(text), inTarget(`/s/${encodeURIComponent(text)}`)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('Posts, however short', () => {
  it.each([
    '## Setup\n\n`npm i some-package`\n\n`yarn add some-package`\n',
    'Then run\n\n```bash\nnpm owner add ann\nls -la | grep x\n```\n',
    'In the page:\n\n```html\n<script src=app.js></script>\n```\n',
    '```js\nconst fs = require("fs")\nassert(fs.existsSync("a"))\n```',
    '#### pool\nCalls `once = fn()` and `a = { __proto__: b }`.',
    'docs: add <script> tag to the example',
    'Revert "Add <iframe> element"',
  ])('%j', (text) => {
    expect(inField(text)).toBeUndefined();
  });

  it('keep nothing from markup outside of their code', () => {
    expect(inField('## Hi\n\n<img src=x onerror=go()>\n')).toBe('xss');
    expect(inField('```\nx\n```\n<script>go()</script>')).toBe('xss');
  });
});

describe('Bodies that are not forms', () => {
  it('reads a JSON text that is one string without its quotes', () => {
    expect(inBody('"/docs/api/customers.json#requestBody"', 'application/json')).toBeUndefined();
    expect(inBody('"x\' or 1=1 -- "', 'application/json')).toBe('sqli');
  });

  it('reads calendars and cards property by property', () => {
    const event = (summary: string, location: string): string =>
      `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:${summary}\r\nLOCATION:${location}\r\nATTENDEE;CN="D'Arcy: A":mailto:a@example.org\r\nEND:VEVENT\r\n`;
    expect(inBody(event('Tea & cake; bring a cup', "Apt. 'A'"), 'text/calendar')).toBeUndefined();
    expect(inBody(event('Tea', '<img src=x\r\n  onerror=go()>'), 'text/calendar; charset=utf-8')).toBe('xss');
    expect(inBody('BEGIN:VCARD\nNOTE:1 union select a, b from c\n', 'text/vcard')).toBe('sqli');
  });

  it('reads tables cell by cell', () => {
    expect(inBody('id,name\n1,"D\'or, ""M""",and/or,"=SUM(A1)"\n2,\'x\',-5\n', 'text/csv')).toBeUndefined();
    expect(inBody('id;name\n1;"a ""x"" <svg onload=go()>"\n', 'text/csv')).toBe('xss');
    expect(inBody(`${'a,'.repeat(2500)}' or 1=1 -- `, 'text/csv')).toBe('sqli');
    expect(inBody('a,"never closed\' or 1=1 -- ', 'text/csv')).toBe('sqli');
  });
});

describe('Ordinary requests', () => {
  it.each([
    [
      'a policy report',
      {
        'csp-report': {
          'violated-directive': "script-src 'self' 'unsafe-inline'",
          'original-policy': "default-src 'self'; style-src 'self' 'unsafe-eval'",
          'blocked-uri': 'inline',
        },
      },
    ],
    [
      'an error report',
      {
        message: "TypeError: Cannot read properties of undefined (reading 'x')",
        stack:
          'TypeError: x\n    at Foo.bar (/app/dist/foo.js:10:5)\n    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
      },
    ],
    [
      'a Java error',
      {
        type: 'java.lang.NullPointerException',
        stack: 'java.lang.NullPointerException: x\n\tat java.base/java.lang.Thread.run(Thread.java:829)',
      },
    ],
    ['a chat message', { text: 'New order <https://example.com/o/1|#1> from <@U123> in <#C1|general>: *2x* `A-1`' }],
    [
      'an HTML mail',
      {
        html: '<html><head><style>p{color:red}</style></head><body><p>Hi <a href="https://t.example/x?y=1&amp;z=2">there</a></p></body></html>',
      },
    ],
    [
      'an address and a note',
      {
        address: "12 O'Connell St; Apt #3",
        note: "It's for my mom; please don't ring the bell & leave at #5 (back door) -- thanks!",
        name: 'D\'Arcy & "Bob"',
      },
    ],
    ['a map', { wkt: 'POLYGON((0 0,0 1,1 1,0 0))' }],
    [
      'a JSON schema',
      {
        $schema: 'http://json-schema.org/draft-07/schema#',
        $defs: { b: { pattern: '^(?:[a-z]+|\\d{3})$', $ref: '#/$defs/b' } },
      },
    ],
    [
      'rules',
      {
        condition: 'user.age >= 18 && user.country == "DE"',
        expression: 'price * 1.19 > 100 || qty < 5',
        formula: '=IF(A1>5,"yes","no")',
      },
    ],
    ['passwords', { password: "x'); --1", newPassword: '*)(a;b|c&d', confirm_password: 'P@$$w0rd!#&*()' }],
    ['a patch', [{ op: 'replace', path: '/a/b/0', value: 'x' }]],
    [
      'field names',
      { sort: 'parent.name', fields: ['document.location', 'window.size', 'this.name', 'location.name'] },
    ],
    [
      'a token and a state',
      {
        token: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
        state: Buffer.from('{"returnTo":"/a?x=1"}').toString('base64'),
      },
    ],
  ])('%s', (_name, body) => {
    expect(json(body)).toBeUndefined();
  });

  it.each([
    '/?utm_source=news&utm_campaign=a%20%26%20b&gclid=Cj0K-_x',
    '/cb?code=4/0AX4&state=eyJhIjoxfQ&scope=email%20openid',
    '/s?filter[price][gte]=5&sort=-name&include=a.b,c',
    '/odata/X(5)?$filter=contains(name,%27a%27)%20and%20price%20gt%205&$expand=Y($select=a)',
    '/jql?jql=project%20=%20ABC%20AND%20status%20in%20(Open,%20%22In%20Progress%22)%20ORDER%20BY%20created%20DESC',
    '/lucene?q=title:%22a%20b%22%20AND%20(x%20OR%20y)%20-z',
    '/img?url=https://cdn.example.com/a.png&w=10',
    '/t?d=2026-01-01T00:00:00%2B02:00&c=%23fff&p=100%25',
    '/a?callback=jQuery123_456',
    '/cron?at=*/5%20*%20*%20*%20*',
    '/api/domains/example.com',
    '/files/setup.exe',
    '/~ann/notes',
    '/a%20b/c(1).png',
  ])('%s', (target) => {
    expect(inTarget(target)).toBeUndefined();
  });

  it('takes lists of tools for lists', () => {
    for (const text of ['bash; zsh', 'node; npm; yarn', 'sort | uniq', 'curl; wget', 'true|false'])
      expect(inField(text)).toBeUndefined();
  });

  it.each([
    ['url', 'see the docs'],
    ['web_url', 'http://localhost:3000/ann/project'],
    ['canonical_url', 'http://127.0.0.1:4000/post'],
    ['mountPath', '/var/run/secrets'],
    ['workingDir', '/usr/local/app'],
    ['filename', '__init__.py'],
    ['subject', '<%= name %>, hello'],
    ['subject', '{% if user.paid %}thanks{% endif %}'],
    ['subject', 'Welcome to {{app.name}} and {{ my_request }}'],
    ['rewrite', 'use %{THE_REQUEST} and ${lowercase:%{HOST}}'],
    ['text', 'the {system call} and the {math symbols} of {eval strategies}'],
    ['usage', '--color[=WHEN]  colour the output; alias [name[=value] ...]'],
    ['selector', '//div[@class="price"]/span'],
    ['label', 'IP address'],
    ['shell', '/bin/zsh'],
    ['title', '5" #12 screws'],
    ['title', 'tablet 10" --- new'],
    ['message', 'use `SELECT 1` or the "PRAGMA a=1" of today'],
    ['line', 'const x = db.query(`SELECT * FROM t WHERE id = ${id}`);'],
    ['path', 'redirecting to ../../std/sync.html'],
    ['note', 'See also /etc/hosts.'],
    ['note', '/etc/init.d\nThe folder that holds the scripts which the system runs at its start.'],
    ['modified', 'web.config.js'],
    ['passwd', 'secret'],
    ['rtspUrl', 'rtsp://10.0.0.9:554/live'],
    ['svg', '<svg viewBox="0 0 1 1"><style>.a{fill:red}</style><path class="a" d="M0 0"/></svg>'],
    ['html', '<html><head><meta http-equiv="X-UA-Compatible" content="IE=edge"><title>a</title></head><p>b</p></html>'],
  ])('%s: %j', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
  });

  it('takes an address in telemetry for one that was met', () => {
    expect(json({ breadcrumbs: [{ data: { url: 'http://localhost:3000/x' } }] })).toBeUndefined();
    expect(json({ data: { url: 'http://localhost:3000/x' } })).toBe('ssrf');
  });

  it('still finds an injection in a password', () => {
    expect(inField("' or '1'='1", 'password')).toBe('sqli');
  });
});

describe('Code that sentences show', () => {
  it.each([
    'You have to add `<script src="a.js"></script>` to the head of the page',
    'It returns a Promise<Object> or an Array<Frame>',
    'It is affected by the global [`io.sails`](https://docs.example/io) of the page',
    'See the sources in [extras/](../../../extras/), if they are loaded.',
    'Clears the `order by` clause from the query again.',
    'Alias of `%load`\n\n`%load` has lost the requirement of a `.py` extension',
    '1. `cd publish && npm link`\n2. `npm run x && npm link y`',
    'Examples:\n* `npm`\n* `npm@1`',
    '``pip download`` with the ``--platform`` option',
    '  - cmd.exe\n  - Powershell\n  - Cygwin',
    "we'll use `short` if defined to render next to the question",
    'The default $HOME/.gitconfig file',
    'Unlike the exec(3) call of POSIX',
    'stat(2), popen(3), xattr(7)',
    'process.hrtime() to words',
    'readlink() op %s is mislukt: %s',
    'Use `<%- %>` to encode data:',
    'unlike your beloved `setTimeout`.\nIt returns a `Timer object`',
    'Benchmark (mean time for 500 Kb payload, 2000 cycles):',
    'Set the alarm; sleep(8 hours) is a must!',
    '=A1&" "&B1',
    "require('fs') throws in the browser",
    'console.log(document.cookie) prints nothing at all?',
    "python -c 'print(1)' works for me",
    'Execute `npx --yes listhen -w --open ./server.mjs`.',
    "'build-runner' | 'swc' | 'tsx'",
    'SYNOPSIS\ngcloud compute instances list',
    'It is the <object> identifier of the new tag',
    '`@inquirer/confirm`',
    '`type`: `string`',
    'Briši {{PLURAL:$1|red|redove}}',
    'IP address of the other side:',
    "import { a } from '../../../b';",
    "@import '../../../common.less';",
    'See <http://gcc.example/onlinedocs/faq/index.html#4_4> if you can',
    '{{ storages | default({}) }}',
  ])('passes in a comment: %j', (text) => {
    expect(inField(text)).toBeUndefined();
  });

  it.each([
    ['xss', '`<script>go()</script>`'],
    ['xss', 'You have to add <script src="a.js"></script> to the head of the page'],
    ['xss', 'x<object data=a>'],
    ['node', 'global[`process`](1).mainModule'],
    ['path-traversal', '](../../../x'],
    ['sqli', '1` order by 3-- -'],
    ['sqli', '1 and sleep(8)'],
    ['sqli', '1 and benchmark(2000000,md5(1))'],
    ['shell', 'x; if defined y set y=1'],
    ['shell', 'powershell -enc AAAA'],
    ['shell', 'x$HOME/.ssh'],
    ['php', 'exec($_GET[1])'],
    ['php', 'system(1)'],
    ['template', '<%- system(1) %>'],
    ['node', "require('fs').readFileSync('a') // or any other word"],
    ['node', "require('fs').readFileSync('a')"],
    ['shell', "bash -c 'id'"],
    ['shell', 'ping `whoami`'],
    ['shell', "1' | 'wget' -q h.example"],
    ['shell', '127.0.0.1\nid'],
    ['xss', '<object data=a>'],
    ['xss', '<http://h.example/ onclick=go()>'],
    ['template', '{{ messages.storages.0.signer.key }}'],
    ['xss', 'alert`1`'],
    ['shell', 'cat /etc/pass??'],
    ['shell', 'x}}|id;{{'],
    ['shell', 'ip addr | grep inet'],
    ['file-access', "x from '../../../etc/passwd'"],
    ['path-traversal', "'../../../b'"],
  ])('finds %s where it is not shown: %j', (category, text) => {
    expect(inField(text, 'x')).toBe(category);
  });

  it('takes players and maps in a page, and frames of nobody else', () => {
    const frame = (src: string): string => `<p>Hi</p><iframe width="560" src="${src}" allowfullscreen></iframe>`;
    expect(inField(frame('https://www.youtube.com/embed/x'), 'html')).toBeUndefined();
    expect(inField(frame('https://h.example/embed/x'), 'html')).toBe('xss');
    expect(inField(frame('https://www.youtube.com.h.example/embed/x'), 'html')).toBe('xss');
    expect(inField(frame('https://www.youtube.com/embed/x" onload="go()'), 'html')).toBe('xss');
  });

  it('takes expressions of OData for what they are', () => {
    expect(inQuery("substringof('day',Name)", '$filter')).toBeUndefined();
    expect(inQuery("trim(Name) ne ''", 'filter')).toBeUndefined();
    expect(inQuery('trim(Name)', 'x')).toBe('php');
  });
});
