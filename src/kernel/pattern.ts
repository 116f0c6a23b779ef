import { RE2JS } from 're2js';

/** Says whether a text contains a pattern. */
export type TextMatcher = (text: string) => boolean;

const META = /[\\^$.|?*+()[\]{}]/;

/**
 * Compiles patterns that a user wrote: plain words are searched as they are, the rest are RE2 expressions, which take
 * linear time whatever the pattern. Case does not matter. Undefined for no patterns.
 *
 * @throws Error where a pattern is no RE2 expression (look-around and back-references are none).
 */
export function compilePatterns(patterns: readonly string[]): TextMatcher | undefined {
  if (patterns.length === 0) return undefined;
  const words = patterns.filter((pattern) => !META.test(pattern)).map((word) => word.toLowerCase());
  const expressions = patterns
    .filter((pattern) => META.test(pattern))
    .map((pattern) => RE2JS.compile(pattern, RE2JS.CASE_INSENSITIVE));
  return (text) => {
    const lower = text.toLowerCase();
    return words.some((word) => lower.includes(word)) || expressions.some((re) => re.matcher(text).find());
  };
}

/** True where `compilePatterns` takes the value: a text that is not blank, and a word or an RE2 expression. */
export function isPattern(value: unknown): value is string {
  if (typeof value !== 'string' || value.trim() === '') return false;
  try {
    compilePatterns([value]);
    return true;
  } catch {
    return false; // the question was whether it compiles
  }
}
