import { inBody, inHeader, inTarget } from '../verdict.js';

const boundary = 'XbX';
const file = (filename: string, content: string | Uint8Array, type = 'application/octet-stream'): string | undefined =>
  inBody(
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\nContent-Type: ${type}\r\n\r\n`,
      ),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    `multipart/form-data; boundary=${boundary}`,
  );

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');

describe('Uploads', () => {
  it.each([
    'shell.php',
    'a.phtml',
    'a.php.jpg',
    'a.php%00.jpg',
    'A.PHP5',
    'x.jsp',
    'x.aspx',
    'x.cgi',
    '.htaccess',
    'web.config',
    '.user.ini',
    '../../x.txt',
  ])('finds the name %j', (name) => {
    expect(file(name, 'text')).toBeDefined();
  });

  it.each([
    'photo.jpg',
    'report.pdf',
    'My holiday (2).png',
    'notes.txt',
    'data.csv',
    'archive.tar.gz',
    'été.docx',
    'phpinfo.txt',
    'a.b.c.jpeg',
  ])('lets the name %j pass', (name) => {
    expect(file(name, 'text')).toBeUndefined();
  });

  it('finds code in a file that claims to be a picture', () => {
    expect(file('a.gif', 'GIF89a<?php system($_GET[0]); ?>', 'image/gif')).toBe('upload');
    expect(file('a.png', Buffer.concat([PNG, Buffer.from('<?php x(); ?>')]), 'image/png')).toBe('upload');
    expect(file('a.svg', '<svg onload="go()"/>', 'image/svg+xml')).toBe('upload');
    expect(file('a.mvg', 'push graphic-context\nimage over 0,0 0,0 "|id"', 'image/png')).toBe('upload');
  });

  it('finds pictures that read files of the server', () => {
    for (const coder of ['text', 'html', 'msl'])
      expect(file('a.svg', `<svg><image xlink:href="${coder}:/srv/notes"/></svg>`, 'image/svg+xml')).toBe('upload');
    expect(file('a.svg', '<svg><image xlink:href="html/notes.png"/></svg>', 'image/svg+xml')).toBeUndefined();
  });

  it('does not read pictures as text', () => {
    const noise = Buffer.alloc(20_000);
    for (let i = 0, x = 7; i < noise.length; i++) noise[i] = x = (x * 1103515245 + 12345) & 0xff;
    expect(file('a.png', Buffer.concat([PNG, noise, Buffer.from("' or 1=1-- <script>")]), 'image/png')).toBeUndefined();
    expect(
      file('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', 'image/svg+xml'),
    ).toBeUndefined();
  });

  it('takes names from headers too', () => {
    expect(inHeader('x-filename', 'a.php')).toBeDefined();
    expect(inHeader('x-file-name', 'a.jpg')).toBeUndefined();
  });
});

describe('Sessions and scanners', () => {
  it('finds a session identifier in a link from elsewhere', () => {
    const headers = { host: 'shop.example', referer: 'https://h.example/' };
    expect(inTarget('/login?PHPSESSID=abc', headers)).toBe('session-fixation');
    expect(inTarget('/login?PHPSESSID=abc', { ...headers, referer: 'https://shop.example/' })).toBeUndefined();
    expect(inTarget('/done?session_id=cs_test_1', headers)).toBeUndefined();
  });

  it('knows tools by the names they give, and leaves browsers and crawlers alone', () => {
    expect(inHeader('user-agent', 'sqlmap/1.8')).toBe('scanner');
    expect(inHeader('user-agent', 'Mozilla/5.00 (Nikto/2.5)')).toBe('scanner');
    expect(
      inHeader('user-agent', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'),
    ).toBeUndefined();
    expect(inHeader('user-agent', 'curl/8.5.0')).toBeUndefined();
  });
});

const upload = (name: string): string | undefined =>
  inBody(
    `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: image/png\r\n\r\ntext\r\n--b--\r\n`,
    'multipart/form-data; boundary=b',
  );
const ATTACKS = [
  'a.php',
  'a.PHP5',
  'a.phtml',
  'a.pht',
  'a.phar',
  'a.phps',
  'a.inc',
  'x.jsp',
  'x.jspx',
  'x.jspf',
  'x.asp',
  'x.aspx',
  'x.ashx',
  'x.asmx',
  'x.asa',
  'x.cer',
  'x.cfm',
  'x.cgi',
  'x.shtml',
  'x.stm',
  'x.svc',
  'x.soap',
  'x.rem',
  'x.cshtml',
  'x.vbhtml',
  'x.hta',
  'x.htr',
  'x.exe',
  'x.scr',
  'x.dll',
  'x.war',
  'x.ear',
  'a.php.jpg',
  'a.jpg.php',
  'a.php%00.jpg',
  'a.php\u0000.jpg',
  'a.php;.jpg',
  'a.php:.jpg',
  'a.asp;.jpg',
  'a.php ',
  'a.php.',
  'a.php/',
  'a. php',
  'a.php::$DATA',
  '.htaccess',
  '.htpasswd',
  '.user.ini',
  'web.config',
  'php.ini',
  'x/.htaccess',
  'shell.php#.png',
  'a.aspx?x.png',
];
const PLAIN = [
  'photo.jpg',
  'report.pdf',
  'My holiday (2).png',
  'notes.txt',
  'data.csv',
  'archive.tar.gz',
  '\u00e9t\u00e9.docx',
  'phpinfo.txt',
  'a.b.c.jpeg',
  'a',
  'README',
  'README.md',
  'song.mp3',
  'film.mp4',
  'sheet.xlsx',
  'slides.pptx',
  'page.html',
  'style.css',
  'app.js',
  'main.ts',
  'script.py',
  'query.sql',
  'data.json',
  'feed.xml',
  'logo.svg',
  'icon.ico',
  'font.woff2',
  'book.epub',
  'mail.eml',
  'event.ics',
  'card.vcf',
  'map.gpx',
  'track.kml',
  'model.stl',
  'backup.zip',
  'x.7z',
  'x.rar',
  'x.iso',
  'x.log',
  'x.yml',
  'x.toml',
  'photo.HEIC',
  'IMG_1234.JPG',
  'Rechnung Nr. 5.pdf',
  'v1.2.3.zip',
  'php.pdf',
  'asp.net-guide.pdf',
  'jsp-tutorial.docx',
  'my.config.json',
  'webconfig.txt',
  'r\u00e9sum\u00e9.pdf',
  '\u65e5\u672c\u8a9e.txt',
];

describe('The table of file names', () => {
  it.each(ATTACKS)('finds %j', (text) => {
    expect(upload(text)).toBe('upload');
  });

  it.each(PLAIN)('lets %j pass', (text) => {
    expect(upload(text)).toBeUndefined();
  });
});

describe('Files that a desktop or a converter runs', () => {
  it.each(['a.bat', 'a.cmd', 'a.vbs', 'a.lnk', 'a.wsf', 'a.pif', 'a.swf', 'a.bat.'])('finds the name %j', (name) => {
    expect(upload(name)).toBe('upload');
  });

  it.each([
    'cricket.bat.jpg',
    'report.command.txt',
    'notes.lnk.md',
    'acrobat',
    'bat.png',
    'cmd.pdf',
    'a.ps1',
    'a.sh',
    'a.py',
  ])('lets the name %j pass', (name) => {
    expect(upload(name)).toBeUndefined();
  });

  it('finds what Ghostscript and a converter of films are told', () => {
    expect(file('a.ps', '%!PS\nmark { (%pipe%id) currentdevice putdeviceprops } showpage')).toBe('upload');
    expect(file('a.m3u8', '#EXTM3U\n#EXTINF:10,\nconcat:http://h.example/x|file:///etc/passwd')).toBe('upload');
    expect(file('a.ps', '%!PS-Adobe-3.0\n%%Title: pipes\nshowpage')).toBeUndefined();
    expect(file('a.m3u8', '#EXTM3U\n#EXTINF:10,\nhttps://cdn.example.com/1.ts')).toBeUndefined();
  });
});

it('finds script in a picture, and a policy for other sites', () => {
  expect(file('a.gif', 'GIF89a<script>go(1)</script>')).toBe('upload');
  expect(file('crossdomain.xml', '<cross-domain-policy><allow-access-from domain="*"/></cross-domain-policy>')).toBe(
    'upload',
  );
  expect(upload('a.phtm')).toBe('upload');
  expect(file('a.gif', 'GIF89a binary')).toBeUndefined();
  expect(upload('a.phtmx')).toBeUndefined();
});
