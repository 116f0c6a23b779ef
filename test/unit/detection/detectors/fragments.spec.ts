import { inBody, inField, inHeader } from '../verdict.js';

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
    ],
    '(?:shell|sqli|php)',
  );
  clean(['f() is a function', 'costs $5 & up', 'a = b && c', 'wow!-1', '{a, b}', 'find me | or not']);

  it('knows commands where a browser has its name', () => {
    expect(inHeader('user-agent', ';chmod +x a.sh')).toMatch(/^shell/);
    expect(inHeader('user-agent', 'Chef Client/18.2 (ruby-3.1)')).toBeUndefined();
  });
});

describe('PHP that computes names', () => {
  found(["$ {'a'.'b'}", "x('sy' . 'stem')", 'return"system"(a)', 'mbstring.http_input=x', 'gethostbyname('], 'php');
  clean(['costs $ 5', "it's 'a'. 'b' too", 'say "system" (aloud)', 'system. (Yes)']);
});

describe('Pairs that were encoded as a whole', () => {
  const form = (text: string) => inBody(text, 'application/x-www-form-urlencoded');

  it('are read as pairs', () => {
    expect(form('a%3D1%27%20or%20%271%27%3D%271')).toMatch(/^sql/);
    expect(form('a%3Dsalt%20and%20pepper%26b%3D2')).toBeUndefined();
  });
});
