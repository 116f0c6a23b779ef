import { inField, inQuery, inTarget, table } from '../verdict.js';

describe('URLs that a server is made to fetch', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://metadata.google.internal/',
    'http://100.100.100.200/latest',
    'http://[fd00:ec2::254]/x',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://①②⑦.⓪.⓪.①/',
    'http://127.0.0.1.nip.io/',
    'gopher://127.0.0.1:6379/_x',
    'dict://h.example:11211/',
    'jar:http://h.example!/x',
    'http://x.oastify.com/',
  ])('finds %j wherever a URL stands', (text) => {
    expect(inField(text, 'note')).toBe('ssrf');
    expect(inQuery(text, 'q')).toBe('ssrf');
  });

  it.each([
    'http://localhost:8080/admin',
    'http://127.0.0.1/',
    'http://10.0.0.7/',
    'http://[::1]/',
    'http://192.168.1.1/',
    'http://localtest.me/',
  ])('finds %j in a field whose URL is fetched', (text) => {
    expect(inField(text, 'webhookUrl')).toBe('ssrf');
    expect(inQuery(text, 'image')).toBe('ssrf');
  });

  it.each([
    ['redirect_uri', 'http://localhost:3000/callback'],
    ['redirect_uri', 'http://127.0.0.1:51004/'],
    ['post_logout_redirect_uri', 'http://localhost:3000'],
    ['origin', 'http://localhost:5173'],
    ['url', 'https://example.com/a/b?c=d#e'],
    ['url', 'https://user.example.com:8443/x'],
    ['avatar', 'https://cdn.example.com/a.png'],
    ['webhook', 'https://hooks.example.com/services/T0/B0/x'],
    ['homepage', 'https://www.npmjs.com/package/@scope/name'],
    ['note', 'see http://localhost:3000 for the demo'],
    ['note', 'https://medium.com/@ann/a-story'],
    ['repository', 'git+https://github.com/a/b.git'],
    ['host', 'example.com'],
    ['site', 'Berlin'],
    ['version', '10.4'],
    ['ip', '10.0.0.7'],
  ])('lets %s=%j pass', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
    expect(inQuery(text, name)).toBeUndefined();
  });
});

describe('Redirects that leave the site', () => {
  it.each([
    '//h.example',
    '/\\h.example',
    '///h.example',
    '\\\\h.example',
    '/\t/h.example',
    'https:h.example',
    '//a.example@h.example',
    'https://a.example@h.example/',
    'https://a.example\\@h.example',
    '/%5ch.example',
  ])('finds %j', (text) => {
    expect(inQuery(text, 'next')).toBe('open-redirect');
  });

  it.each([
    '/account',
    '/orders?page=2',
    'https://shop.example.com/done',
    'dashboard',
    '/a/b/c',
    '/search?q=a//b',
    '#top',
  ])('lets %j pass', (text) => {
    expect(inQuery(text, 'next')).toBeUndefined();
    expect(inQuery(text, 'returnTo')).toBeUndefined();
  });
});

describe('Remote files', () => {
  it('finds a URL where a file of the application is named', () => {
    expect(inQuery('http://h.example/shell.txt?', 'page')).toBe('rfi');
    expect(inQuery('https://h.example/x.php', 'include')).toBe('rfi');
    expect(inQuery('http://192.0.2.7/x.php', 'q')).toBe('rfi');
    expect(inQuery('https://example.com/about', 'page')).toBeUndefined();
  });
});

