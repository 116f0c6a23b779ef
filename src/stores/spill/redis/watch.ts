/**
 * Notices who gives no sign of life any more, by watching and not by comparing clocks: whoever was seen to stand still
 * for long enough. What was watched before Redis was away counts for nothing: nobody could give a sign.
 */
export class Watch {
  private readonly seen = new Map<string, { readonly number: string; readonly since: number }>();

  constructor(
    /** Milliseconds. */
    private readonly patience: number,
  ) {}

  /** Takes down who lives, as `life, number, life, number …`. */
  see(lives: readonly string[], now: number): void {
    const before = new Map(this.seen);
    this.seen.clear();
    for (let i = 0; i + 1 < lives.length; i += 2) {
      const [life, number] = lives.slice(i, i + 2) as [string, string];
      const known = before.get(life);
      this.seen.set(life, known?.number === number ? known : { number, since: now });
    }
  }

  forget(): void {
    this.seen.clear();
  }

  /** Who stands still, in the same form; `self` is never among them. */
  silent(self: string, now: number): string[] {
    return [...this.seen]
      .filter(([life, { since }]) => life !== self && now - since >= this.patience)
      .flatMap(([life, { number }]) => [life, number]);
  }
}
