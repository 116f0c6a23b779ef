import { isSpoken } from '../../fields.js';
import { type Match, type Subject } from '../../subject.js';
import { CMDLETS } from './data/cmdlets.js';
import { found } from './sighting.js';

const NAME = /(?:^|[;|&({`\s])(?:&\s{0,3})?(["']?)([a-z]{2,12}-[a-z\d]{2,40})\1(?![\w-])/g;
/** What a command of PowerShell takes: `-Name x`, a variable, a string, a path, a pipe. */
const TAKES = /^\s{1,3}(?:-[a-z]{1,30}\b|\$|"|'|[a-z]:\\|\\\\|\||https?:|\*)|^\s{0,3}\|/;
const STEPS_OF_A_NAME = 60;

/** A command of PowerShell with what it takes, after a separator, or as a whole value. */
export function cmdlet(subject: Subject): Match | undefined {
  const { lower, field } = subject;
  if (!lower.includes('-')) return undefined;
  NAME.lastIndex = 0;
  for (let at = NAME.exec(lower); at && subject.spend(STEPS_OF_A_NAME); at = NAME.exec(lower)) {
    if (!CMDLETS.has(at[2]!)) continue;
    const rest = lower.slice(NAME.lastIndex, NAME.lastIndex + 40);
    const separated = /[;|&]\s{0,3}["']?[a-z]/.test(at[0]);
    if (TAKES.test(rest)) return found('powershell', at.index === 0 || separated ? 0.65 : 0.55, at.index);
    const alone = /^\s{0,3}(?:$|[;|&)}])/.test(rest);
    if (alone && !subject.prose && (separated || (at.index === 0 && !isSpoken(field))))
      return found('powershell', 0.55, at.index);
    if (separated && !subject.prose && /^\s\d/.test(rest)) return found('powershell', 0.55, at.index);
  }
  return undefined;
}
