import { type Detector, type Match, type Subject } from '../../subject.js';
import { SYSTEM_FILE } from './data/files.js';
import { foldPath } from './fold.js';

const CLIMB = /(?:^|[\\/=:;,"'\s(|?#])\.{2,4};?[\\/]+/;
const CLIMB_ON = /[\\/]\.{2,4};?[\\/]+(?:\.{1,4};?[\\/]+)*\.{2,4};?[\\/]?|^\.{2,4}[\\/]+(?:\.{1,4}[\\/]+){1,}/;
/** Fields that name a file, where one step up is enough. */
const FILE_FIELD =
  /file|path|page|dir|folder|doc|template|include|load|read|download|view|layout|module|theme|lang|locale|skin|style|root|img|image|src|attachment|report/;
const ROLES = new Set(['name', 'value', 'segment', 'header', 'path', 'filename']);

/** Paths that leave their folder, and files that nobody but an attacker asks for. */
export const path: Detector = {
  name: 'path',
  triggers: [
    '..',
    'etc',
    'proc',
    'windows',
    'winnt',
    'boot.ini',
    'win.ini',
    'file:',
    '0x2',
    '.%',
    '\ufffd',
    '2f',
    'passwd',
    'web-inf',
    'wp-config',
    'id_rsa',
    '.ssh',
    '/var/',
    '/root/',
    'log',
    '.ini',
    '\u0001',
    'c:\\',
    'c:/',
    'inetpub',
    '.htpasswd',
    '.bash',
    'web.config',
    '.git/',
    '.env',
    '.aws',
    'shadow',
    '/dev/',
    '/usr/',
    '/opt/',
    '/home/',
    '.?',
  ],
  detect(subject) {
    const { lower, role, document } = subject;
    if (document || !ROLES.has(role)) return undefined;
    const text = foldPath(lower);
    const file = SYSTEM_FILE.exec(text);
    if (file && !spokenOf(subject, text, file.index))
      return { category: 'file-access', what: 'system-file', confidence: 0.7, offset: file.index };
    return climbs(subject, text);
  },
};

function climbs({ role, field, place }: Subject, text: string): Match | undefined {
  const twice = CLIMB_ON.exec(text);
  if (twice) return found(0.7, twice.index);
  const once = CLIMB.exec(text);
  if (!once) return undefined;
  const named = role !== 'value' || place !== 'body' || FILE_FIELD.test(field);
  return named && !/[<\s]/.test(text) ? found(0.6, once.index) : undefined;
}

const found = (confidence: number, offset: number): Match => ({
  category: 'path-traversal',
  what: 'climb',
  confidence,
  offset,
});

/** A file that a sentence is about: it does not begin the text, and words are around it. */
function spokenOf({ role }: Subject, text: string, at: number): boolean {
  if (at === 0 || role === 'path' || role === 'segment' || text.includes('../')) return false;
  return (text.match(/(?:^|\s)\p{L}{2,}(?=[\s,.;:!?]|$)/gu)?.length ?? 0) > 3;
}
