import { isSpoken } from '../../fields.js';
import { type Match, type Subject } from '../../subject.js';
import { hasArgument, hasOwnArgument, standsAlone } from './arguments.js';
import { UNSPOKEN } from './data/commands.js';
import { found } from './sighting.js';
import { type Command, commandAt, isKnown, mayBeCommand, NameAhead, rankOf, unwrap } from './words.js';

const SEPARATOR = /[;&|\n`]|\$\(|[<>]\(|\{(?=[,\w])/g;
/** Steps of a look at what follows a separator, and of reading a command there. */
const STEPS_OF_A_LOOK = 150;
const STEPS_OF_A_COMMAND = 2400;

/** A separator or a substitution, and a command after it. */
export function afterSeparator(subject: Subject): Match | undefined {
  const { lower, field } = subject;
  const names = new NameAhead(lower);
  const agent = field === 'user-agent' && /^[a-z]/.test(lower);
  let marked: boolean | undefined;
  SEPARATOR.lastIndex = 0;
  for (let sep = SEPARATOR.exec(lower); sep; sep = SEPARATOR.exec(lower)) {
    if (!subject.spend(STEPS_OF_A_LOOK)) return undefined;
    const [mark] = sep;
    const entity = mark === '&' ? entityEnd(lower, sep.index) : 0;
    if (entity > 0) {
      SEPARATOR.lastIndex = entity;
      continue;
    }
    const after = sep.index + mark.length;
    if (!names.near(after) || !mayBeCommand(lower, after)) continue;
    if (!subject.spend(STEPS_OF_A_COMMAND)) return undefined;
    const command = unwrap(commandAt(lower, after));
    const rank = command && rankOf(command);
    if (!rank || versioned(command)) continue;
    const several = words(lower, sep.index) > 2 || agent;
    marked ??= codeSpans(subject);
    if ((several || marked) && (mark === '`' || mark === '\n')) continue;
    if (marked && isSpoken(field) && withinSpan(lower, sep.index)) continue;
    if (mark === '{' && !command.rest.startsWith(',')) continue;
    if (mark === '$(' && !subject.prose && !marked) {
      // `$(date)` by itself is what people configure.
      if (rank === 'word' && standsAlone(command) && /^\$\([^()]{1,30}\)$/.test(lower)) continue;
      return found('substitution', 0.6, sep.index);
    }
    const prose = agent || subject.prose || (several && rank === 'word' && !command.disguised);
    const strong = rank === 'command' || command.disguised;
    if (listed(lower, sep.index, mark, command) || (!UNSPOKEN.has(command.name) && PAIR.test(lower))) continue;
    if (mark === '|' && isArgument(lower, sep.index)) continue;
    if (isSpoken(field) && isShown(subject.text, sep.index, mark, command)) continue;
    if (isSpoken(field) && recipe(lower, sep.index, mark, command)) continue;
    const alone = standsAlone(command);
    if (alone && !command.disguised && rank === 'word' && isList(lower)) continue;
    const argument = hasArgument(command) || hasOwnArgument(command);
    if (strong && (prose ? hasArgument(command) && !alone && !marked : argument || alone))
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
    if (!prose && begins(lower, sep.index, mark) && /^\s{1,3}[\w'"]/.test(command.rest))
      return found('command', 0.5, sep.index);
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

/** `PHP 8.2.0`: a name and its version. */
const versioned = ({ rest }: Command): boolean => /^\s\d{1,4}(?:\.\d{1,4}){1,2}(?!\.?\d)/.test(rest);

/** Whether backticks mark code in a text, as Markdown has it: in pairs, with words around. */
function codeSpans({ lower: text }: Subject): boolean {
  if (!text.includes('`')) return false;
  const outside = text.replace(/`[^`]{0,400}`/g, ' ');
  const apart = text.replace(/[^\s`]{0,40}`[^`]{0,400}`[^\s`]{0,40}/g, ' ');
  return (
    words(outside, outside.length, Infinity) > 2 ||
    words(apart, apart.length, Infinity) > 1 ||
    /(?:^|\n)\s{0,9}(?:[-*>#]|\d{1,3}\.)\s/.test(text) ||
    // `name` (remark)
    /^`[^`]{1,60}`(?::|\s{1,3}(?:[(:-]|[a-z]{2,}))/.test(text)
  );
}

/** `{{plural:$1|red|redes}}`: a bar within double braces parts the arguments of a template. */
const isArgument = (text: string, at: number): boolean =>
  /\{\{[a-z#][^{}]{0,100}$/.test(text.slice(Math.max(0, at - 103), at)) &&
  /^[^{};`&<>]{1,100}\}\}/.test(text.slice(at, at + 102));

