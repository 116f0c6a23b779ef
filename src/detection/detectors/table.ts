import { type DetectionCategory } from '../categories.js';
import { type Detector, type Match, type Role, VALUES } from '../subject.js';

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
  /** As many as there are rules where absent. */
  readonly cost?: number;
}

/** Enough for a sentence: a stronger match would change little. */
const SURE = 0.7;

/** A room whose language gives itself away by single expressions: the strongest rule that matches speaks. */
export function tableRoom({
  name,
  category,
  triggers,
  rules,
  roles = VALUES,
  nonAscii = false,
  cost = rules.length,
}: Room): Detector {
  return {
    name,
    triggers,
    nonAscii,
    cost,
    roles: [...new Set([...roles, ...rules.flatMap((rule) => rule.roles ?? [])])],
    detect({ lower, role }) {
      let best: Match | undefined;
      for (const rule of rules) {
        const { confidence } = rule;
        if (best && confidence <= best.confidence) continue;
        if (!(rule.roles ?? roles).includes(role) || (rule.needs !== undefined && !lower.includes(rule.needs)))
          continue;
        const found = rule.pattern.exec(lower);
        if (!found) continue;
        best = { category: rule.category ?? category, what: rule.what, confidence, offset: found.index };
        if (confidence >= SURE) break;
      }
      return best;
    },
  };
}