const ATTACKS = [
  'http://169.254.169.254/latest/meta-data/',
  'http://metadata.google.internal/',
  'http://100.100.100.200/latest',
  'http://[fd00:ec2::254]/x',
  'http://169.254.170.2/v2',
  'http://192.0.0.192/x',
  'http://168.63.129.16/x',
  'http://metadata.tencentyun.com/',
  'http://instance-data/',
  'http://rancher-metadata/',
  'https://kubernetes.default.svc/api',
  'http://2130706433/',
  'http://3232235521/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0x7f.0x0.0x0.0x1/',
  'http://0177.0.0.1/',
  'http://017700000001/',
  'http://127.1/',
  'http://127.0.1/',
  'http://0/',
  'http://00000000000/x',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[0:0:0:0:0:ffff:127.0.0.1]/',
  'http://[64:ff9b::a9fe:a9fe]/',
  'http://\u2460\u2461\u2466.\u24ea.\u24ea.\u2460/',
  'http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3/',
  'http://127\u30020\u30020\u30021/',
  'http://169\uff0e254\uff0e169\uff0e254/',
  'http://127.0.0.1.nip.io/',
  'http://10.0.0.5.nip.io/',
  'http://app-10-0-0-5.nip.io/',
  'http://127-0-0-1.sslip.io/',
  'http://10.0.0.1.xip.io/',
  'http://425.510.425.510/',
  'http://1.r3dir.me/x',
  'gopher://127.0.0.1:6379/_x',
  'gopher://h.example/',
  'dict://h.example:11211/',
  'dict://127.0.0.1:11211/stat',
  'ldap://h.example/x',
  'tftp://h.example/x',
  'sftp://h.example/x',
  'jar:http://h.example!/x',
  'netdoc:///x',
  'smb://h.example/x',
  'rmi://h.example/x',
  'imap://h.example/x',
  'http://x.oastify.com/',
  'http://x.interact.sh/',
  'http://x.burpcollaborator.net/',
  'https://a.oast.pro/x',
];
const PLAIN = [
  'https://example.com/',
  'http://example.com:8080/x',
  'https://example.com/a?b=c#d',
  'https://user.example.com/x',
  'https://cdn.example.com/a.png',
  'ftp://ftp.example.com/x',
  'wss://example.com/socket',
  'mailto:ann@example.org',
  'tel:+49-30-1',
  'urn:isbn:0451450523',
  'data point: 5',
  'see http://localhost:3000 for the demo',
  'run it on localhost',
  'localhost',
  'localhost:3000',
  '127.0.0.1',
  '10.0.0.7',
  '192.168.1.1',
  '::1',
  '2001:db8::1',
  'version 10.4',
  '1.2.3.4 is an address',
  'https://medium.com/@ann/a-story',
  'https://www.google.com/maps/@52.5,13.4,15z',
  'https://example.com/~ann/',
  'git+https://github.com/a/b.git',
  'git@github.com:a/b.git',
  'ssh://git@example.com/a.git',
  'postgres://app@db.example.com/x',
  'redis://cache.example.com:6379/0',
  'mongodb+srv://c.example.net/x',
  's3://bucket/key',
  'gs://bucket/key',
  'ipfs://abc',
  'magnet:?xt=urn:btih:abc',
  'spotify:track:abc',
  'geo:52.5,13.4',
  'sms:+491',
  'slack://channel?id=1',
  'vscode://file/x',
  'about:blank',
  'blob:https://example.com/x',
  'chrome-extension://abc/x',
  'android-app://com.example',
  'app://x',
  'the metadata of a file',
  'instance data',
  'kubernetes is a cluster',
  'https://nip.io.example.com/',
  'http://example.me/',
  'https://internal.example.com/',
  'https://xn--mnchen-3ya.de/',
];

describe('The table of addresses', () => {
  table('ssrf', ATTACKS, PLAIN, 'note');
});

describe('Paths that lead away', () => {
  it.each(['//h.example', '//h.example/%2e%2e', '/\\h.example', '/%5ch.example/', '/http://a.example@h.example/'])(
    '%s',
    (target) => {
      expect(inTarget(target)).toBe('open-redirect');
    },
  );

  it.each(['//favicon.ico', '//api/v1/orders', '//assets/app.js', '/proxy/https://a.example/b', '/a//b.example'])(
    '%s stays',
    (target) => {
      expect(inTarget(target)).toBeUndefined();
    },
  );

  it('finds segments of parameters alone', () => {
    expect(inTarget('/x/;/admin')).toBe('path-traversal');
    expect(inTarget('/.;/admin')).toBe('path-traversal');
    expect(inTarget('/x;v=1/y')).toBeUndefined();
  });
});

describe('Addresses of the own network where none was asked for', () => {
  it.each(['http://127.0.0.1:22', 'http://[::1]/admin', 'http://10.0.0.5:6379/', 'http://localhost/server-status'])(
    '%s',
    (text) => {
      expect([inQuery(text, 'id'), inField(text, 'name')]).toEqual(['ssrf', 'ssrf']);
    },
  );

  it.each([
    ['dl', 'http://localhost:3000/?a=1'],
    ['note', 'see http://localhost:8080/admin for the demo'],
    ['redirect_uri', 'http://127.0.0.1:51004/admin'],
    ['returnTo', 'http://localhost:3000/admin/orders'],
    ['name', 'http://localhost:3000'],
  ])('%s: %s passes', (name, text) => {
    expect([inQuery(text, name), inField(text, name)]).toEqual([undefined, undefined]);
  });
});

