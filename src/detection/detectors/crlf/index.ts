import { type Detector, type Match, type Subject, VALUES } from '../../subject.js';
import { type Rule, tableRoom } from '../table.js';

/** Names that no label in a text has. */
const HEADERS =
  'set-cookie2?|content-(?:type|length|disposition|encoding|security-policy(?:-report-only)?|transfer-encoding)|clear-site-data|p3p|transfer-encoding|x-(?!(?:x|large|small|ray|ax[ei]s|mas|men|height|width|factor|files|coord\\w*|pos\\w*|values?|ref)\\b)[a-z-]{3,40}|remote-addr|access-control-[a-z-]{3,40}|cache-control|referer|user-agent|last-modified|strict-transport-security|www-authenticate|referrer-policy|permissions-policy';
/** Names that labels have too (`Location: Room 4`), with what only the header holds. */
const LABELS =
  'location\\s{0,9}:\\s{0,9}(?:[a-z][a-z+.-]{1,15}:|[/\\\\])|refresh\\s{0,9}:\\s{0,9}\\d|host\\s{0,9}:\\s{0,9}[\\w.:[\\]-]{1,80}\\s{0,9}(?:[\\r\\n]|$)|link\\s{0,9}:\\s{0,9}<|status\\s{0,9}:\\s{0,9}[1-5]\\d\\d\\s{1,3}(?:ok|created|found|moved|see other|temporary|bad|unauthorized|forbidden|not |internal)|via\\s{0,9}:\\s{0,9}\\d\\.\\d|connection\\s{0,9}:\\s{0,9}(?:close|keep-alive|upgrade)\\s{0,9}(?:[\\r\\n]|$)|cookie\\s{0,9}:\\s{0,9}[\\w.-]{1,60}=|origin\\s{0,9}:\\s{0,9}https?:|authorization\\s{0,9}:\\s{0,9}(?:basic|bearer|digest)\\s|expires\\s{0,9}:\\s{0,9}(?:0|-1)\\s{0,9}(?:[\\r\\n]|$)|vary\\s{0,9}:\\s{0,9}(?:\\*|accept|origin)|etag\\s{0,9}:\\s{0,9}(?:w/)?\"';
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
    pattern: new RegExp(`${BREAK}[ \\t]{0,9}(?:set-cookie2?|content-length|transfer-encoding|remote-addr)\\s{0,9}:`),
    confidence: 0.8,
  },
  { what: 'header', pattern: new RegExp(`${BREAK}[ \\t]{0,9}(?:${HEADERS})\\s{0,9}:`), confidence: 0.6 },
  // After one word, as a value that was meant stands before it.
  { what: 'label', pattern: new RegExp(`^\\S{0,200}\\s?${BREAK}[ \\t]{0,9}(?:${LABELS})`), confidence: 0.6 },
  {
    what: 'label',
    pattern: new RegExp(
      `^[ \\t]{0,9}(?:${BREAK}){1,3}[ \\t]{0,9}(?:location|refresh|host|link|status|via|connection)\\s{0,9}:`,
    ),
    confidence: 0.6,
  },
  {
    what: 'label',
    pattern: new RegExp(`${BREAK}[ \\t]{0,9}(?:location|refresh|host|link|status|via|connection|cookie)\\s{0,9}:`),
    confidence: 0.6,
    roles: HEAD,
  },
  {
    what: 'page',
    pattern: new RegExp(`(?:${BREAK}){2}\\s{0,9}<(?:html|body|script|h1)\\b`),
    confidence: 0.6,
    roles: HEAD,
  },
  // Breaks as a string literal writes them.
  {
    what: 'header',
    pattern:
      /^[^\n]{0,100}\\[rn](?:\\n)?[ \t]{0,9}(?:set-cookie2?|location|content-length|transfer-encoding)\s{0,3}:\s{0,3}\S/,
    confidence: 0.6,
  },
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
  // Exim runs it.
  { what: 'mail-expansion', needs: '${run', pattern: /\$\{run\s?\{/, confidence: 0.8, category: 'mail-injection' },
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
      `${BREAK}[ \\t]{0,9}(?:[a-z]\\d{1,4}\\s{1,3}(?:append|authenticate|capability|check|close|copy|create|delete|examine|expunge|fetch|list|login|logout|lsub|noop|rename|search|select|starttls|status|store|subscribe|uid|unsubscribe)\\b|(?:ehlo|helo|vrfy|expn|starttls)\\b\\s{0,5}\\S|auth\\s{1,3}(?:plain|login|cram-md5|digest-md5|xoauth2?|gssapi|ntlm)\\b|(?:retr|dele|uidl|list)\\s{1,3}\\d{1,9}\\s{0,3}(?:${BREAK}|$)|top\\s{1,3}\\d{1,9}\\s{1,3}\\d{1,9}|apop\\s{1,3}\\S{1,80}\\s{1,3}[\\da-f]{32}|(?:data|quit|rset|stat|uidl|noop)\\s{0,5}(?:${BREAK}|$))`,
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
    '\\r',
    '\\n',
    '${run',
  ],
  nonAscii: true,
  rules: RULES,
  roles: [...VALUES, 'path'],
});

