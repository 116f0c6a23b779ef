import { COMMANDS, WORDS } from './data/commands.js';

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
const WORD = /^[\s({!]{0,20}((?:\\.|"[^"]{0,40}"|'[^']{0,40}'|\$[@*0-9!]|\$\{[@*]\}|\$\(\)|``|[\w./~+:,\\*?[\]-])+)/;

/** Reads the command at `at` as a shell would; undefined where none can be. */
export function commandAt(lower: string, at: number): Command | undefined {
  const window = lower.slice(at, at + WINDOW).replace(/\$\{?ifs(?:%%?\?{0,2}|:[^}]{0,8})?\}?(?:\$\d)?|\\\n|%09/g, ' ');
  const found = WORD.exec(window);
  if (!found) return undefined;
  const raw = found[1]!.replace(/\\[nrt]$/, '');
  const plain = raw.replace(/\\(.)/g, '$1').replace(/["'`]|\$[@*0-9!]|\$\{[@*]\}|\$\(\)/g, '');
  const name = plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1);
  return { name, disguised: plain !== raw, rest: window.slice(found[0].length) };
}

export type Rank = 'command' | 'word' | undefined;

/** Whether a name is a command, and whether it is a word of everyday language too. */
export function rankOf({ name }: Command): Rank {
  const base = name.replace(/(?:\.exe|-[a-z-]{1,20}|[\d.-]+)$/, '');
  if (COMMANDS.has(name) || COMMANDS.has(base)) return 'command';
  return WORDS.has(name) ? 'word' : undefined;
}

/** An argument that only a command has: an option, a path, a redirection, a variable, a pipe, an address. */
const ARGUMENT =
  /^\s{0,9}(?:[;|&`)<>]|\d?>|$)|^\s{1,9}(?:["']?(?:-{1,2}[a-z\d]|\/[\w*?.$-]|\.{0,2}\/|~\/?|\*|\$[\w({]|[a-z]:\\|\\\\|\d{1,3}\.\d|https?:|<|>|\||&|;|\/[a-z]\b|%\w+%|[\w-]+\.(?:txt|sh|php|py|pl|exe|ps1|conf|log|bat|rb|yml|ini))|hk(?:lm|cu)\\)/;

export const hasArgument = ({ rest }: Command): boolean => ARGUMENT.test(rest);
/** Nothing follows, or another command does. */
export const standsAlone = ({ rest }: Command): boolean => /^["'\s\\n]{0,4}(?:[;|&`)#\n}]|$)/.test(rest);
