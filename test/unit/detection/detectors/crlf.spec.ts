import { inField, inHeader, inQuery, inTarget } from '../verdict.js';

const ATTACKS = [
  '/x%0d%0aSet-Cookie:a=b',
  '/x%0aSet-Cookie:a=b',
  '/x%0dSet-Cookie:a=b',
  '/x?a=%0d%0aSet-Cookie:%20b=c',
  '/x?a=1%0d%0aLocation:%20//h.example',
  '/x?a=%0aLocation:http://h.example',
  '/x?a=%0d%0a%20Set-Cookie:b',
  '/x?a=%250d%250aSet-Cookie:b=c',
  '/x?a=%25%30aSet-Cookie:b',
  '/x?a=%E5%98%8A%E5%98%8DSet-Cookie:b=c',
  '/x?a=%0d%0aContent-Length:%200',
  '/x?a=%0d%0aTransfer-Encoding:chunked',
  '/x?a=%0d%0aContent-Type:%20text/html',
  '/x?a=%0d%0aRefresh:0;url=//h.example',
  '/x?a=%0d%0aX-XSS-Protection:0',
  '/x?a=%0d%0aX-Forwarded-Host:h.example',
  '/x?a=%0d%0aAccess-Control-Allow-Origin:*',
  '/x?a=%0d%0aCache-Control:no-store',
  '/x?a=%0d%0aHost:h.example',
  '/x?a=%0d%0aStatus:200',
  '/x?a=%0d%0aReferer:x',
  '/x?a=%0d%0aUser-Agent:x',
  '/x?a=%0d%0aConnection:close',
  '/x?a=%0d%0aLink:%20x',
  '/x?a=%0d%0aVia:x',
  '/x?a=%0d%0aContent-Disposition:inline',
  '/x?a=%0d%0aContent-Encoding:gzip',
  '/x?a=%0d%0aContent-Security-Policy:x',
  '/x?a=%0d%0aRemote-Addr:1',
  '/x?a=%0d%0aHTTP/1.1%20200%20OK',
  '/x?a=%0d%0a%0d%0aHTTP/1.1%20200',
  '/x?a=%0aHTTP/1.0%20302%20Found',
  '/x?a%0d%0ab=1',
  '/x?a%0ab=1',
  '/x?a%0db=1',
  '/x%0ay',
  '/x/%0d%0ay/z',
  '/a%0dz',
  '/x?a=Set-Cookie:%20b=c',
  '/x?set-cookie:%20a=1',
  '/x?a=%0d%0aSet-Cookie2:b=c',
  '/x?lang=en%0d%0aLocation:%20//h.example',
  '/x?a=%c2%85Set-Cookie:b=c',
  '/x?a=%e2%80%a8Set-Cookie:b=c',
  '/x?q=b%0D%0A%0D%0AContent-Type:text/html',
  '/x?u=//h.example%0d%0aset-cookie:x=1',
  '/x?a=%0d%0a%09Location:b',
  '/x?a=b%0aset-cookie%3ax%3d1',
  '/%0d%0alocation:%20x',
  '/%0aset-cookie:x=1',
  '/x?n=%0d%0acontent-length%20:%205',
];
const PLAIN = [
  '/x?text=Notes%0aA4%20append%20the%20list%20%7Bsee%20above%7D%20to%20the%20end%20of%20the%20page',
  '/x?a=b',
  '/x?note=one%0atwo',
  '/x?note=one%0d%0atwo%0d%0athree',
  '/x?q=cookie',
  '/x?q=set%20cookie',
  '/x?q=location',
  '/x?place=location%20Berlin',
  '/x?host=a.example',
  '/x?type=text/html',
  '/x?status=200',
  '/x?q=content%20type',
  '/x?via=Rome',
  '/x?q=HTTP/1.1',
  '/x?q=HTTP/1.1%20200%20OK',
  '/x?link=a',
  '/x?text=Dear%20Ann,%0a%0aall%20is%20well.',
  '/x?text=a%0a-%20b%0a-%20c',
  '/x?text=1)%20a%0a2)%20b',
  '/x?addr=Main%20St%205%0aBerlin',
  '/x?text=Date:%20Monday',
  '/x?text=Note:%20x',
  '/x?a=%5Cr%5Cn',
  '/x?a=%5Cn',
  '/a%20b',
  '/a/b',
  '/x?text=Hi%0aAnn:%20yes%0aBob:%20no',
  '/x?text=Q:%20a%0aA:%20b',
  '/x?text=x%0aPrice:%205',
  '/x?text=x%0aTotal:%205',
  '/x?t=10:30%0a11:30',
  '/x?a=%09b',
  '/x?cookie=yes',
  '/x?a=referer',
  '/x?q=refresh%20page',
  '/x?q=cache%20control',
  '/x?q=user%20agent',
  '/x?q=connection%20lost',
  '/x?q=x-ray',
  '/x?q=x-ray:%20broken%20arm',
  '/location:berlin',
  '/x?q=remote',
  '/x?text=x%0aSize:%20M%0aColour:%20red',
  '/x?lrc=%5B00:01%5D%20a%0a%5B00:02%5D%20b',
  '/x?md=%23%20a%0a%0ab',
  '/x?yaml=a:%201%0ab:%202',
  '/x?csv=a,b%0a1,2',
  '/x?q=r%26n',
  '/x?q=%26%2310;',
  '/x?q=line%20feed',
  '/x?q=0d0a',
  '/x?q=d%0aa',
];

