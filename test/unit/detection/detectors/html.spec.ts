import { inField, inHeader, inTarget, table } from '../verdict.js';

describe('HTML and script', () => {
  table(
    'xss',
    [
      '<script>steal()</script>',
      '<ScRiPt src=//h.example/x.js>',
      '<script',
      '</script><script>go()</script>',
      '<img src=1 onerror=go()>',
      '<img/src="1"/onerror=go()>',
      '<IMG SRC=1 OnErRoR="go()"',
      '<svg onload=go()>',
      '<svg/onload=go()',
      '<body onpageshow=go()>',
      '<details open ontoggle=go()>',
      '<a href="javascript:go()">x</a>',
      '<a href="java\tscript:go()">x</a>',
      '<a href=" &#106;avascript:go()">x</a>',
      '<iframe src="https://h.example">',
      '<iframe srcdoc="<b>hi</b>">',
      '<object data="x.swf">',
      '<embed src=x>',
      '<base href=//h.example>',
      '<form action="javascript:go()"><input>',
      '<button formaction=javascript:go()>x',
      '<meta http-equiv=refresh content="0;url=//h.example">',
      '<link rel=stylesheet href=//h.example/x.css>',
      '<div style="width:expression(go())">',
      '<p style="background:url(javascript:go())">',
      '<math><a xlink:href="javascript:go()">x',
      '<x onclick=go()>press',
      '"><b onmouseover=go()>',
      '" onfocus="go()" autofocus="',
      "' onmouseover='go()",
      '" style="behaviour:url(x)" onx="',
      'javascript:go(1)',
      ' JaVaScRiPt:go(1)',
      'java\nscript:go(1)',
      'vbscript:msgbox(1)',
      'data:text/html,<b>x',
      "';alert(1)//",
      "'-confirm(2)-'",
      'alert`3`',
      'prompt.call(null,4)',
      'eval("x")',
      'document.cookie',
      'window["location"]="//h.example"',
      'self["al"+"ert"](5)',
      '&lt;script&gt;go()&lt;/script&gt;',
      '%3Cscript%3Ego()%3C/script%3E',
      '\\u003cscript\\u003ego()\\u003c/script\\u003e',
      '\uff1cscript\uff1ego()',
      '+ADw-script+AD4-go()',
      '[][(![]+[])[+[]]+(![]+[])[!+[]+!+[]]]',
    ],
    [
      'a < b and b > c',
      '5 <6 and 7> 6',
      '<3 you all',
      'I <b>really</b> like it',
      '<p>Hello <em>world</em></p>',
      '<a href="https://example.com/x?y=1">shop</a>',
      '<img src="https://example.com/a.png" alt="A">',
      '<br/>',
      '<!-- note -->',
      'ann@example.com <ann@example.com>',
      'Vec<String>',
      'List<Map<String, Integer>>',
      'if (a<b) then',
      '-->',
      '<- see there',
      'JavaScript: the good parts',
      'javascript is fun',
      'on click = open the menu',
      'the alert (red) is on',
      'a confirm. Then go',
      'fetch the mail',
      'this is a document. Cookie recipes inside',
      'my location: Berlin',
      'top 10 [2026]',
      'data: text about html',
      'price=5 onsale=yes',
      'online=true',
      'only=1',
      'The function alert is blocked',
      'style: modern',
      'an expression of thanks',
      'windows and doors',
      'self-made',
      'parent.child',
      'Use the `<script>` element with care, as the page says',
      'Tom & Jerry &amp; friends',
      '&lt;b&gt;bold&lt;/b&gt;',
      'x &lt; y',
      'width: 100px; color: red',
      '100% <sure>',
    ],
  );

  it('reads the whole path, since markup has slashes', () => {
    expect(inTarget('/articles/%3Csvg/onload=go()%3E')).toBe('xss');
  });

  it('finds script that a whole value holds as base64, padded or not', () => {
    const text = Buffer.from('<img src=x onerror=go(1)>').toString('base64');
    expect(inField(text)).toBe('xss');
    expect(inField(text.replace(/=+$/, ''))).toBe('xss');
    expect(inTarget(`/files/${text.replace(/=+$/, '')}`)).toBe('xss');
  });

  it('reads the headers that an application may show', () => {
    expect(inHeader('referer', 'https://a.example/?q=<script>go()</script>')).toBe('xss');
    expect(inHeader('x-forwarded-for', '<script>go()</script>')).toBe('xss');
  });

  it('takes script with its code for script in a code span too: not all pages show Markdown as text', () => {
    const said = 'You have to put this at the end of your page, thank you';
    expect(inField(`${said} \`<script>alert(1)</script>\``)).toBe('xss');
    expect(inField(`${said} \`<script src=//h.example/a.js></script>\``)).toBe('xss');
    expect(inField(`${said} \`<script src="/a.js"></script>\``)).toBeUndefined();
    expect(inField(`${said} \`<script>\``)).toBeUndefined();
  });

  it('takes fenced code in an article for text, and markup outside of it for markup', () => {
    const words = 'This page explains how the module is loaded in a browser and what it needs. '.repeat(8);
    expect(
      inField(`${words}\n\n\`\`\`html\n<script src="module.js"></script>\n\`\`\`\n\nThat is all.`),
    ).toBeUndefined();
    expect(inField(`${words}\n\n<script src="//h.example/x.js"></script>`)).toBe('xss');
  });
});

describe('More of the table of markup', () => {
  table(
    'xss',
    [
      '<fencedframe src=//h.example>',
      '<x onscrollsnapchange=go()>',
      '<x onbeforematch=go()>',
      '<a href="javascript&colon;go()">x',
      '<svg><set attributeName=onmouseover to=go()>',
    ],
    [
      '<ul><li>one</li><li>two</li></ul>',
      '<h1 class="title">Hello</h1>',
      '<table><tr><td>1</td></tr></table>',
      '<img src="https://cdn.example.com/one.png" loading="lazy">',
      '<span style="color: red; font-weight: bold">x</span>',
      '<a href="mailto:ann@example.org">write</a>',
      '<time datetime="2026-01-01">today</time>',
      '<blockquote cite="https://example.com/">said</blockquote>',
      'x <= y and y >= z',
      '<<< see above >>>',
      'use the <b> tag',
      'on time = on budget',
      'alert: the road is closed',
      'confirm your order (today)',
      'the window. Open it',
      'a fetch (of waves)',
      'position: fixed (see docs)',
    ],
  );
});

describe('Directives of frameworks, and links of Markdown', () => {
  table(
    'xss',
    [
      '<div ng-app><input ng-focus=$event.view.go(1) autofocus>',
      '<div data-ng-init="go(1)">',
      '<a v-on:click="go(1)">x</a>',
      '<div x-init="go(1)">',
      '<a hx-on:click="go(1)">',
      '<button @click="go(1)">',
      '[a](javascript:window.onerror=go;throw%201)',
      '[a](data:text/html,x)',
    ],
    [
      '<p>@handler(x)</p>',
      '<a href="@home">x</a>',
      '<div ng-class="big">x</div>',
      '<div v-if="a">x</div>',
      'ng-click is deprecated',
      '[a](https://example.com)',
      '[a](javascript-basics.md)',
      '[JavaScript](intro): a book',
      '[a](javascript:void(0))',
    ],
    'title',
  );
});
