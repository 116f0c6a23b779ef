import { codeAt } from '../../code-at.js';
import { COMMANDS, WORDS, WRAPPERS } from './data/commands.js';

/** What stands where a shell would read a command. */
export interface Command {
  /** The name without quotes, escapes, empty expansions and folder. */
  readonly name: string;
  /** True where the name was spelled so that a list of names would miss it. */
  readonly disguised: boolean;
  /** What follows, with expansions of IFS as spaces. */
  readonly rest: string;
}

/** How far one looks for the name and the first arguments. */
const WINDOW = 200;
const WORD =
  /^[\s({!]{0,20}((?:\$\{?[a-z_]\w{0,15}\}?\s{1,3}){0,4})((?:\\.|"[^"]{0,40}"|'[^']{0,40}'|\$(?=['"])|\$[@*0-9!]|\$\{[@*]\}|\$\{?[a-z_]\w{0,15}\}?|\$\(\)|[<>]\(\)|``|[\w./~+:,\\*?[\]^-])+)/;
/** What a shell leaves out of a word: quotes, expansions of nothing, variables that nobody has set; `^` in cmd. */
const NOTHING = /\$(?=['"])|["'`]|\$[@*0-9!]|\$\{[@*]\}|\$\{?[a-z_]\w{0,15}\}?|\$\(\)|[<>]\(\)|\^(?=[a-z])/g;

/** Reads the command at `at` as a shell would; undefined where none can be. */
export function commandAt(lower: string, at: number): Command | undefined {
  return mayBeCommand(lower, at) ? spelledAt(lower, at) : undefined;
}

/** Whether what stands at `at` is worth reading: the name of a command, or a word that a shell spells otherwise. */
export function mayBeCommand(lower: string, at: number): boolean {
  const plain = plainName(lower, at);
  return plain === undefined || isKnown(plain) || plain === '.' || (MARKED.test(plain) && COMMANDS.has(baseOf(plain)));
}

function spelledAt(lower: string, at: number): Command | undefined {
  const window = lower.slice(at, at + WINDOW).replace(/\$\{?ifs(?:%%?\?{0,2}|:[^}]{0,8})?\}?(?:\$\d)?|\\\n|%09/g, ' ');
  const found = WORD.exec(window);
  if (!found) return undefined;
  const [, unset, word] = found;
  const raw = word!.replace(/\\[nrt]$/, '');
  const bare = raw.replace(/\\(.)/g, '$1').replace(NOTHING, '');
  const name = bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
  return { name, disguised: bare !== raw || unset !== '', rest: window.slice(found[0].length) };
}

/**
 * The name of the word at `at`, without its folder, where nothing in the word or right after it could stand for anything
 * else: most texts end here. Undefined for other words.
 */
function plainName(lower: string, at: number): string | undefined {
  let start = at;
  while (start < at + MAX_BLANKS && OPENS[codeAt(lower, start)] === 1) start++;
  if (start > at && codeAt(lower, start) === NOT) return undefined;
  let end = start;
  let plain = true;
  let foreign = false;
  for (; end < at + WINDOW; end++) {
    const code = codeAt(lower, end);
    if (isLetter(code)) {
      foreign ||= code > 127;
    } else if (code > 127 || WORDED[code] !== 1 || (plain && (code === COLON || code === COMMA))) break;
    else {
      plain = false;
      if (code === SLASH) start = end + 1;
    }
    // A shell's word ends before what is outside ASCII.
    if (foreign && !plain) return undefined;
  }
  return endsPlainly(lower, end) && end - start <= LONGEST_NAME ? lower.slice(start, end) : undefined;
}

/** Whether a word ends at `at`, and does not go on in quotes or with an expansion. */
function endsPlainly(lower: string, at: number): boolean {
  const code = codeAt(lower, at);
  if (code === BACKTICK) return codeAt(lower, at + 1) !== BACKTICK;
  if (code === LESS || code === GREATER) return codeAt(lower, at + 1) !== OPEN;
  return (
    Number.isNaN(code) || (code < 128 && SPELLED[code] !== 1 && WORDED[code] !== 1) || code === COLON || code === COMMA
  );
}

const flags = (chars: string): Uint8Array =>
  Uint8Array.from({ length: 128 }, (_, code) => (chars.includes(String.fromCharCode(code)) ? 1 : 0));
const MAX_BLANKS = 20;
const LONGEST_NAME = 60;
const [COLON, COMMA, SLASH, BACKTICK, LESS, GREATER, OPEN, NOT] = [58, 44, 47, 96, 60, 62, 40, 33];
/** What may stand before a word. */
const OPENS = flags(' \t\n\v\f\r({');
/** What a word has beside letters, as it is. */
const WORDED = flags('0123456789_./~+:,*?[]-');
/** What begins a quote, an escape or an expansion. */
const SPELLED = flags('"\'\\$^`<>');
/** Letters, and all that is outside ASCII. */
const isLetter = (code: number): boolean => (code > 96 && code < 123) || code > 127;

/** Where the name of a command may come next: all have a letter, a digit, a dot or a bracket. For positions that go up. */
export class NameAhead {
  private at = -1;

  constructor(private readonly lower: string) {}

  /** Whether one comes within what is read of a command at `from`. */
  near(from: number): boolean {
    if (this.at < from) {
      this.at = from;
      while (this.at < this.lower.length && !isNaming(codeAt(this.lower, this.at))) this.at++;
    }
    return this.at < from + WINDOW && this.at < this.lower.length;
  }
}

const isNaming = (code: number): boolean =>
  (code > 96 && code < 123) || (code > 47 && code < 58) || code === 46 || code === 91;

/** Whether a word is the name of a command of any kind. */
export const isKnown = (word: string): boolean => COMMANDS.has(word) || WORDS.has(word) || WRAPPERS.has(word);

export type Rank = 'command' | 'word' | undefined;

/** Whether a name is a command, and whether it is a word of everyday language too. */
export function rankOf({ name }: Command): Rank {
  if (COMMANDS.has(name) || COMMANDS.has(baseOf(name))) return 'command';
  return WORDS.has(name) ? 'word' : undefined;
}

/** The name without a version, a suffix, or what says that it is a program. */
const baseOf = (name: string): string => name.replace(/(?:\.exe|-[a-z-]{1,20}|[\d.-]{1,12})$/, '');
const MARKED = /[\d.-]/;

/** `. file` is `source file`. */
const runsAnother = (name: string): boolean => name === '.' || WRAPPERS.has(name);

/** `sudo -u x sh` is about `sh`. */
export function unwrap(command: Command | undefined): Command | undefined {
  let inner = command;
  for (let depth = 0; inner && depth < 3 && runsAnother(inner.name); depth++) {
    const next = commandAt(inner.rest.replace(/^(?:\s{1,9}(?:-\S{1,20}|\d[\w.]*|\w+=\S*))+/, ''), 0);
    if (!next || !rankOf(next)) return inner;
    inner = next;
  }
  return inner;
}
