import { inBody, inField, inTarget } from './verdict.js';

const json = (body: unknown): string | undefined => inBody(JSON.stringify(body), 'application/json');

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

  it('still finds an injection in a password', () => {
    expect(inField("' or '1'='1", 'password')).toBe('sqli');
  });
});
