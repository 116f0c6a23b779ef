import { codeAt } from '../../code-at.js';
import { holdsCommands, isExpression, namesFiles, refersToSource } from '../../contents.js';
import { isSpoken } from '../../fields.js';
import { type Detector, type Match, type Subject } from '../../subject.js';
import { ANY_OF_SYSTEM, HIDDEN_SECRET, SYSTEM_FILE } from './data/files.js';
import { foldPath } from './fold.js';

const CLIMB = /(?:^|[\\/=:;,"'\s(|?#])\.{2,4};?[\\/]+/;
const CLIMB_ON = /[\\/]\.{2,4};?[\\/]+(?:\.{1,4};?[\\/]+)*\.{2,4};?[\\/]?|^\.{2,4}[\\/]+(?:\.{1,4}[\\/]+){1,}/;
/** Fields that name a file, where one step up is enough. */
const FILE_FIELD =
  /file|path|page|dir|folder|doc|template|include|load|read|download|view|layout|module|theme|lang|locale|skin|style|root|img|image|src|attachment|report/;

/** `\\\\10.0.0.1\\x`, `\\\\h\\c$`: a share by address, or one of administration, makes Windows log in there. */
const SHARE =
  /^\\\\(?:(?:\d{1,3}\.){3}\d{1,3}|[\w.-]{1,80}@(?:ssl|\d{2,5})|[\w.-]{1,80}(?=\\(?:[a-z]|admin|ipc)\$))(?:@\w{1,9})?\\[\w$.-]/;

/** How package managers name a folder beside. */
const PACKAGE = /^(?:file|link|portal|workspace):\.{1,2}\//;

const STEPS_OF_A_SEPARATOR = 60;

/** Signs at each of which the name of a file may begin. */
function separators(text: string): number {
  let count = 0;
  for (let i = 0, { length } = text; i < length; i++) if (SEPARATES[codeAt(text, i)] === 1) count++;
  return count;
}

const SEPARATES = Uint8Array.from({ length: 128 }, (_, code) => ('/\\%.'.includes(String.fromCharCode(code)) ? 1 : 0));

/** Paths that leave their folder, and files that nobody but an attacker asks for. */
export const path: Detector = {
  name: 'path',
  cost: ({ text }) => 12 * text.length + STEPS_OF_A_SEPARATOR * separators(text),
  documents: false,
  roles: ['name', 'value', 'segment', 'header', 'grammar', 'path', 'filename'],
  nonAscii: true,
  triggers: [
    '..',
    '/;/',
    '/.;/',
    'etc/',
    '.env',
    '.git-credentials',
    '.docker',
    '.kube',
    '.netrc',
    '.pgpass',
    'my.cnf',
    '_history',
    'var/',
    'etc\\',
    'proc/',
    'sys/',
    'sys\\',
    'proc\\',
    'windows/',
    'windows\\',
    'winnt',
    'grub',
    '/windows',
    '\\windows',
    '~/',
    '~\\',
    'share/',
    'share\\',
    'boot.ini',
    'win.ini',
    'desktop.ini',
    'php.ini',
    'my.ini',
    'file:',
    '0x2',
    '.%',
    '2f',
    'passwd',
    'web-inf',
    'meta-inf',
    '/secrets',
    '\\secrets',
    '\\\\',
    'wp-config',
    'id_rsa',
    'id_dsa',
    '.ssh',
    '/var/',
    'var\\',
    '/root/',
    'root\\',
    'logs/',
    'logs\\',
    'log/',
    'access_log',
    'access.log',
    'error_log',
    'error.log',
    'c:\\',
    'c:/',
    ':/boot',
    ':\\boot',
    'inetpub',
    '.htpasswd',
    '.bash',
    'web.config',
    'global.asa',
    'ntuser.dat',
    'config.inc',
    '.git/',
    '.git\\',
    '.aws',
    'shadow',
    'dev/',
    'dev\\',
    'usr/',
    'usr\\',
    'opt/',
    'home/',
    'home\\',
    '.?',
    '.*',
    'xampp',
    'wamp',
    'apache',
    'mysql',
    'nginx',
    'httpd',
    'program files',
    'lampp',
    ...[...'0123456789'].map((digit) => `php${digit}`),
    'php/',
    'php\\',
    'sam',
    'autoexec',
    'pagefile',
    'administrator',
    '\u0001',
    '\u0002',
    '\u001f',
  ],
  detect(subject) {
    const { lower, place } = subject;
    // Headers of the protocol name types and languages, never files.
    if (subject.role === 'grammar') return /\.\.[\\/]\.\.[\\/]/.test(lower) ? climbs(subject, lower) : undefined;
    if (place === 'body' && (namesFiles(subject.path) || refersToSource(subject.path, subject.text))) return undefined;
    if (subject.role === 'path' && /\/\.?;\//.test(lower))
      return { category: 'path-traversal', what: 'parameter', confidence: 0.6, offset: lower.indexOf(';/') };
    const text = foldPath(lower);
    const file = SYSTEM_FILE.exec(text);
    if (file && !spokenOf(subject, text, file.index))
      return { category: 'file-access', what: 'system-file', confidence: 0.7, offset: file.index };
    if (isAskedFor(subject, text)) return { category: 'file-access', what: 'file', confidence: 0.55, offset: 0 };
    if (SHARE.test(lower)) return { category: 'file-access', what: 'share', confidence: 0.6, offset: 0 };
    return PACKAGE.test(lower) || (place === 'body' && holdsCommands(subject.path, place))
      ? undefined
      : climbs(subject, text);
  },
};

function climbs({ role, field, place }: Subject, text: string): Match | undefined {
  // `.*\\.png`
  if (isExpression(field)) return undefined;
  const twice = CLIMB_ON.exec(text);
  if (twice) return role !== 'path' && isPointedAt(text, twice.index) ? undefined : found(0.7, twice.index);
  const once = CLIMB.exec(text);
  if (!once) return undefined;
  const named = role !== 'value' || place !== 'body' || FILE_FIELD.test(field);
  // A browser resolves one step up in an address before it asks.
  return named && !/[<\s]|^https?:\/\//.test(text) ? found(0.6, once.index) : undefined;
}

const found = (confidence: number, offset: number): Match => ({
  category: 'path-traversal',
  what: 'climb',
  confidence,
  offset,
});

/** Fields that name a file, and nothing else. */
const ONE_FILE =
  /^(?:file_?(?:name|path)?|page|path|template|tpl|doc|document|include|inc|download|load|read|view|attachment|src|img|image)$/;

/** In bodies, those of them that descriptions of a deployment do not have. */
const ONE_FILE_OF_BODY = /^(?:file_?(?:name)?|page|template|tpl|doc|document|include|inc|download)$/;

/** A file of the system, or a hidden one beside the application, where a file is asked for. */
function isAskedFor({ role, field, place }: Subject, text: string): boolean {
  if (role !== 'value') return false;
  const file = (place === 'body' ? ONE_FILE_OF_BODY : ONE_FILE).test(field);
  if (file && HIDDEN_SECRET.test(text)) return true;
  return (file || (place !== 'body' && !isSpoken(field))) && ANY_OF_SYSTEM.test(text);
}

/** `see also ../../x`: words lead up to it. */
const isLedUp = (text: string, at: number): boolean =>
  /(?:^|\s)\p{L}{3,}\s{1,3}\p{L}{2,}\s{1,3}[("'`]?$/u.test(
    text.slice(Math.max(0, at - 60), at + 1).replace(/[./\\]{1,9}$/, ''),
  );

/**
 * Words lead up to it, or it is where a link of Markdown leads, or what a source imports: `see [the sources](../../src)`,
 * `import { a } from '../../b'`.
 */
const isPointedAt = (text: string, at: number): boolean =>
  isLedUp(text, at) ||
  /(?:^|[\s}])(?:@import|import|from) ['"][./]{0,9}$/.test(text.slice(Math.max(0, at - 24), at + 1)) ||
  /[^\s\]]\]\([./]{0,9}$/.test(text.slice(Math.max(0, at - 20), at + 1));

/** A file that a sentence is about: words lead up to it or are around it, or an explanation follows. */
function spokenOf({ role, prose }: Subject, text: string, at: number): boolean {
  if (role === 'path' || role === 'segment' || text.includes('../')) return false;
  if (at === 0)
    return prose && /^\S{1,200}(?:\s{0,9}\n|\s{1,9}[-–—:(]|\s{1,9}(?:\p{L}{2,}\s|[^\x00-\x7f]))/u.test(text);
  return isLedUp(text, at) || prose || (text.match(/(?:^|\s)\p{L}{2,}(?=[\s,.;:!?]|$)/gu)?.length ?? 0) > 3;
}
