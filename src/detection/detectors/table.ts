import { type DetectionCategory } from '../categories.js';
import { type Detector, type Role, type Subject } from '../subject.js';

/** One expression over a text in lower case, and what it means. */
export interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly confidence: number;
  readonly category?: DetectionCategory;
  /** Where it applies; the room's roles where absent. */
  readonly roles?: readonly Role[];
}

/** Texts that an application reads as values: not a whole path, not a header of the protocol, not a file. */
export const VALUES: readonly Role[] = ['name', 'value', 'segment', 'header', 'filename'];
export const EVERYWHERE: readonly Role[] = [...VALUES, 'path', 'grammar'];

/** A room whose language gives itself away by single expressions: the first rule that matches speaks. */
export function tableRoom(
  name: string,
  category: DetectionCategory,
  triggers: readonly string[],
  rules: readonly Rule[],
  roles: readonly Role[] = VALUES,
): Detector {
  return {
    name,
    triggers,
    detect(subject) {
      for (const rule of rules) {
        if (!(rule.roles ?? roles).includes(subject.role)) continue;
        const found = rule.pattern.exec(subject.lower);
        if (!found) continue;
        const { what, confidence } = rule;
        return { category: rule.category ?? category, what, confidence, offset: found.index };
      }
      return undefined;
    },
  };
}

/** A room made of rules and of one more look. */
export function withLook(room: Detector, look: (subject: Subject) => ReturnType<Detector['detect']>): Detector {
  return { ...room, detect: (subject) => room.detect(subject) ?? look(subject) };
}
