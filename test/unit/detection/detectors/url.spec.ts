import { inField, inQuery } from '../verdict.js';

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