describe('The table of line breaks', () => {
  it.each(ATTACKS)('finds %j', (text) => {
    expect(inTarget(text)).toBe('crlf');
  });

  it.each(PLAIN)('lets %j pass', (text) => {
    expect(inTarget(text)).toBeUndefined();
  });
});

describe('Names that headers and labels in a text share', () => {
  it.each([
    ['notes', 'Weekly meeting\nLocation: Room 4'],
    ['event', 'Lunch\r\nLocation: https://meet.example.com/abc\r\nDate: Friday'],
    ['comment', 'Hi\nLink: https://example.com/a'],
    ['description', 'Server down\nHost: web-01'],
    ['title', 'Sommerfest\nStatus: 300 G\u00e4ste'],
    ['order', 'Order 5\nStatus: shipped'],
    ['place', 'Anna\nHost: Bob Miller\nVia: Roma 5'],
    ['text', 'Fehler\nConnection: close the door'],
    ['name', 'Anna\nExpires: never'],
    ['name', 'Anna\nExpires: 0 days'],
    ['notes', 'A\nOrigin: https://example.com'],
    ['sizes', 'Small: 3\nX-Large: 4\nX-Small: 0'],
    ['finding', 'Normal\nX-ray: normal\nX-axis: time'],
    ['pattern', '\\n\\r\\t'],
    ['path', 'C:\\repo\\notes: a'],
  ])('are labels in %s=%j', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
    expect(inQuery(text, name)).toBeUndefined();
  });

  it.each([
    'x\r\nLocation: https://h.example/',
    'en\nLocation: //h.example',
    '\r\nRefresh: 0;url=//h.example',
    'x\nHost: h.example\r\n',
    'x\r\nStatus: 302 Found',
    'x\r\nLink: </a>; rel=preload',
    'x\r\nConnection: close',
    'x\r\nCookie: admin=1',
    'x\r\nLast-Modified: Mon, 27 Oct 2026 14:50:18 GMT',
    'x\r\nStrict-Transport-Security: max-age=0',
    'x\r\nX-Injected: yes',
    'x\r\nOrigin: https://h.example',
    'x\r\nAuthorization: Basic YTpi',
    'x\r\nClear-Site-Data: "*"',
    'x\r\nVary: *',
    'x\r\nExpires: 0\r\n',
    'x\\r\\nSet-Cookie: a=b',
  ])('are headers in %j', (text) => {
    expect(inQuery(text, 'lang')).toBe('crlf');
    expect(inField(text, 'lang')).toBe('crlf');
  });

  it('are headers in a path and in a header, whatever their value, and so is the page that follows', () => {
    expect(inTarget('/x%0d%0aLocation:%20a')).toBe('crlf');
    expect(inHeader('x-id', 'x%0D%0A%0D%0A<html>')).toBe('crlf');
  });
});

