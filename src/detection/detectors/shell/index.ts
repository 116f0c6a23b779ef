import { holdsCommands, namesFiles } from '../../contents.js';
import { type Detector, type Match, type Subject, VALUES } from '../../subject.js';
import { cmdlet } from './cmdlets.js';
import { CMDLET_VERBS } from './data/cmdlets.js';
import { COMMANDS, WRAPPERS } from './data/commands.js';
import { PROGRAMS_OF_MANY } from './data/subcommands.js';
import { stepsOf } from '../table.js';
import { dialects } from './dialects.js';
import { afterSeparator } from './separated.js';
import { asAgent, namesProgram, wholeValue } from './whole.js';

/** A name of three letters is in too many words: with a space after it, it is not. */
const asTrigger = (name: string): string => (name.length > 3 ? name : `${name} `);

const RULES = dialects.rules ?? [];

/** Commands that a POSIX shell, cmd or PowerShell would run out of a value. */
export const shell: Detector = {
  name: 'shell',
  cost: (subject) => 5 * subject.text.length + stepsOf(RULES, subject),
  rules: RULES,
  documents: false,
  roles: VALUES,
  triggers: [
    ...new Set([
      ...[...COMMANDS].map(asTrigger),
      ...[...WRAPPERS].flatMap((wrapper) => [`${wrapper} `, `${wrapper}(`]),
      ...PROGRAMS_OF_MANY.map((name) => `${name} `),
      ...CMDLET_VERBS,
      ...dialects.triggers,
      ...[';', '|', '&', '`', '$(', '\n', '$ifs', '${', '<(', '>(', ' -', '{', '[', ' /', '$@', '\\', '\t', '^'],
      ...['\'"', '"\'', ' .', ' <', ' >', "'", '"', '/[', '/?', '/*', '*/', '?/', ']/', 'bin/', 'sh '],
      ...[...'_abcdefghijklmnopqrstuvwxyz'].map((letter) => `$${letter}`),
    ]),
  ],
  detect(subject) {
    if (
      holdsCommands(subject.path, subject.place) ||
      (subject.place === 'body' && namesFiles(subject.path)) ||
      namesProgram(subject)
    )
      return undefined;
    // A message of HL7 as the whole body: its signs part fields.
    if (subject.path === '' && subject.lower.startsWith('msh|^~\\&|')) return undefined;
    if (subject.field !== 'user-agent') return strongest(subject);
    return (
      afterSeparator(subject) ?? asAgent(subject) ?? (STRANGE.test(subject.text) ? dialects.detect(subject) : undefined)
    );
  },
};

/** What no browser has in its name. */
const STRANGE = /[$`{%<]|^\W/;

function strongest(subject: Subject): Match | undefined {
  let best: Match | undefined;
  for (const look of LOOKS) {
    const match = look(subject);
    if (match && match.confidence > (best?.confidence ?? 0)) best = match;
    if (best && best.confidence >= SURE) break;
  }
  return best;
}

/** Enough for a sentence. */
const SURE = 0.7;
const LOOKS = [afterSeparator, wholeValue, cmdlet, (subject: Subject) => dialects.detect(subject)] as const;
