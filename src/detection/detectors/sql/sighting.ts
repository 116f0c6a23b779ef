import { validUpTo } from './grammar.js';
import { type Tokens } from './lexer.js';

export interface Sighting {
  readonly what: string;
  readonly confidence: number;
  readonly offset: number;
}

/** The surer of two. */
export const surer = (a: Sighting | undefined, b: Sighting | undefined): Sighting | undefined =>
  !a || (b && b.confidence > a.confidence) ? b : a;

/** Whether a comment holds at most one word: what ends a statement has nothing to say, a dash in prose goes on. */
export function saysLittle(comment: string): boolean {
  return (comment.match(/[\p{L}\d_]+/gu)?.length ?? 0) < 2;
}

/** Whether a comment cuts off what follows: it says little, and closes no quotes, as `'-p --raw'` does. */
export const cutsOff = (comment: string): boolean => saysLittle(comment) && !/\w['"`]/.test(comment);

/** What the kinds of tokens say for SQL, where nothing in the text speaks against it. */
const WEIGHT: Readonly<Record<string, number>> = {
  ...{ D: 3, S: 2, U: 2, X: 2, H: 2, v: 1, f: 1, F: 1, W: 1, G: 1, L: 1, I: 1, J: 1, K: 1, N: 1, l: 1, c: 1 },
};
export const ENOUGH_EVIDENCE = 4;

/**
 * How much speaks for SQL from a token on: the weight of its words and operators where all of the text from there is
 * one expression, else nothing. Sentences fail at their second or third word.
 */
export function evidence({ shape }: Tokens, from: number, afterOperand: boolean): number {
  if (validUpTo(shape, from, afterOperand) < shape.length) return 0;
  let sum = 0;
  let comparisons = 0;
  for (let i = from; i < shape.length; i++) {
    if (shape[i] === '=') comparisons = 1;
    else sum += WEIGHT[shape[i]!] ?? 0;
  }
  // `a"&b=1&c=2` compares, and is a query string.
  return sum < 2 ? 0 : sum + comparisons;
}
