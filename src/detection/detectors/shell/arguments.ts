import { isSubcommand } from './data/subcommands.js';
import { type Command } from './words.js';

/** An argument that only a command has: an option, a path, a redirection, a variable, a pipe, an address. */
const ARGUMENT =
  /^\s{0,9}(?:[;|&`)<>]|\d?>|$)|^\s{1,9}(?:["']?(?:-{1,2}[a-z\d]|\/[\w*?.$-]|\.{0,2}\/|~\/?|\*|\$[\w({]|[a-z]:\\|\\\\|\d{1,3}\.\d|https?:|<|>|\||&|;|\/[a-z]\b|%\w+%|[\w-]+\.(?:txt|sh|php|py|pl|exe|ps1|conf|log|bat|rb|yml|ini))|hk(?:lm|cu)\\)/;

const MODE = /^\s{1,9}(?:[ugoa]{0,4}[+-][rwxstia]{1,3}|[0-7]{3,4})\s{1,3}\S{1,60}\s{0,3}(?:$|[;|&])/;

export const hasArgument = (command: Command): boolean => ARGUMENT.test(command.rest) || hasProgram(command);

/** Nothing follows, or another command does. */
export const standsAlone = ({ rest }: Command): boolean => /^["'\s\\n]{0,4}(?:(?:[;|&`)\n}]|#\s|#$)|$)/.test(rest);

/** Programs that take a program as their argument, and how they do. */
const INTERPRETERS =
  /^(?:[gmn]?awk|sed|perl[\d.]*|python[\d.]*|ruby[\d.]*|php[\d.]*|node(?:js)?|lua|osascript|expect|tclsh)$/;
const PROGRAM =
  /^\s{1,9}(?:(?:-\w{1,3}\s{0,3}){0,2}["']?(?:begin\s{0,3}\{|\{|\/[^/]{0,40}\/\s{0,3}\{|do shell)|(?:-\w{1,3}\s{0,3}){1,2}["']?(?:s\/|\d{0,3}[ep]\b))/;
/** Commands of an editor of streams. What stands there for another interpreter is the name of a file. */
const EDITS = /^\s{1,9}["']?(?:s\/|\d{0,3}[ep]\b)/;

/** `awk 'BEGIN {`, `chmod 755 `: what only this one command takes. */
export const hasProgram = ({ name, rest }: Command): boolean =>
  INTERPRETERS.test(name)
    ? PROGRAM.test(rest) || (name === 'sed' && EDITS.test(rest))
    : name === 'socat'
      ? ADDRESS.test(rest)
      : /^ch(?:mod|attr)$/.test(name) && MODE.test(rest);

const TALKS =
  /^(?:ping6?|host|nslookup|dig|drill|curl|wget2?|telnet|nc(?:at)?|netcat|ssh|s?ftp|lwp-\w+|traceroute6?|tracert|whois|https?|mshta|rsync|scp|nmap|ftpget|tftp|aria2c|axel|lynx|links2?|elinks|w3m)(?:\.exe)?$/;
const HOST =
  /^\s{1,9}(?:-\w{1,3}\s{1,3}){0,3}(?:[a-z]{2,8}:\/\/|(?:\S{1,40}@)?(?:[a-z\d-]{1,63}\.){1,6}[a-z]{2,12}(?=[\s/:;|&)"'`]|$)|\d{1,3}\.\d)/;
const ADDRESS = /^\s{1,9}(?:-\w{1,3}\s{1,3}){0,3}(?:tcp|udp|openssl|exec|unix|file)[\w-]{0,20}:/;
const RUNS_FILE = /^(?:node(?:js)?|perl|python[\d.]*|ruby|php|java|lua|bash|sh|source|\.|make|go|tsx|deno|bun)$/;
const FILE =
  /^\s{1,9}(?:-\w{1,4}\s{1,3}|run\s{1,3}){0,2}[\w./-]{1,60}\.(?:js|mjs|ts|py|pl|rb|php|jar|lua|sh|mk|go)(?=[\s;|&)"'`]|$)/;

/** A word after the name that fits this command and no sentence: a subcommand, a host, a script. */
export function hasOwnArgument({ name, rest }: Command): boolean {
  const word = /^\s{1,9}["']?([a-z\d][\w.-]{0,20}|-{1,2}\w{1,12})(?=[\s;|&)"'`]|$)/.exec(rest)?.[1];
  if (word !== undefined && isSubcommand(name, word)) return true;
  if (TALKS.test(name) && HOST.test(rest)) return true;
  return RUNS_FILE.test(name) && FILE.test(rest);
}
