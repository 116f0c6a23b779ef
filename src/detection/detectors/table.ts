import { type DetectionCategory } from '../categories.js';
import { type Detector, type Match, type Role, type Rule, type Subject, VALUES } from '../subject.js';

export { type Rule } from '../subject.js';

interface Room {
  readonly name: string;
  readonly category: DetectionCategory;
  readonly triggers: readonly string[];
  readonly rules: readonly Rule[];
  /** Values where absent. */
  readonly roles?: readonly Role[];
  readonly nonAscii?: boolean;
}

/** Enough for a sentence: a stronger match would change little. */
const SURE = 0.7;

/** A room whose language gives itself away by single expressions: the strongest rule that matches speaks. */
export function tableRoom({ name, category, triggers, rules, roles = VALUES, nonAscii = false }: Room): Detector {
  return {
    name,
    triggers,
    nonAscii,
    rules,
    cost: (subject) => stepsOf(rules, subject),
    roles: [...new Set([...roles, ...rules.flatMap((rule) => rule.roles ?? [])])],
    detect(subject) {
      const { lower, role } = subject;
      let best: Match | undefined;
      for (const rule of subject.asked(rules)) {
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

/** Steps of those of the rules that are asked. */
export function stepsOf(rules: readonly Rule[], subject: Subject): number {
  let steps = 0;
  for (const rule of subject.asked(rules)) steps += subject.stepsOf(rule);
  return steps;
}