describe('Addresses that a name, a path or another address leads to', () => {
  it.each([
    'http://a.127.0.0.1.1time.169.254.169.254.forever.rebind.network/',
    'http://make-127-0-0-1-rr.h.example/',
    'http://169-254-169-254.h.example/',
    'http://7f000001.c0a80001.h.example/',
    'https://h.example/to?url=http://169.254.169.254/',
    'https://h.example/to?url=http%3A%2F%2F169.254.169.254%2F',
    'http://127.0.0.1:11211/%0d%0aset x 0 0 1',
    'x.oastify.com',
    'a.b.interact.sh/x',
    '10.0.0.5.nip.io',
  ])('are found in %j', (text) => {
    expect(inField(text, 'note')).toBe('ssrf');
    expect(inQuery(text, 'q')).toBe('ssrf');
  });

  it.each([
    '/items/http://[::1]/admin',
    '/proxy/http://169.254.169.254/latest/meta-data/',
    '/proxy/http:/127.0.0.1:6379/',
    '/fetch/https://user@10.0.0.7/a',
    '/x/http:%2f%2flocalhost%2f',
    '/x/gopher:%2f%2fh.example/_x',
    '/x/dict://127.0.0.1:11211/stats',
    '/x/ftp://127.0.0.1/',
    '/x/http:%2f%2f127%E3%80%820%E3%80%820%E3%80%821%2f',
  ])('are found in the path %j', (target) => {
    expect(inTarget(target)).toBe('ssrf');
  });

  it('are found without a scheme where a URL is fetched', () => {
    expect(inField('localhost:22', 'webhookUrl')).toBe('ssrf');
    expect(inField('[::1]:80', 'host')).toBe('ssrf');
    expect(inField('localhost:5432', 'host')).toBeUndefined();
    expect(inField('localhost:3000', 'site')).toBeUndefined();
  });

  it.each([
    ['host', 'ec2-54-12-1-9.compute-1.amazonaws.com'],
    ['host', 'ip-10-0-0-5.eu-west-1.compute.internal'],
    ['host', '192-168-1-5.abcdef.plex.direct'],
    ['url', 'https://169-blocks.example.com/'],
    ['url', 'https://example.com/127.0.0.1/notes'],
    ['url', 'https://example.com/login?next=http://localhost:3000/'],
    ['domain', 'nip.io'],
    ['q', 'interact.sh'],
    ['git', 'https://user%40example.com:p%2Fass@github.com/a/b.git'],
    ['git', 'https://token:x-oauth-basic@github.com/a/b.git'],
    ['next', 'https://user:pass@example.com/'],
  ])('are none in %s=%j', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
    expect(inQuery(text, name)).toBeUndefined();
  });

  it.each([
    '/blog/https://example.com/a',
    '/@ann/posts',
    '/a/http:',
    '/notes/127.0.0.1',
    '/docs/dict/a',
    '/terms/gopher',
  ])('are none in %j', (target) => {
    expect(inTarget(target)).toBeUndefined();
  });
});

describe('Hosts that are another to the next reader', () => {
  it.each([
    'https://example.com%40h.example',
    'https://h.example%23.example.com',
    'https://example.com:443@h.example/',
    '//h\u3002example',
    'https://example.com%2f@h.example/',
  ])('are found in %j', (text) => {
    expect(inQuery(text, 'next')).toBe('open-redirect');
  });
});

describe('Scripts elsewhere', () => {
  it.each([
    'http://h.example/x.php?cmd=ls',
    'http://h.example/x.gif?a=1&cmd=id',
    '//h.example/shell.txt',
    '//h.example/a/shell.php',
  ])('are included by %j', (text) => {
    expect(inQuery(text, 'page')).toBe('rfi');
  });

  it.each([
    'https://example.com/contact.html?cmd=1',
    'https://cdn.example.com/upload?id=5',
    '//docs/readme.txt',
    '//cdn.example.com/theme.css',
    'https://example.com/a.png?size=2',
  ])('are not by %j', (text) => {
    expect(inQuery(text, 'file')).toBeUndefined();
    expect(inQuery(text, 'theme')).toBeUndefined();
  });
});
