import { type DetectionCategory } from '../categories.js';
import { type Detector, type Role, VALUES } from '../subject.js';

/** One expression over a text in lower case, and what it means. */
export interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly confidence: number;
  /** A literal that every match holds: spares the expression where it is not there. */
  readonly needs?: string;
  readonly category?: DetectionCategory;
  /** Where it applies; the room's roles where absent. */
  readonly roles?: readonly Role[];
}

interface Room {
  readonly name: string;
  readonly category: DetectionCategory;
  readonly triggers: readonly string[];
  readonly rules: readonly Rule[];
  /** Values where absent. */
  readonly roles?: readonly Role[];
  readonly nonAscii?: boolean;
}

/** A room whose language gives itself away by single expressions: the first rule that matches speaks. */
export function tableRoom({ name, category, triggers, rules, roles = VALUES, nonAscii = false }: Room): Detector {
  return {
    name,
    triggers,
    nonAscii,
    roles: [...new Set([...roles, ...rules.flatMap((rule) => rule.roles ?? [])])],
    detect({ lower, role }) {
      for (const rule of rules) {
        if (!(rule.roles ?? roles).includes(role) || (rule.needs !== undefined && !lower.includes(rule.needs)))
          continue;
        const found = rule.pattern.exec(lower);
        if (!found) continue;
        return {
          category: rule.category ?? category,
          what: rule.what,
          confidence: rule.confidence,
          offset: found.index,
        };
      }
      return undefined;
    },
  };
}
