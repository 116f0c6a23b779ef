import { inField, inHeader, inQuery, inTarget, table } from '../verdict.js';

describe('Paths', () => {
  table(
    'path-traversal',
    [
      '../../../x',
      '..\\..\\x',
      '....//....//x',
      '/static/../../x',
      '..%2f..%2fx',
      '%2e%2e%2f%2e%2e%2fx',
      '%252e%252e%252f%252e%252e%252fx',
      '%c0%ae%c0%ae%c0%af%c0%ae%c0%ae%c0%afx',
      '..%u2215..%u2215x',
      '..2f..2f..2fx',
      '0x2e0x2e0x2f0x2e0x2e0x2fx',
      '..;/..;/x',
    ],
    [
      'see ../README.md for more',
      'wait... what?',
      'a../b',
      '1..10',
      '...and so on',
      'v1.2.3',
      './file',
      'dist/index.js',
      'a/b/c',
      'C:/data/report',
    ],
    'note',
  );
  table(
    'file-access',
    [
      '/etc/passwd',
      '/etc/./shadow',
      '/proc/self/environ',
      'c:\\windows\\win.ini',
      'C:/boot.ini',
      'file:///etc/hosts',
      'file:///c:/x',
      '/var/log/auth.log',
      '/root/.ssh/id_rsa',
      '../wp-config.php',
      'WEB-INF/web.xml',
      '..%00/etc/passwd%00',
    ],
    [
      'etc.',
      'phones, tablets, etc/other',
      'see /etc/hosts on your machine for details',
      'Windows 11 and windows 10',
      'the process/procedure',
      'a log/journal',
      '/home/page',
      'windows/doors',
    ],
  );

  it('takes one step up for an attack where a file is named', () => {
    expect(inQuery('../x.txt', 'file')).toBe('path-traversal');
    expect(inField('../tsconfig.json', 'extends')).toBeUndefined();
  });

  it('finds hidden files and what was left behind by the path alone', () => {
    expect(inTarget('/.env')).toBe('file-access');
    expect(inTarget('/.git/config')).toBe('file-access');
    expect(inTarget('/app/config.php.bak')).toBe('scanner');
    expect(inTarget('/actuator/heapdump')).toBe('scanner');
    expect(inTarget('/wp-login.php')).toBe('scanner');
    expect(inTarget('/.well-known/openid-configuration')).toBeUndefined();
    expect(inTarget('/api/v1/users/7')).toBeUndefined();
    expect(inTarget('/assets/app.3f2a.js')).toBeUndefined();
  });
});

const ATTACKS = [
  '../../../x',
  '..\\..\\x',
  '....//....//x',
  '/static/../../x',
  '..%2f..%2fx',
  '%2e%2e%2f%2e%2e%2fx',
  '%252e%252e%252f%252e%252e%252fx',
  '%c0%ae%c0%ae%c0%af%c0%ae%c0%ae%c0%afx',
  '..%u2215..%u2215x',
  '..2f..2f..2fx',
  '0x2e0x2e0x2f0x2e0x2e0x2fx',
  '..;/..;/x',
  '..;/manager/html',
  '../../../../../../x',
  '/../../x',
  './../../x',
  'a/../../../x',
  '/var/../../x',
  '..\\..\\..\\x',
  '..\\../..\\x',
  '../..\\x',
  '%2e%2e/%2e%2e/x',
  '..%5c..%5cx',
  '%2e%2e%5c%2e%2e%5cx',
  '..%255c..%255cx',
  '%25252e%25252e%25252f%25252e%25252e%25252fx',
  '..%c0%af..%c0%afx',
  '..%c1%9c..%c1%9cx',
  '..%e0%80%af..%e0%80%afx',
  '%uff0e%uff0e%u2215%uff0e%uff0e%u2215x',
  '\uff0e\uff0e\uff0f\uff0e\uff0e\uff0fx',
  '.././.././x',
  '..//..//x',
  '..///..///x',
  '.../.../x',
  '..../..../x',
  '....\\\\....\\\\x',
  '/a/b/../../../c',
  'file=../../x',
  'x=..\\..\\y',
  ';../../x',
  '"../../x"',
  "'../../x'",
  '(../../x)',
  '|../../x',
  '../../x%00.png',
  '../../x\u0000',
  '../../x?y',
  '../../x#y',
  '../../x',
  '.\u0001./../../x',
];
const PLAIN = [
  'see ../README.md for more',
  'wait... what?',
  'a../b',
  '1..10',
  '...and so on',
  'v1.2.3',
  './file',
  'dist/index.js',
  'a/b/c',
  'C:/data/report',
  '../tsconfig.json is extended',
  '..',
  '...',
  '....',
  '. . .',
  'a..b',
  'a...b',
  'x/./y',
  './',
  './a/./b',
  '/a/b/',
  '//cdn.example.com/x',
  'https://example.com/a/b',
  'https://example.com/a/../b?x=1',
  'see also ../../std/sync.html',
  'redirecting to ../../index.html',
  'between 1...5',
  '1.../2',
  'yes/no...',
  'and/or ..',
  '~/x',
  '~ann',
  'c:\\temp',
  '\\n',
  '50%',
  '%',
  '100%25',
  '2f',
  'a2fb',
  '0x2e',
  '0x2f',
  'e.g. ./x',
  'src/**/*.ts',
  '*.js',
  '!**/dist/**',
  '[a-z]/x',
  'a/b..c/d',
  'release/v1..v2',
  'main...feature/x',
  'left\\right',
];

