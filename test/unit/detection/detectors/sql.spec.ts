import { inField, inHeader, inTarget, table } from '../verdict.js';

describe('SQL', () => {
  table(
    'sqli',
    [
      "x' or '1'='1",
      "x' OR 'a'='a' --",
      "x') or ('b'='b",
      "nobody'))/**/or/**/1=1#",
      'y" or "2"="2',
      'z" OR 5=5-- -',
      "a' and 7=7 and 'c'='c",
      "a' && 3=3#",
      "a' || 4=4 -- ",
      "k' or true -- ",
      "k' or not false#",
      "bob'--",
      "bob'#",
      "bob')/*",
      "bob';",
      "'='",
      "'-'",
      "n'+'n",
      '12 or 3=3',
      '12 and 3=4',
      '12) or (5=5',
      '9 OR 6=6 LIMIT 1',
      '1 union select 1,2,3',
      '1 UNION ALL SELECT null,null,version()',
      "1' union distinct select name, pass from members-- ",
      '5/**/uNiOn/**/sElEcT/**/card/**/from/**/cards',
      '5 /*!50000union*/ /*!50000select*/ 1,2',
      "x' union(select(1),(2))-- ",
      '1;drop table accounts',
      "1'; delete from carts where 1=1 -- ",
      "1'; update members set role='admin' where id=7 -- ",
      "1'; insert into admins(name) values('me') -- ",
      "1'; exec master..xp_cmdshell 'dir' -- ",
      "1'; waitfor delay '0:0:9' -- ",
      '1; shutdown',
      '7 and sleep(4)',
      "7' and benchmark(9000000,sha1('x'))#",
      "k' and (select 2 from (select count(*),concat(0x3a,(select user()),floor(rand(0)*2))y from t group by y)z)-- ",
      '7 and (select 1 from pg_sleep(3))',
      "8' and extractvalue(1,concat(0x7e,version()))-- ",
      '3 order by 12-- ',
      "3' order by 4#",
      "3' group by id having 1=1-- ",
      '(select password from users limit 1)',
      "1' and ascii(substr((select database()),1,1))>70-- ",
      '1 and (select count(*) from information_schema.tables)>0',
      "x' into outfile '/tmp/a.php'-- ",
      '1 procedure analyse(extractvalue(1,2),1)',
      'case when 1=1 then 5 else 6 end',
      "1' and '1' like '1",
      '@@version',
      "x' rlike sleep(3) and 'a'='a",
      "x%' or '%'='",
    ],
    [
      "O'Reilly and sons",
      "D'Angelo or O'Brien",
      "It's 5 o'clock; let's go",
      "rock 'n' roll",
      'select a union rep from the list',
      'Please select one or two from the table below',
      'union of two sets',
      'the union select committee met',
      'where is it from?',
      'order by Friday and get 2 for 1',
      'drop the table; it is heavy',
      'insert coin into slot',
      'delete from cart please',
      'create a table for four',
      'having friends over is nice',
      'group by age, then order by name',
      'take a left (1 mile)',
      'and 7 oranges',
      '1 or 2 apples',
      'a 5" pipe -- not the 6" one',
      '"Great book" -- The Times',
      'C# or C++?',
      '#1 choice',
      '6\'2" tall',
      "the '90s and the '80s",
      "the players' and coaches' rooms",
      'x = y and y = z',
      'status = open AND assignee = ann',
      'price gt 5 and price lt 10',
      "name eq 'Milk' or category eq 'Dairy'",
      '2 + 2 = 4',
      '5 > 3 && 2 < 4',
      '>=16 || 14 >=14.17',
      '^1.2.0 || ^2.0.0',
      'union',
      'SELECT',
      'exec summary',
      'update: set to arrive on Monday',
      "let's update and set a date",
      'case by case',
      'when in doubt, ask; then do',
      'the benchmark (all of it) took long',
      'I will sleep (a lot)',
      'A "LIKE" stamp',
      '10" x 12" frame',
      'like (or dislike) it',
      '„Ja“, sagte er',
      '这是一个 select 语句的说明',
      '1,000,000 or so',
      '/* todo */',
      '-- Ann',
      "l'eau d'or",
    ],
  );

  it('reads the path, segment by segment', () => {
    expect(inTarget("/users/5'%20or%20'6'='6")).toBe('sqli');
    expect(inTarget('/users/5%20union%20select%201,2/details')).toBe('sqli');
    expect(inTarget('/union/select/all')).toBeUndefined();
  });

  it('reads cookies and headers', () => {
    expect(inHeader('cookie', "theme=dark; lang=x'%20or%201=1--%20")).toBe('sqli');
    expect(inHeader('x-client-name', "a' union select 1,user()-- ")).toBe('sqli');
    expect(
      inHeader('user-agent', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)'),
    ).toBeUndefined();
    expect(inHeader('sec-ch-ua', '"Chromium";v="141", "Not?A_Brand";v="8"')).toBeUndefined();
  });

  it('does not mind an apostrophe in a sentence, whatever follows', () => {
    const text = "Don't drop the table: it's heavy! 5 > 3 && 2 < 4. See https://example.com/a?b=1";
    expect(inField(text)).toBeUndefined();
  });
});
