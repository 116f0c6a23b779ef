/** What one text may take of what is left: by its length, and as rooms go through it; something remains for those after it. */
const SHARE = 0.5;
const SHARE_OF_ROOMS = 0.25;

/**
 * The steps that one inspection may take. A step is about what one expression needs for one character, some nanoseconds. Steps are
 * counted before they are taken, from what stands in the texts, never from a clock, so that the same request is always read as far.
 */
export class Budget {
  constructor(private left: number) {}

  /** True when no text is worth beginning. */
  get spent(): boolean {
    return this.left < LEAST_STEPS;
  }

  /** What the length of one text may take at most. */
  get most(): number {
    return this.left * SHARE;
  }

  /** What rooms may take beside as they go through one text. */
  get allowance(): number {
    return this.left * SHARE_OF_ROOMS;
  }

  /** Takes the steps for a text of that length, at most `most`. Answers how many of its characters are paid for. */
  take(length: number, steps: number): number {
    const { most } = this;
    if (steps <= most) {
      this.left -= steps;
      return length;
    }
    this.left -= most;
    return Math.floor((length * most) / steps);
  }

  /** Takes steps that are taken anyway. */
  charge(steps: number): void {
    this.left = Math.max(0, this.left - steps);
  }
}

/** Less is needed for no text that a room reads. */
const LEAST_STEPS = 2000;

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

const TAIL = 1024;

/** The end of a text that a room left before it came there: a quarter of it at most, so that it can be left again. */
export function tailOf(text: string): Portion {
  const start = text.length - Math.min(TAIL, text.length >> 2);
  return { text: text.slice(start), start };
}