describe('The table of paths', () => {
  it('finds a file behind separators that are damaged in the same way', () => {
    expect(inTarget('/x?f=%c1%pqetc%c1%pqpasswd')).toBe('file-access');
    expect(inTarget('/x?f=fetch%c1%pqdata')).toBeUndefined();
  });

  table('path-traversal', ATTACKS, PLAIN, 'note');
});

describe('More files of systems', () => {
  it.each([
    '/var/lib/mlocate/mlocate.db',
    '/var/lib/docker/containers',
    '/boot/grub/grub.cfg',
    '~/.bashrc',
    '~/.aws/credentials',
    '/usr/local/tomcat/conf/server.xml',
    '/usr/share/nginx/html/index.html',
    '/usr/local/lib/php/pearcmd.php',
  ])('finds %j', (text) => {
    expect(inQuery(text, 'file')).toBe('file-access');
  });

  it.each(['~/Documents/a.txt', 'usr/share/fonts/a.ttf', '/var/lib/app/data', '/boot', 'share/nginx', '~', '~/bash'])(
    'lets %j pass',
    (text) => {
      expect(inQuery(text, 'file')).toBeUndefined();
    },
  );

  it('finds a path that climbs in a header that names types or languages', () => {
    expect(inHeader('accept', '../../../../../etc/passwd{{')).toBe('path-traversal');
    expect(inHeader('accept-language', '../../../../etc/passwd')).toBe('path-traversal');
    expect(inHeader('accept', 'text/html,*/*;q=0.8')).toBeUndefined();
    expect(inHeader('content-disposition', 'attachment; filename="../a"')).toBeUndefined();
  });
});

describe('Files that are asked for by their name', () => {
  it.each([
    '/etc/inittab',
    '/etc/redis/redis.conf',
    '/var/backups/shadow.bak',
    '/private/etc/x',
    '.env',
    './.env',
    'server/.env',
    '.env.production',
    '.git-credentials',
    '.kube/config',
    '.git/index',
  ])('are found in %j', (text) => {
    expect(inQuery(text, 'file')).toBe('file-access');
    expect(inField(text, 'template')).toBe('file-access');
  });

  it.each([
    ['q', '/etc/inittab'],
    ['name', '/etc/inittab'],
    ['file', '/mnt/data/photos'],
    ['file', '/var/lib/app/data'],
    ['file', '/root/projects/a'],
    ['file', '/home/ann/photos'],
    ['file', '.env.example'],
    ['file', 'environment.ts'],
    ['file', 'src/.eslintrc'],
    ['file', 'my.env.txt'],
    ['file', '.gitignore'],
    ['path', '.github/workflows/a.yml'],
  ])('are none in %s=%j', (name, text) => {
    expect(inQuery(text, name)).toBeUndefined();
    expect(inField(text, name)).toBeUndefined();
  });

  it('are ordinary in what describes a deployment', () => {
    expect(inField('/etc/myapp/app.yml', 'path')).toBeUndefined();
    expect(inField('/etc/myapp', 'config_dir')).toBeUndefined();
    expect(inField('.env.local', 'path')).toBeUndefined();
    expect(inField('/home/ann/.nvm/versions/node/bin/node', 'execPath')).toBeUndefined();
  });
});
