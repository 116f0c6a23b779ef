import { inBody, inField, inHeader, inQuery, inTarget, table } from '../verdict.js';

describe('Prototype pollution', () => {
  it('finds the names in keys, before and after nesting', () => {
    expect(inTarget('/x?__proto__[a]=1')).toBe('prototype-pollution');
    expect(inTarget('/x?a.__proto__.b=1')).toBe('prototype-pollution');
    expect(inTarget('/x?constructor[prototype][a]=1')).toBe('prototype-pollution');
    expect(inTarget('/x?constructor.prototype.a=1')).toBe('prototype-pollution');
    expect(inBody('{"a":{"__proto__":{"b":1}}}', 'application/json')).toBe('prototype-pollution');
    expect(inBody('{"constructor":{"prototype":{"b":1}}}', 'application/json')).toBe('prototype-pollution');
    expect(inHeader('cookie', 'a=__proto__.b=1')).toBe('prototype-pollution');
  });

  it('leaves the words alone', () => {
    expect(inBody('{"constructor":"Ferrari","prototype":true}', 'application/json')).toBeUndefined();
    expect(inField('We built a prototype; the constructor was kind')).toBeUndefined();
    expect(inField('protocol')).toBeUndefined();
  });
});

describe('XML, CRLF and mail', () => {
  table(
    'xxe',
    [
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///x">]>',
      '<!ENTITY % p SYSTEM "http://h.example/x.dtd">',
      '<!DOCTYPE a SYSTEM "http://h.example/x.dtd">',
      '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]>',
      '<x xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="x"/></x>',
    ],
    [
      '<!DOCTYPE html>',
      '<note><to>Ann</to></note>',
      '<!-- entity -->',
      'an !entity',
      '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">',
    ],
  );
  it('finds line breaks that begin a header', () => {
    expect(inTarget('/x%0d%0aSet-Cookie:a=b')).toBe('crlf');
    expect(inTarget('/x?lang=en%0d%0aLocation:%20//h.example')).toBe('crlf');
    expect(inTarget('/x?a%0d%0ab=1')).toBe('crlf');
    expect(inTarget('/x?a=%250d%250aSet-Cookie:b=c')).toBe('crlf');
    expect(inQuery('one\r\ntwo\r\nthree')).toBeUndefined();
    expect(inField('Location: Berlin\nHost: Ann\nDate: Monday')).toBeUndefined();
  });

  it('finds mail headers and commands after a line break', () => {
    expect(inField('Ann\nBcc: all@h.example')).toBe('mail-injection');
    expect(inField('Ann\r\nRCPT TO: <x@h.example>')).toBe('mail-injection');
    expect(inField('To: Ann\nSubject: lunch\n\nSee you at noon')).toBeUndefined();
  });
});
