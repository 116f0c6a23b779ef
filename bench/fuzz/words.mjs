// What texts are made of: signs and words of the attacked languages, and what decoders treat in a way of their own.
const SIGNS = [...`'"\`()[]{}<>;:,.|&$#@!?%^*~=+-/\\ \t\r\n\0_0123456789`];
const PIECES = String.raw`
-- /* */ /*! # ; || && ' or '1'='1 and 1=1 union select from users sleep( benchmark( waitfor delay '0:0:5' order by 9
$( ${'$'}{ }} {{ {% %} <% %> #{ *{ @( <script </script> <svg onload= <img src=x onerror= javascript: data:text/html, alert(1)
document.cookie expression( style= ../ ..\ %2e%2e%2f /etc/passwd c:\windows\ file:// php://filter http:// https:// // /\
127.0.0.1 localhost 0x7f.1 [::1] 169.254.169.254 metadata.google.internal gopher:// ${'$'}{jndi:ldap:// ${'$'}{lower:
java.lang.Runtime T(java.lang.Runtime) rO0AB <?php system( eval( base64_decode( O:8:"a":1:{ __proto__ constructor.prototype
require('child_process') process.env __import__('os') self.__class__ ;cat |id &&whoami ${'$'}IFS curl wget powershell -enc
/bin/sh *)(uid=* )(|(cn=* ' or ''=' //*[ text()= <!ENTITY <!DOCTYPE SYSTEM <!--#exec <esi:include Set-Cookie: HTTP/1.1
GET /x HTTP/1.1 bcc:a@b.example ${'$'}ne ${'$'}where ${'$'}gt sqlmap nikto .php.jpg .htaccess phpsessid= query mutation fragment __schema
{a{b{c{d}}}} "a":" '] "> '> ]]> --> \u003c \x3c &lt; &#60; &#x3c; %3c %253c %u003c %c0%ae %e5%98%8a +ADw- a=1&b=2
`
  .split(/\s+/)
  .filter((piece) => piece !== '');
const CHARACTERS = [
  '\u00a0',
  '\u00ad',
  '\u0131',
  '\u017f',
  '\u200b',
  '\u2028',
  '\u2215',
  '\u3000',
  '\ufeff',
  '\uff07',
  '\uff1c',
  '\ufffd',
  '\ud800',
  '\udc00',
  '\u{1d5ba}',
  '\u{e0041}',
  '\u{10ffff}',
  '\u560a',
  '\u0130',
  'é',
];

export const WORDS = [...SIGNS, ...PIECES, ...CHARACTERS];

export const MEDIA_TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'application/vnd.api+json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'multipart/form-data; boundary="x y"',
  'multipart/mixed',
  'application/xml',
  'image/svg+xml',
  'application/graphql',
  'application/x-ndjson',
  'text/plain',
  'text/html; charset=utf-7',
  'application/octet-stream',
  '',
  undefined,
];
