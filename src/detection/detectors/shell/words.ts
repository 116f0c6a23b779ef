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
  const plain = plainWord(lower, at);
  if (plain !== undefined && !isKnown(plain)) return undefined;
  const window = lower.slice(at, at + WINDOW).replace(/\$\{?ifs(?:%%?\?{0,2}|:[^}]{0,8})?\}?(?:\$\d)?|\\\n|%09/g, ' ');
  const found = WORD.exec(window);
  if (!found) return undefined;
  const [, unset, word] = found;
  const raw = word!.replace(/\\[nrt]$/, '');
  const bare = raw.replace(/\\(.)/g, '$1').replace(NOTHING, '');
  const name = bare.slice(Math.max(bare.lastIndexOf('/'), bare.lastIndexOf('\\')) + 1);
  return { name, disguised: bare !== raw || unset !== '', rest: window.slice(found[0].length) };
}

/** Steps that it takes to read the commands of a text, of which there is one after each separator, if any. */
export function commandSteps(text: string): number {
  let steps = 0;
  for (let i = 0; i < text.length; i++) {
    if (SEPARATES[text.charCodeAt(i)] === 1)
      steps += isLetter(text.charCodeAt(i + 1) | 32) ? STEPS_OF_A_WORD : STEPS_OF_A_COMMAND;
  }
  return steps;
}

const STEPS_OF_A_WORD = 200;
const STEPS_OF_A_COMMAND = 800;
const SEPARATES = Uint8Array.from({ length: 128 }, (_, code) =>
  ';&|\n`({'.includes(String.fromCharCode(code)) ? 1 : 0,
);

/** The word at `at` where nothing in it or right after it could stand for anything else: most texts end here. */
function plainWord(lower: string, at: number): string | undefined {
  let start = at;
  while (start < at + MAX_BLANKS && isBlank(lower.charCodeAt(start))) start++;
  let end = start;
  while (isLetter(lower.charCodeAt(end))) end++;
  const next = lower.charCodeAt(end);
  const plain = Number.isNaN(next) || isBlank(next) || PLAIN_ENDS.includes(lower[end]!);
  return plain ? lower.slice(start, end) : undefined;
}

const MAX_BLANKS = 20;
const isBlank = (code: number): boolean => code === 32 || (code > 8 && code < 14);
/** Letters, and all that is outside ASCII. */
const isLetter = (code: number): boolean => (code > 96 && code < 123) || code > 127;
const PLAIN_ENDS = ',;:|&)!=#%';

/** Whether a word is the name of a command of any kind. */
export const isKnown = (word: string): boolean => COMMANDS.has(word) || WORDS.has(word) || WRAPPERS.has(word);

export type Rank = 'command' | 'word' | undefined;

/** Whether a name is a command, and whether it is a word of everyday language too. */
export function rankOf({ name }: Command): Rank {
  const base = name.replace(/(?:\.exe|-[a-z-]{1,20}|[\d.-]{1,12})$/, '');
  if (COMMANDS.has(name) || COMMANDS.has(base)) return 'command';
  return WORDS.has(name) ? 'word' : undefined;
}

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
