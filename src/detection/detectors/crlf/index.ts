import { type Detector, VALUES } from '../../subject.js';
import { type Rule, tableRoom } from '../table.js';

const HEADERS =
  'set-cookie2?|location|content-(?:type|length|disposition|encoding|security-policy)|transfer-encoding|refresh|x-[a-z-]{3,40}|remote-addr|host|link|access-control-[a-z-]{3,40}|cache-control|status|referer|user-agent|via|connection';
/** A line break, and what is left of one that was escaped twice. */
const BREAK = '[\\r\\n\\u0085\\u2028\\u560a\\u560d](?:%?0[ad]){0,2}';
const HEAD = ['name', 'segment', 'path', 'header', 'filename'] as const;

const RULES: readonly Rule[] = [
  {
    what: 'request-line',
    pattern: new RegExp(
      `(?:^|${BREAK})[ \\t]{0,9}(?:get|head|post|put|delete|patch|options|trace|connect|propfind)\\s{1,9}[^\\s]{1,400}\\s{1,9}http/\\d`,
    ),
    confidence: 0.7,
    category: 'protocol',
  },
  { what: 'status-line', pattern: new RegExp(`${BREAK}[ \\t]{0,9}http/\\d(?:\\.\\d)?\\s{1,9}\\d{3}`), confidence: 0.8 },
  {
    what: 'header',
    pattern: new RegExp(
      `${BREAK}[ \\t]{0,9}(?:set-cookie2?|location|content-length|transfer-encoding|refresh|remote-addr)\\s{0,9}:`,
    ),
    confidence: 0.8,
  },
  { what: 'header', pattern: new RegExp(`${BREAK}[ \\t]{0,9}(?:${HEADERS})\\s{0,9}:`), confidence: 0.6 },
  { what: 'header', pattern: /^[^a-z]{0,40}set-cookie\s{0,5}:\s{0,5}[\w-]{1,40}=/, confidence: 0.7 },
  { what: 'line-break', pattern: /[\r\n]\s{0,9}\S/, confidence: 0.6, roles: ['name', 'path', 'segment'] },
  {
    what: 'configuration',
    pattern: new RegExp(`${BREAK}[ \\t]{0,9}php_(?:value|admin_value)\\b`),
    confidence: 0.8,
    category: 'php',
  },
  {
    what: 'header',
    pattern: /set-cookie\s{0,5}:\s{0,5}\S|location ?:\s{0,5}(?:https?:|\/|\\)/,
    confidence: 0.6,
    roles: HEAD,
  },
  {
    what: 'proxy-socket',
    pattern: /^unix:[^|]{1,9000}\|\w{2,10}:/,
    confidence: 0.8,
    category: 'protocol',
    roles: [...VALUES, 'path'],
  },
  { what: 'nul', pattern: /\u0000/, confidence: 0.7, category: 'protocol', roles: ['name'] },
  {
    what: 'mail-header',
    pattern: new RegExp(
      `${BREAK}[ \\t]{0,9}(?:bcc|cc|rcpt\\s{1,3}to|mail\\s{1,3}from|reply-to)\\s{0,5}:\\s{0,5}<?[^\\s@]{0,80}@`,
    ),
    confidence: 0.7,
    category: 'mail-injection',
  },
  {
    what: 'mail-header',
    pattern: new RegExp(`${BREAK}(?:to|from|subject)\\s{0,5}:[^\\n]{1,200}${BREAK}`),
    confidence: 0.5,
    category: 'mail-injection',
    roles: ['name', 'segment', 'header'],
  },
  {
    what: 'mail-command',
    pattern: new RegExp(
      `${BREAK}[ \\t]{0,9}(?:[a-z]\\d{1,4}\\s{1,3}(?:append|authenticate|capability|check|close|copy|create|delete|examine|expunge|fetch|list|login|logout|lsub|noop|rename|search|select|starttls|status|store|subscribe|uid|unsubscribe)\\b|(?:ehlo|helo|vrfy|expn|starttls)\\b\\s{0,5}\\S|auth\\s{1,3}(?:plain|login|cram-md5|digest-md5|xoauth2?|gssapi|ntlm)\\b|(?:retr|dele|uidl|list)\\s{1,3}\\d{1,9}\\s{0,3}(?:${BREAK}|$)|top\\s{1,3}\\d{1,9}\\s{1,3}\\d{1,9}|apop\\s{1,3}\\S{1,80}\\s{1,3}[\\da-f]{32}|(?:data|quit|rset|stat|uidl)\\s{0,5}(?:${BREAK}|$))`,
    ),
    confidence: 0.6,
    category: 'mail-injection',
  },
  {
    // A tagged command with a flag or a literal of IMAP (RFC 9051, 4.3): no sentence has those.
    what: 'imap-literal',
    needs: '}',
    pattern: new RegExp(`${BREAK}[ \\t]{0,9}[a-z]\\d{1,4}\\s{1,3}append\\s[^\\r\\n]{1,120}\\{\\d{1,9}\\+?\\}`),
    confidence: 0.75,
    category: 'mail-injection',
  },
];

const table = tableRoom({
  name: 'crlf',
  category: 'crlf',
  triggers: [
    '\n',
    '\r',
    '\u0000',
    'set-cookie',
    'location:',
    'location :',
    'unix:',
    'get ',
    'post ',
    'head ',
    'put ',
    'delete ',
    'patch ',
    'options ',
    'trace ',
    'connect ',
    'propfind ',
  ],
  nonAscii: true,
  rules: RULES,
  roles: [...VALUES, 'path'],
});

/** A mail, a card or a calendar as a whole: it begins with its first line, no value stands before it. */
const WHOLE =
  /^\s{0,5}(?:begin:v(?:card|calendar|event)\b|(?:received|return-path|delivered-to|from|mime-version|message-id|dkim-signature|date):[^\n]{1,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}[a-z][\w-]{1,40}:)/;

/** Line breaks that end a header, a request or a mail command and begin another. */
export const crlf: Detector = {
  ...table,
  detect(subject) {
    const match = table.detect(subject);
    const { role, place, lower } = subject;
    return match && role === 'value' && place === 'body' && match.category !== 'protocol' && WHOLE.test(lower)
      ? undefined
      : match;
  },
};
