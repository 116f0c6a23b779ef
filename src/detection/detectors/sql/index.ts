import { type Detector } from '../../subject.js';

const RULES: readonly (readonly [what: string, pattern: RegExp, confidence: number])[] = [
  ['union', /\bunion\b(?:\s|\/\*|\()[^]{0,40}\bselect\b/, 0.8],
  [
    'tautology',
    /['"]\s{0,20}\)*\s{0,20}(?:or|and|\|\||&&)\s{0,20}\(*['"]?\w{1,20}['"]?\s{0,20}(?:=|like|<|>)\s{0,20}['"]?\w{1,20}/,
    0.8,
  ],
  ['tautology', /\b(?:or|and)\s{1,20}(\d{1,9})\s{0,20}=\s{0,20}\1\b/, 0.8],
  [
    'stacked',
    /['")\d]\s{0,20};\s{0,20}(?:drop|delete|insert|update|alter|create|exec|shutdown|truncate|declare)\s/,
    0.8,
  ],
  ['comment', /^[^'"]{0,100}['"]\s{0,20}\)*\s{0,20}(?:--|#|\/\*)/, 0.6],
];

/** SQL that changes the statement it is put into. */
export const sql: Detector = {
  name: 'sql',
  triggers: ["'", '"', 'union', 'select', '=', ';'],
  detect({ lower }) {
    for (const [what, pattern, confidence] of RULES) {
      const match = pattern.exec(lower);
      if (match) return { category: 'sqli', what, confidence, offset: match.index };
    }
    return undefined;
  },
};
