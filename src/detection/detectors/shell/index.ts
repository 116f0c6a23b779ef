import { type Detector, type Match, type Subject, VALUES } from '../../subject.js';
import { WRAPPERS } from './data/commands.js';
import { dialects } from './dialects.js';
import { type Command, commandAt, hasArgument, isKnown, rankOf, standsAlone } from './words.js';

const SEPARATOR = /[;&|\n`]|\$\(|[<>]\(|\{(?=[,\w])/g;
/** The scripts of a package manifest are command lines. */
const COMMAND_FIELD = /(?:^|\.)scripts\./;
const MAX_SEPARATORS = 2000;

/** Commands that a POSIX shell, cmd or PowerShell would run out of a value. */
export const shell: Detector = {
  name: 'shell',
  roles: VALUES,
  triggers: [
    ';',
    '|',
    '&',
    '`',
    '$(',
    '\n',
    '$ifs',
    '${',
    ...['bin/', '/etc', '/bin', '/usr', '/var', '/proc', '/home', '/root', '/tmp', '/dev', 'wget ', 'curl '],
    ...[...WRAPPERS].flatMap((wrapper) => [`${wrapper} `, `${wrapper}(`]),
    '<(',
    '>(',
    '() {',
    '(){',
    ' -',
    '{,',
    '{',
    '[',
    '$[',
    'if ',
    'for ',
    'powershell',
    'cmd',
    '/[',
    '/?',
    '/*',
    '~+',
    '~-',
    'alias',
    ' /',
    '$@',
    '\\',
    '<<<',
    'iex',
    'invoke-',
    'start-',
    'new-',
    'out-',
    'set-',
    'get-',
    'remove-',
    'import-',
    'stop-',
    'add-',
    'write-',
    'test-',
    'new-object',
    '-encodedcommand',
    'downloadstring',
    'downloadfile',
    ']::',
    'reg ',
    'reg.exe',
    '/dev/',
    '%programfiles',
    '%comspec',
    '%systemroot',
    '%windir',
    '%userprofile',
    '\t',
    '\'"',
    '"\'',
    ' .',
    'sh ',
    'sudo',
    ' <',
    ' >',
    "'",
    '"',
    '!-',
    '<()',
    '>()',
  ],
  detect(subject) {
    if (subject.document || COMMAND_FIELD.test(subject.path)) return undefined;
    if (subject.field === 'user-agent' && !/[$`{%<]|^\W/.test(subject.text))
      return afterSeparator(subject) ?? asAgent(subject);
    return afterSeparator(subject) ?? wholeValue(subject) ?? dialects.detect(subject);
  },
};

const found = (what: string, confidence: number, offset: number): Match => ({
  category: 'shell',
  what,
  confidence,
  offset,
});

/** A separator or a substitution, and a command after it. */
function afterSeparator(subject: Subject): Match | undefined {
  const { lower, field } = subject;
  const marked = codeSpans(lower);
  const agent = field === 'user-agent' && /^[a-z]/.test(lower);
  SEPARATOR.lastIndex = 0;
  let count = 0;
  for (let sep = SEPARATOR.exec(lower); sep && count++ < MAX_SEPARATORS; sep = SEPARATOR.exec(lower)) {
    const [mark] = sep;
    const entity = mark === '&' ? entityEnd(lower, sep.index) : 0;
    if (entity > 0) {
      SEPARATOR.lastIndex = entity;
      continue;
    }
    const command = unwrap(commandAt(lower, sep.index + mark.length));
    const rank = command && rankOf(command);
    if (!rank) continue;
    const several = words(lower, sep.index) > 2 || agent;
    if ((several || marked) && (mark === '`' || mark === '\n')) continue;
    if (mark === '{' && !command.rest.startsWith(',')) continue;
    if (mark === '$(' && !subject.prose && !marked) return found('substitution', 0.6, sep.index);
    const prose = agent || subject.prose || (several && rank === 'word' && !command.disguised);
    const strong = rank === 'command' || command.disguised;
    if (listed(lower, sep.index, mark, command)) continue;
    const argument = hasArgument(command);
    const alone = standsAlone(command);
    if (strong && (prose ? argument && !alone && !marked : argument || alone))
      return found('command', prose ? 0.7 : 0.75, sep.index);
    if (
      rank === 'command' &&
      !several &&
      /^\s\w/.test(command.rest) &&
      lower.charCodeAt(sep.index + mark.length) > 32
    ) {
      return found('command', 0.5, sep.index);
    }
    if (
      !prose &&
      ((alone && joined(lower, sep.index, mark)) || (argument && !alone)) &&
      attached(lower, sep.index, mark)
    )
      return found('command', 0.55, sep.index);
    if (
      !prose &&
      /^\s{1,5}["']?[\w%]/.test(command.rest) &&
      /^(?:sleep|ping|nslookup|net|dir|reg|echo|type|dig|wget|curl|nc|cd|ls|git)$/.test(command.name) &&
      lower.length < 300
    ) {
      return found('command', 0.6, sep.index);
    }
  }
  return undefined;
}

/** Whether backticks mark code in a text, as Markdown has it: in pairs, with words around. */
function codeSpans(text: string): boolean {
  const first = text.indexOf('`');
  if (first < 0) return false;
  const outside = text.replace(/`[^`]{0,400}`/g, ' ');
  return (outside.match(/[\p{L}]{2,}/gu)?.length ?? 0) > 2 || /^\s{0,9}(?:[-*>#]|\d+\.)\s/.test(text);
}

const ENTITY = /&(?:#x?[0-9a-f]{1,7}|[a-z]{2,8});/y;

/** Where the character reference at `at` ends; 0 where there is none. Its signs separate nothing. */
function entityEnd(text: string, at: number): number {
  ENTITY.lastIndex = at;
  return ENTITY.test(text) ? ENTITY.lastIndex : 0;
}

/** `. file` is `source file`. */
const runsAnother = (name: string): boolean => name === '.' || WRAPPERS.has(name);

/** `sudo -u x sh` is about `sh`. */
function unwrap(command: Command | undefined): Command | undefined {
  let inner = command;
  for (let depth = 0; inner && depth < 3 && runsAnother(inner.name); depth++) {
    const next = commandAt(inner.rest.replace(/^(?:\s{1,9}(?:-\S{1,20}|\d[\w.]*|\w+=\S*))+/, ''), 0);
    if (!next || !rankOf(next)) return inner;
    inner = next;
  }
  return inner;
}

/** Words of a sentence before `end`: the last hundred characters are enough to tell. */
function words(text: string, end: number): number {
  return text.slice(Math.max(0, end - 100), end).match(/\p{L}{2,}/gu)?.length ?? 0;
}

/** The separator follows the text at once, or begins it: in sentences a space or a word goes with it. */
const attached = (text: string, at: number, mark: string): boolean =>
  mark !== '&' && mark !== '\n'
    ? at === 0 || text.charCodeAt(at - 1) > 32 || mark.length > 1 || mark === '|'
    : at === 0;

/** `awk; sed; grep`: a list of tools, each alone and with a space before it. */
function listed(text: string, at: number, mark: string, command: Command): boolean {
  if ((mark !== ';' && mark !== '|') || text.charCodeAt(at + 1) !== 32 || !standsAlone(command)) return false;
  const before = /([a-z]{1,20}) ?$/.exec(text.slice(Math.max(0, at - 20), at))?.[1];
  return before !== undefined && isKnown(before);
}

/** No space after the separator, or no word before it: `top; more` is a list. */
const joined = (text: string, at: number, mark: string): boolean =>
  text.charCodeAt(at + mark.length) > 32 || words(text, at) === 0;

/** A browser's name is `Name/version (…)`; a command with arguments in its place is none. */
function asAgent({ lower }: Subject): Match | undefined {
  if (lower.startsWith('mozilla/')) return undefined;
  const command = commandAt(lower, 0);
  const inner = unwrap(command);
  if (!command || !inner || rankOf(inner) !== 'command') return undefined;
  return /^\s{1,5}[a-z-]/.test(command.rest) && !/\/\d/.test(lower) ? found('command-line', 0.6, 0) : undefined;
}

/** A value that is a command line from its first word on. */
function wholeValue({ lower, role }: Subject): Match | undefined {
  if (role === 'header' || role === 'name') return undefined;
  const outer = commandAt(lower, 0);
  const command = unwrap(outer);
  if (!outer || !command || rankOf(command) !== 'command') return undefined;
  const wrapped = outer.name !== command.name;
  if (/^['"][\w-]+['"]\s\w/.test(lower)) return found('disguised', 0.5, 0);
  if ((command.disguised || outer.disguised) && hasArgument(command) && /["'\\$*?[`<>]/.test(lower))
    return found('disguised', 0.6, 0);
  if (/^\w?(?:\w{0,3}(?:''|""|``)){1,9}\w/.test(lower) && (command.disguised || outer.disguised))
    return found('disguised', 0.6, 0);
  const options = /^\s{1,5}(?:https?:|-{1,2}[a-z]|\/[a-z.*?[]|\.{1,2}\/|~\/|<|>)/.test(command.rest);
  if (wrapped && standsAlone(command)) return found('command-line', 0.55, 0);
  if (/^(?:\.?\/)?(?:usr\/)?(?:local\/)?s?bin\/[\w-]+\s{0,3}$/.test(lower)) return found('binary-path', 0.55, 0);
  return options && (wrapped || /^[\w./\\-]+$/.test(outer.name)) ? found('command-line', 0.55, 0) : undefined;
}
