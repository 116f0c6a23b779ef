import { inBody, inField, inHeader, inTarget } from '../verdict.js';

const found = (texts: readonly string[], category: string): void => {
  it.each(texts)('%j', (text) => {
    expect(inField(text)).toMatch(new RegExp(`^${category}`));
  });
};
const clean = (texts: readonly string[]): void => {
  it.each(texts)('leaves %j', (text) => {
    expect(inField(text)).toBeUndefined();
  });
};

describe('Pieces of SQL as whole values', () => {
  found(
    [
      'and 1!="',
      '; drop',
      'set @a = 1',
      ') as t from',
      "x' like 'y",
      '( binary ( 7 ) )  --',
      "' || pkg.proc('a')",
      'load xml local infile "a"',
      'select a, b from t group by c having sum(d) > 3',
      'xp_regwrite',
    ],
    'sql',
  );
  clean([
    'salt and pepper',
    'or else!',
    'I like "Friends"',
    'update your profile',
    'from Paris to Rome',
    'a || b',
    'load your data here',
    'created by me',
    'drop me a line; select a date',
    'group by colour',
    '(see below) --',
    'The person having (1) read the terms, and (2) agreed to them, may sign.',
    "Today's match against (Ajax) was fun",
    "I'm at the match, playing against (my rival) Tom and all of his friends",
    'Why does create table users (id int, name text) fail on my machine?',
    'How do I load data local infile into a table of my own?',
    'group by region having total > 5 is what I would like to see there',
  ]);
});

describe('Disguises of shells', () => {
  found(
    [
      ';$q cat a.txt',
      'cu``rl 10.1.1.1',
      "ti''me curl example.org",
      'g(){ g|g& };g',
      'v=nc&&$v -lp 9',
      '| system("id")',
      '!-1!-2',
      'Ev"&"al"&"x',
      '{ls,}',
      "alias 'x'=curl",
      'echo abc | rev | sh',
      'find /srv -name a -exec cat {}',
      'if "a b" == "a b" echo same',
    ],
    '(?:shell|sqli|php)',
  );
  clean([
    'f() is a function',
    'costs $5 & up',
    'a = b && c',
    'wow!-1',
    '{a, b}',
    'Mary;John Smith',
    'BMW;Alpine A110',
    'TV;HD ready',
    'Washington;DC area',
    'SD|MMC card',
    'bash | zsh | sh',
    'Red;Chef hat',
    'they;Parted ways',
    'find me | or not',
  ]);

  it('knows commands where a browser has its name', () => {
    expect(inHeader('user-agent', ';chmod +x a.sh')).toMatch(/^shell/);
    expect(inHeader('user-agent', 'Chef Client/18.2 (ruby-3.1)')).toBeUndefined();
  });
});

describe('PHP that computes names', () => {
  found(["$ {'a'.'b'}", "x('sy' . 'stem')", 'return"system"(a)', 'mbstring.http_input=x', 'gethostbyname('], 'php');
  clean([
    'costs $ 5',
    'max_input = 5 lines',
    'intl. mail',
    "it's 'a'. 'b' too",
    'say "system" (aloud)',
    'system. (Yes)',
  ]);
});

describe('Pairs that were encoded as a whole', () => {
  const form = (text: string) => inBody(text, 'application/x-www-form-urlencoded');

  it('are read as pairs', () => {
    expect(form('a%3D1%27%20or%20%271%27%3D%271')).toMatch(/^sql/);
    expect(form('a%3Dsalt%20and%20pepper%26b%3D2')).toBeUndefined();
  });
});

describe('Mail commands behind a line break', () => {
  found(
    [
      'Dear all,\nb7 append archive (\\Draft) {42}\nplease read what comes here with care',
      'x\nA7 APPEND inbox',
      'x\r\nRETR 12',
      'x\nAUTH LOGIN',
      `x\nAPOP me ${'0a'.repeat(16)}`,
    ],
    'mail-injection',
  );
  clean(['dear all\nlist of 3 things', 'go\nto the top 3 1', 'a1\nb2 fetched', 'x\nauthor login']);
});

describe('Markup that runs by other ways', () => {
  found(
    [
      '<label datasrc="#a" datafld="b">',
      '<p ev:event="load" ev:handler="#x">',
      '<s c r i p t',
      '[ ] . map . call ` a `',
      'x = new ActiveXObject("a")',
    ],
    'xss',
  );
  clean(['if a <b c d e', '[1].map is called', 'new activity (sports)', 'a < f o r', '<label for="datasrc">']);

  it('reads names of parameters', () => {
    expect(inTarget('/?%20onfocus%3D%20=x')).toBe('xss');
    expect(inTarget('/?onfocus=x')).toBeUndefined();
  });
});

describe('Schemas and entities from elsewhere', () => {
  const element = (location: string): string => `<a xmlns:xsi="u" xsi:schemaLocation="u ${location}">b</a>`;
  found([element('http://evil.test/a.xsd'), 'x!ENTITY % y SYSTEM "z"'], 'xxe');
  clean([
    element('http://www.w3.org/a.xsd'),
    element('https://maven.apache.org/xsd/maven-4.0.0.xsd'),
    'an !entity % of it',
  ]);
});

describe('Hosts of a container, and templates', () => {
  found(['host.docker.internal/', 'http://9.r3dir.me/x'], 'ssrf');
  found(['{{= it.x }}', '${= it }', '{% for a in config.items() %}'], 'template');
  clean([
    'docker.internal docs',
    'r3dir.me is a site',
    '{{ name }}',
    '{% for a in b %} is a loop in many languages today',
  ]);
});

describe('Perl in a string', () => {
  found(['@{[ &CORE::time ]}', "@{  [  (system 'id')  ]  }"], 'python');
  clean(['me@{[', 'mail @ {home}']);
});

describe('Scripts of a database that wait', () => {
  found(['do{a=new Date()}while(a-b<9)'], 'nosqli');
  clean(['do {x} while (y)', 'do a new date while you are here']);
});