/** `Run `npm ci`.`: a word with a capital, and the command is all of the span after it. */
const TOLD_TO = /^\p{Lu}\p{L}{1,20}(?: \p{L}{1,20}){0,3}:? `[^`|;&<>$]{1,100}`[.!?]?$/u;
/** `Usage:`, `SYNOPSIS`: a line that says what comes after it. */
const HEADING = /^(?:\p{Lu}[\p{L} ]{2,40}:|\p{Lu}{4,20})$/u;
const QUOTED = /^ '[\w-]{1,30}'(?:$|[ \s,;)\]])/;

/** Whether a command is shown, not sent: in a span of its own, under a heading, as one of the strings of a type. */
const isShown = (text: string, at: number, mark: string, { disguised }: Command): boolean =>
  (mark === '`' && TOLD_TO.test(text)) ||
  (mark === '\n' && !disguised && HEADING.test(text.slice(0, at))) ||
  (mark === '|' && text.slice(at - 2, at) === "' " && QUOTED.test(text.slice(at + 1, at + 40)));

/** Whether a position lies between two backticks of one line. */
function withinSpan(text: string, at: number): boolean {
  let open = false;
  for (let i = text.lastIndexOf('\n', at) + 1; i < at; i++) if (text.charCodeAt(i) === 96) open = !open;
  return open && /^[^`\n]{0,200}`/.test(text.slice(at, at + 201));
}

/** `id;name;date`: three words or more and nothing else between signs of one kind, as lists and tables have them. */
const isList = (text: string): boolean =>
  /^\s{0,3}[\w-]{1,30}(?:\s?;\s?[\w-]{1,30}){2,40};?\s{0,3}$|^\s{0,3}[\w-]{1,30}(?:\s?\|\s?[\w-]{1,30}){2,40}\s{0,3}$/.test(
    text,
  );

/** `head & tail` */
const PAIR = /^[a-z]{2,20} & [a-z]{2,20}$/;

const ENTITY = /&(?:#x?[0-9a-f]{1,7}|[a-z]{2,8});/y;

/** Where the character reference at `at` ends; 0 where there is none. Its signs separate nothing. */
function entityEnd(text: string, at: number): number {
  ENTITY.lastIndex = at;
  return ENTITY.test(text) ? ENTITY.lastIndex : 0;
}

const ENOUGH_WORDS = 3;

/** Words of a sentence before `end`, three at most: the last hundred characters are enough to tell. */
function words(text: string, end: number, back = 100): number {
  const start = Math.max(0, end - back);
  let count = 0;
  let letters = 0;
  for (let i = end - 1; i >= start && count < ENOUGH_WORDS; i--) {
    const code = text.charCodeAt(i);
    const letter = code < 128 ? (code > 96 && code < 123) || (code > 64 && code < 91) : /\p{L}/u.test(text[i]!);
    letters = letter ? letters + 1 : 0;
    if (letters === 2) count++;
  }
  return count;
}

/** The separator follows the text at once, or begins it: in sentences a space or a word goes with it. */
const attached = (text: string, at: number, mark: string): boolean =>
  mark !== '&' && mark !== '\n'
    ? at === 0 || text.charCodeAt(at - 1) > 32 || mark.length > 1 || mark === '|'
    : at === 0;

/** `npm run build && npm publish`: one command of somebody who builds software after another, as people write them down. */
const STEPS = /^(?:npm|npx|yarn|pnpm|git|cd|mkdir|make|cargo|go|mvn|gradle|docker|docker-compose|pip3?|cp|touch|ls)$/;
const recipe = (text: string, at: number, mark: string, { name, rest, disguised }: Command): boolean =>
  !disguised &&
  STEPS.test(name) &&
  (mark === '\n' || (mark === '&' && / &?$/.test(text.slice(Math.max(0, at - 2), at)))) &&
  !/^[^;|&\n]{0,80}(?:[`$<>|]|https?:|\s\/|\.\.\/)/.test(rest) &&
  (mark === '\n' ||
    (STEPS.test(/^[a-z\d-]{1,20}/.exec(text)?.[0] ?? '') && !/[`$<>|]|https?:|\s\/|\.\.\//.test(text.slice(0, at))));

/** `awk; sed; grep`: a list of tools, each alone and with a space before it. */
function listed(text: string, at: number, mark: string, command: Command): boolean {
  if (UNSPOKEN.has(command.name) || !isKnown(command.name)) return false;
  if ((mark !== ';' && mark !== '|') || text.charCodeAt(at + 1) !== 32 || !standsAlone(command)) return false;
  const before = /([a-z]{1,20}) ?$/.exec(text.slice(Math.max(0, at - 20), at))?.[1];
  return before !== undefined && isKnown(before);
}

/** A short value that begins with a separator, or with what closes a string and a separator, and the command right after. */
const begins = (text: string, at: number, mark: string): boolean =>
  mark !== '&' && mark !== '\n' && text.length < 100 && /^["')}\]\d.]{0,16}[;|&]{1,2}[a-z]/.test(text.slice(0, at + 3));

/** No space after the separator, or no word before it: `top; more` is a list. */
const joined = (text: string, at: number, mark: string): boolean =>
  text.charCodeAt(at + mark.length) > 32 || words(text, at) === 0;