/** A mail, a card or a calendar as a whole: it begins with its first line, no value stands before it. */
const WHOLE =
  /^\s{0,5}(?:begin:v(?:card|calendar|event)\b|(?:received|return-path|delivered-to|from|mime-version|message-id|dkim-signature|date):[^\n]{1,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}[a-z][\w-]{1,40}:)/;

/** Fields in which people write several lines. */
const WRITTEN =
  /^(?:notes?|desc(?:ription)?|comments?|message|msg|body|text|content|summary|details?|bio|about|feedback|info|caption|post|question|answer|review|address|instructions?|agenda|event|invitation|signature|steps|email_?(?:body|text)|html|markdown)$/;
/** What mails that are passed on show of their heads, and commands of mail that lists and notes begin a line with. */
const EVERYDAY =
  /^\s{0,9}(?:(?:cc|reply-to)\s{0,5}:|(?:data|list|noop|quit|stat)\b|[a-z]\d{1,4}\s{1,3}(?:check|close|copy|create|delete|examine|list|rename|search|select|status|store)\b)/;

/**
 * Whether people write so: labels and signatures, a mail that they pass on, a request and its answer in a report. What is
 * the text of a mail is not its head.
 */
function isWritten({ what, confidence, offset }: Match, { text, lower, place }: Subject): boolean {
  if (what === 'label') return true;
  if (place !== 'body') return false;
  if (what === 'mail-header' || what === 'mail-command') return EVERYDAY.test(lower.slice(offset, offset + 60));
  if (what === 'header') return confidence < 0.7;
  return (what === 'request-line' || what === 'status-line') && /\p{L}{2}\s{1,3}\p{L}{2}/u.test(text.slice(0, offset));
}

/** Fields of which an application makes the head of a mail. */
const ADDRESSED = /e?mail(?:_?(?:to|from|addr(?:ess)?))?s?$|^(?:to|from|cc|bcc|sender|recipients?|reply[_-]?to)$/;
const AFTER_ADDRESS = new RegExp(
  `^[^\\s@]{1,80}@[^\\s@]{1,100}\\s{0,3}${BREAK}[ \\t]{0,9}(?:to|from|cc|bcc|subject|reply-to|return-path|sender|message-id|importance|priority|x-[a-z-]{3,30}|content-type|content-transfer-encoding|mime-version)\\s{0,3}:`,
);

/** Another line that addresses the mail. */
const ADDRESSES = new RegExp(
  `^[^\\r\\n]{0,200}(?:${BREAK}){1,2}[ \\t]{0,9}(?:to|cc|bcc|sender|reply-to|return-path)\\s{0,3}:\\s{0,3}<?[^\\s@]{1,80}@`,
);

/** One address, and another line of a mail's head after it. */
const afterAddress = ({ lower, field }: Subject): Match | undefined =>
  ADDRESSED.test(field) && (AFTER_ADDRESS.test(lower) || ADDRESSES.test(lower))
    ? { category: 'mail-injection', what: 'mail-header', confidence: 0.7, offset: 0 }
    : undefined;

/** Line breaks that end a header, a request or a mail command and begin another. */
export const crlf: Detector = {
  ...table,
  detect(subject) {
    const match = table.detect(subject) ?? afterAddress(subject);
    const { role, place, lower, field } = subject;
    if (!match || role !== 'value') return match;
    if (WRITTEN.test(field) && isWritten(match, subject)) return undefined;
    return place === 'body' && match.category !== 'protocol' && WHOLE.test(lower) ? undefined : match;
  },
};
