import { isSpoken } from '../../fields.js';
import { type Detector, type Match, type Subject } from '../../subject.js';
import { COMPOUNDS, DANGEROUS, FUNCTIONS } from './data/functions.js';
import { NAMES, RISKY } from './data/names.js';

const FAMILY = new RegExp(`^(?:${FUNCTIONS})$`);
const UNDERSCORED = new RegExp(`^(?:[a-z\\d]{1,20}_\\w{1,40}|${COMPOUNDS})$`);
const isFunction = (name: string): boolean => NAMES.has(name) || FAMILY.test(name);

/** A call from the first word on, behind what closes a string, a statement or a bracket. */
const WHOLE =
  /^[@\s;'"(\\.$)}\],|&+-]{0,8}([a-z_]\w{1,40})(?:["')]|\/\*[^*]{0,40}\*\/){0,4}(\s{0,9}\(|\/\*[^*]{0,40}\*\/\s{0,3}\()/;
const NESTED =
  /(?:^|[^\w$.>-]|["']\.)(?:die|exit|echo|print|print_r|var_dump|var_export|return)[\s(]{1,4}@?([a-z_]\w{1,40})\s{0,3}\(/;
// `exec(3)` is a page of a manual.
const DANGEROUS_CALL = new RegExp(
  `(?:^|[^\\w$.>-])(?:${DANGEROUS})(?:(?:/\\*[^*]{0,40}\\*/){0,3}\\((?!\\d[a-z]{0,4}\\)(?:[\\s,.:]|$))\\s{0,3}['"$\\w@]|(?:\\s|/\\*[^*]{0,40}\\*/){1,3}\\(\\s{0,3}['"$)@])`,
);
/** In one word, also behind other letters. */
const GLUED = new RegExp(`^[^\\s(]{0,40}(?:${[...RISKY].join('|')})\\(`);
const CLOSED = /\)[\s;)'"}\]/#*.?>-]{0,9}$/;

/** Calls of PHP functions: as a whole value, and of the dangerous ones anywhere; and the names of the risky ones. */
export const phpCalls: Detector = {
  name: 'php',
  cost: 10,
  documents: false,
  triggers: ['(', ...RISKY],
  roles: ['name', 'value', 'segment', 'filename', 'header'],
  detect(subject) {
    return subject.lower.includes('(') ? call(subject) : bareName(subject);
  },
};

const found = (what: string, confidence: number, offset: number): Match => ({
  category: 'php',
  what,
  confidence,
  offset,
});

function call({ lower, role, path }: Subject): Match | undefined {
  const whole = WHOLE.exec(lower);
  // `$filter` is OData's, with functions of its own.
  if (whole && path !== '$filter' && isFunction(whole[1]!) && fits(whole, lower, role)) return found('call', 0.6, 0);
  if (role === 'header') return undefined;
  const dangerous = DANGEROUS_CALL.exec(lower);
  if (dangerous) return found('dangerous-call', 0.6, dangerous.index);
  const nested = NESTED.exec(lower);
  if (nested && isFunction(nested[1]!)) return found('nested-call', 0.6, nested.index);
  return GLUED.test(lower) ? found('call', 0.5, 0) : undefined;
}

/** A word, a space and a bracket is prose or a page of a manual; names with an underscore are not, where the call ends. */
function fits([, name, before]: RegExpExecArray, lower: string, role: string): boolean {
  if (role === 'header') return CLOSED.test(lower);
  // `phpinfo() shows the wrong version`
  if (/^\w{2,40}\(\)(?:\s[a-z]{2,20}){3}|^\w{2,40}\(\)\s[a-z]{2,20}\s%s/.test(lower)) return false;
  // `stat(2), popen(3)`: pages of a manual.
  if (/^\w{2,40}\(\d\w{0,3}\),?\s{1,3}\w{2,40}\(\d\w{0,3}\)/.test(lower)) return false;
  // `trim(Name) ne ''`: an expression of OData.
  if (/^\w{2,40}\([^()]{1,80}\) (?:eq|ne|gt|ge|lt|le|add|sub|mul|div|mod|has|in) /.test(lower)) return false;
  return !/^\s/.test(before!) || (UNDERSCORED.test(name!) && (CLOSED.test(lower) || /\(\s{0,9}$/.test(lower)));
}

/** `call_user_func` as a whole value where nobody writes, or as a name. */
function bareName({ lower, role, field }: Subject): Match | undefined {
  if (role === 'header' || role === 'filename' || (role !== 'name' && isSpoken(field))) return undefined;
  return RISKY.has(lower.trim()) ? found('function-name', 0.5, 0) : undefined;
}
