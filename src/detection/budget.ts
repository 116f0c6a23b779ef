const SHARE = 0.75;

/**
 * The steps that one inspection may take. A step is about what one expression needs for one character; a room says how
 * many of them a character takes there. Steps are counted before they are taken, from lengths alone, so that the same
 * request is always read as far.
 */
export class Budget {
  constructor(private left: number) {}

  /**
   * Takes the steps for a text of that length, at most three quarters of what is left, so that no text leaves nothing for those
   * after it. Answers how many of its characters are paid for.
   */
  take(length: number, steps: number): number {
    const most = this.left * SHARE;
    if (steps <= most) {
      this.left -= steps;
      return length;
    }
    this.left -= most;
    return Math.floor((length * most) / steps);
  }
}

export interface Portion {
  readonly text: string;
  /** Where it stands in the whole. */
  readonly start: number;
}

const LEAST = 64;

/** The beginning and the end of a text, which is where an attacker's filler is not: together `paid` characters. */
export function endsOf(text: string, paid: number): readonly Portion[] {
  if (paid < LEAST) return [];
  const half = Math.floor(paid / 2);
  const start = text.length - half;
  return [
    { text: text.slice(0, half), start: 0 },
    { text: text.slice(start), start },
  ];
}
