/**
 * Where a character comes next in a text, for positions that only go up: no stretch of the text is looked through twice,
 * however often one asks.
 */
export class Ahead {
  private at = -1;

  constructor(
    private readonly text: string,
    private readonly char: string,
  ) {}

  /** The first position from `from` on; the length of the text where there is none. */
  from(from: number): number {
    if (this.at < from) {
      const found = this.text.indexOf(this.char, from);
      this.at = found < 0 ? this.text.length : found;
    }
    return this.at;
  }
}
