import { isCommandLine, isExpression, isReported, isSource, isSourceFile, isSourceText } from './contents.js';
import { ENOUGH_IN_CODE, ENOUGH_IN_DOCUMENT } from './document.js';
import { type Match, type Subject } from './subject.js';
import { type Finding, MAX_NAME, type Place } from './types.js';

const EXCERPT = 100;
/** What decides for a value, and for a sentence. */
const ENOUGH = 0.5;
const ENOUGH_IN_PROSE = 0.7;
/** Passwords are made of what syntax is made of. */
const PASSWORD =
  /(?:^|[_:-]|new|old|current|confirm|repeat|user|admin|client|db|login)(?:pass(?:word|phrase|wd)?|pwd|secret)(?:_?(?:confirm(?:ation)?|again|repeat|new|old))?$/;
const ENOUGH_IN_PASSWORD = 0.8;

/** What is told of a match; `shift` is where the text stands in the whole. */
export function findingOf(
  { category, what, confidence, offset }: Match,
  detector: string,
  { text, place: kind }: Subject,
  shift: number,
  name: string | undefined,
  steps: readonly string[],
): Finding {
  const start = Math.max(0, offset - 20);
  const excerpt = text.slice(start, start + EXCERPT);
  const place = placeOf(kind, name);
  return { category, detector: `${detector}:${what}`, place, confidence, excerpt, offset: shift + offset, steps };
}

export const placeOf = (kind: Place['kind'], name: string | undefined): Place =>
  name === undefined ? { kind } : { kind, name: name.slice(0, MAX_NAME) };

/** The confidence that counts in such a text. `declaredCode`: see the settings. */
export function enough(subject: Subject, declaredCode: boolean): number {
  if (declaredCode && (subject.role === 'code' || (subject.place === 'body' && isCode(subject)))) return ENOUGH_IN_CODE;
  if (subject.document || (subject.place === 'body' && isTold(subject))) return ENOUGH_IN_DOCUMENT;
  if (PASSWORD.test(subject.field)) return ENOUGH_IN_PASSWORD;
  return subject.prose ? ENOUGH_IN_PROSE : ENOUGH;
}

const isTold = ({ path, field }: Subject): boolean =>
  isReported(path, field) || isCommandLine(path) || isExpression(field);

const isCode = ({ text, path, field, role }: Subject): boolean =>
  role === 'value' && (isSourceFile(text, field) || isSource(path, field) || isSourceText(field, text));
