export interface Sighting {
  readonly what: string;
  readonly confidence: number;
  readonly offset: number;
}

/** Whether a comment holds at most one word: what ends a statement has nothing to say, a dash in prose goes on. */
export function saysLittle(comment: string): boolean {
  return (comment.match(/[\p{L}\d_]+/gu)?.length ?? 0) < 2;
}
