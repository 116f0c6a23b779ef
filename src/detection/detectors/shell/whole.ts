import { isNaming, isRun, isSpoken } from '../../fields.js';
import { type Match, type Subject } from '../../subject.js';
import { hasArgument, hasOwnArgument, hasProgram, standsAlone } from './arguments.js';
import { COMMANDS, UNSPOKEN } from './data/commands.js';
import { found } from './sighting.js';
import { type Command, commandAt, isKnown, rankOf, unwrap } from './words.js';

/** Whether a text is the name of a program in a field that says which one is used. */
export const namesProgram = ({ field, text }: Subject): boolean =>
  PROGRAM_FIELD.test(field) && /^[\w./-]{1,80}$/.test(text);

/** Options, paths, addresses, redirections, variables: what follows the name of a command and no other word. */
const HARD =
  /^\s{1,5}(?:https?:|vbscript:|javascript:|-{1,2}[a-z]|\/[a-z.*?[]|\.{1,2}\/|~\/?|<|>|\$[\w({]|[a-z]:\\|\\\\[a-z])/;
/** `grep -v`, `ls -la meaning`: what people look for when they learn a command. */
const LOOKED_FOR = /^(?:\s{1,3}-{1,2}[a-z][\w-]{0,20}|\s{1,3}"?[a-z]{2,20}"?|\s{1,3}\.){1,6}\s{0,3}$/;
/** `ipconfig /all says the gateway is …`, `python -c 'print(1)' works for me` */
const TOLD =
  /^(?:\s{1,3}[-/]{1,2}\w{1,12}){1,3}(?:\s{1,3}(?:'[^']{0,60}'|"[^"]{0,60}"))?(?:\s[a-z]{2,20}){3}[^;|`$<>]*$/;
/** `c{a,oun}t`: a word that a shell spells in several ways. */
const BRACES = /^["']?([a-z]{0,12})\{([a-z]{0,12}),([a-z]{0,12})\}([a-z]{0,12})(?=[\s;|&"']|$)/;
const ONLY_OPTIONS = /^["']?(?:[a-z][\w.-]{1,20})(?:\s{1,3}--?[a-z][\w-]{1,20}){1,3}["']?\s{0,3}$/;

/** Fields that say which program is used: a login shell, an interpreter. */
const PROGRAM_FIELD = /^(?:login_?)?shell$|^interpreter$|^executable(?:_?path)?$|^entry_?point$|^argv$|^process_?path$/;

/** ``ls`` with two backticks, as reStructuredText marks code, and words after it. */
const LITERAL = /^``[^`\n]{1,80}``\s\p{L}{2}/u;

/** A value that is a command line from its first word on. */
export function wholeValue({ text, lower, role, field }: Subject): Match | undefined {
  // Names of commands are in lower case: "IP address" is none.
  if (role === 'header' || /^[A-Z]{2,5} [a-z]{3,20}$|^IP address/.test(text) || LITERAL.test(text)) return undefined;
  const braces = BRACES.exec(lower);
  if (braces && spells(braces)) return found('disguised', 0.6, 0);
  const outer = commandAt(lower, 0);
  const command = unwrap(outer);
  if (!outer || !command) return undefined;
  const spoken = isSpoken(field);
  const rank = rankOf(command);
  if (rank !== 'command')
    return rank === 'word' && !(BUILDS.test(command.name) && !BY_HAND.test(command.rest)) && !spoken && role !== 'name'
      ? wordLine(lower, command)
      : undefined;
  const wrapped = outer.name !== command.name;
  if (role !== 'name') {
    const hidden = disguise(lower, command, outer);
    if (hidden) return hidden;
    if (wrapped && standsAlone(command)) return found('command-line', 0.55, 0);
    if (/^(?:\.?\/)?(?:usr\/)?(?:local\/)?s?bin\/(?!node$)[\w-]+\s{0,3}$/.test(lower))
      return found('binary-path', 0.55, 0);
  }
  if (role !== 'name' && SHELLS.test(command.name) && runsKnown(command.rest)) return found('command-line', 0.55, 0);
  if (BUILDS.test(command.name) && !isRun(field) && !BY_HAND.test(command.rest)) return undefined;
  const named = wrapped || /^[\w./\\-]+$/.test(outer.name);
  if (
    named &&
    HARD.test(command.rest) &&
    !(spoken && !wrapped && (LOOKED_FOR.test(command.rest) || TOLD.test(command.rest)))
  )
    return found('command-line', 0.55, 0);
  if (role === 'name') return undefined;
  if (named && hasProgram(command) && !(spoken && /^\s{1,3}[\w+-]{1,9}\s{1,3}\w{1,20}$/.test(command.rest)))
    return found('command-line', 0.55, 0);
  return spoken ? undefined : unspoken(lower, field, command);
}

const SHELLS = /^(?:ba|z|k|da|c|tc)?sh$/;

/** `sh -c "id"`: a shell that is given a command. */
function runsKnown(rest: string): boolean {
  const given = /^\s{1,5}-[a-z]{0,3}c\s{1,5}["']([a-z][\w.-]{0,20})(?=[\s;|&"'])/.exec(rest)?.[1];
  return given !== undefined && isKnown(given);
}

const spells = ([, head, one, other, tail]: RegExpExecArray): boolean =>
  head! + tail! !== '' && [one, other].some((part) => isKnown(`${head}${part}${tail}`));

/** Programs that build and start software: services that do so are told with what arguments. */
const BUILDS =
  /^(?:npm|npx|yarn|pnpm|bun|go|cargo|java|mvn|gradle|php|python3?|node|docker-compose|tsc|make|bundle|rails|dotnet|composer|deno)$/;
/** What nobody builds with: a program on the line, an address, a folder of the system, a redirection. */
const BY_HAND = /^\s{1,3}(?:-[a-z]{0,2}[ecr]\b|-m\s)|https?:|\s\/|[<>|;`]|\$\(|\s(?:install|i|add|require|dlx|exec)\s/;

/** `c'a't x`, `\l\s`, `w^ho^ami` */
function disguise(lower: string, command: Command, outer: Command): Match | undefined {
  if (/^['"][\w-]+['"]\s\w/.test(lower)) return found('disguised', 0.5, 0);
  if (!command.disguised && !outer.disguised) return undefined;
  if (hasArgument(command) && /["'\\$*?[`<>^]/.test(lower)) return found('disguised', 0.6, 0);
  return /^\w?(?:\w{0,3}(?:''|""|``)){1,9}\w|^\w{1,9}(?:\^\w{1,9}){1,20}(?:\s|$)/.test(lower)
    ? found('disguised', 0.6, 0)
    : undefined;
}

/** "ping example.com" is what people write, and "host example.com" what a configuration says. */
const isGivenIts = (command: Command): boolean =>
  command.name !== 'ping' && command.name !== 'host' && hasOwnArgument(command);

/** In a field where nobody writes sentences, the name of a command needs less beside it. */
function unspoken(lower: string, field: string, command: Command): Match | undefined {
  if (isGivenIts(command)) return found('command-line', 0.5, 0);
  const bare = /^["'\s]{0,3}[\w.-]{3,40}["'\s;]{0,3}$/.test(lower);
  if (
    bare &&
    lower.length > 3 &&
    ((UNSPOKEN.has(command.name) && !isNaming(field)) || (isRun(field) && COMMANDS.has(command.name)))
  )
    return found('command-name', 0.5, 0);
  const few = /^["']?[\w.-]{2,40}(?:\s{1,3}[\w./*'"@:=-]{1,60}){1,4}\s{0,3}$/.test(lower);
  return few && (UNSPOKEN.has(command.name) || (isRun(field) && FILES.test(command.name)))
    ? found('command-line', 0.5, 0)
    : undefined;
}

const FILES = /^(?:ls|rm|mv|cp|ln|mkdir|rmdir|chmod|chown|curl|wget|grep|sed|tar|gzip|unzip|scp|rsync|sudo|su)$/;

/** `env --version`, `docker run -it x` */
function wordLine(lower: string, command: Command): Match | undefined {
  if (ONLY_OPTIONS.test(lower) || isGivenIts(command) || hasProgram(command)) return found('command-line', 0.5, 0);
  return undefined;
}

/** What follows the name of a program that calls itself by it. */
const ROLE_OF_AGENT =
  /^\s{1,3}(?:client|bot|agent|crawler|spider|monitor\w{0,3}|script|library|sdk|cli|tool|http|api|check|probe|for|by|via|from|on|v?\d)\b/;

/** A browser's name is `Name/version (…)`; a command with arguments in its place is none. */
export function asAgent({ lower }: Subject): Match | undefined {
  if (lower.startsWith('mozilla/') || /\/v?\d/.test(lower)) return undefined;
  const line = lower.replace(/^\w{1,20}=/, '').replace(/^["']([^"']{1,200})["']$/, '$1');
  const command = commandAt(line, 0);
  const inner = unwrap(command);
  const rank = inner && rankOf(inner);
  if (!command || !rank) return undefined;
  if (/^[\w.-]{3,40}\s{0,3}$/.test(line)) return UNSPOKEN.has(command.name) ? found('command-name', 0.6, 0) : undefined;
  if (ROLE_OF_AGENT.test(command.rest)) return undefined;
  if (rank === 'command' && /^["']?\s{1,5}["']?[a-z\d/.-]/.test(command.rest)) return found('command-line', 0.6, 0);
  return hasOwnArgument(inner) || ONLY_OPTIONS.test(line) ? found('command-line', 0.55, 0) : undefined;
}