describe('The head of a mail', () => {
  it.each([
    'a@b.example\r\nSubject: spam',
    'a@b.example%0aMIME-Version: 1.0',
    'root+${run{id}}@localhost',
    'Ann\r\nTo: c@d.example',
    'a@b.example\nSender: c@d.example',
    'a@b.example\r\nMessage-ID: <x>',
    'a@b.example\r\nNOOP',
    'a@b.example -be ${run{/bin/sh}{-c}{id}}',
  ])('is written on in %j', (text) => {
    expect(inField(text, 'email')).toBe('mail-injection');
  });

  it.each([
    ['email', 'ann@example.com\n'],
    ['email', 'ann@example.com\nbob@example.com'],
    ['to', 'ann@example.com, bob@example.com'],
    ['message', 'ann@example.com\nSubject: refund'],
    ['message', 'Please send it to me\nDate: Friday'],
    ['template', 'Dear ${runner.name}'],
    ['from', 'Berlin\nTo: Paris'],
    ['email_body', 'Hi\nTo: ann@example.com'],
  ])('ends in %s=%j', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
  });
});

describe('Texts of several lines', () => {
  it.each([
    [
      'message',
      'Hi,\n\n--- Forwarded message ---\nFrom: Ann <ann@example.com>\nTo: Bob <bob@example.com>\nCc: eve@example.com',
    ],
    ['body', 'Please handle.\nCc: bob@example.com'],
    ['message', 'Von: Anna\nAn: bob@example.com\nCc: eve@example.com\nBetreff: Rechnung\n\nHallo'],
    ['comment', 'Contact\nReply-to: support@example.com'],
    ['description', 'The request failed:\nGET /api/users HTTP/1.1\nHost: api.example.com'],
    ['description', 'The answer was\nHTTP/1.1 500 Internal Server Error'],
    ['steps', 'Call it with\nContent-Type: application/json'],
    ['description', 'Steps\nUser-Agent: Mozilla/5.0 (X11)'],
    ['signature', 'Ann\nX-Team: ops'],
    ['notes', 'Todo\nList 3'],
    ['message', 'Song\ndata'],
    ['message', 'Bye\r\nquit'],
    ['text', 'a1 search for it\nb2 check it'],
  ])('are ordinary in %s=%j', (name, text) => {
    expect(inField(text, name)).toBeUndefined();
  });

  it.each([
    ['message', 'x\r\nSet-Cookie: a=b'],
    ['comment', 'x\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK'],
    ['comment', 'x\r\nGET /admin HTTP/1.1'],
    ['subject', 'Hi\nBcc: x@y.example'],
    ['message', 'Hi\nBcc: x@y.example'],
    ['message', 'x\r\nRETR 12'],
    ['email', 'a@b.example\nBcc: x@y.example'],
    ['name', 'a\r\nRCPT TO: <x@y.example>'],
  ])('end a header, a request or a mail in %s=%j', (name, text) => {
    expect(inField(text, name)).toBeDefined();
  });
});

describe('Lines that people write', () => {
  it('are no headers of an answer or a mail', () => {
    expect(inQuery('one\r\ntwo\r\nthree')).toBeUndefined();
    expect(inField('Location: Berlin\nHost: Ann\nDate: Monday')).toBeUndefined();
    expect(inField('To: Ann\nSubject: lunch\n\nSee you at noon')).toBeUndefined();
  });

  it('hide no header or command of a mail', () => {
    expect(inField('Ann\nBcc: all@h.example')).toBe('mail-injection');
    expect(inField('Ann\r\nRCPT TO: <x@h.example>')).toBe('mail-injection');
  });
});
