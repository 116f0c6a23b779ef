/** Runs work one piece at a time, in the order in which it was asked for. */
export class Turns {
  private last: Promise<void> = Promise.resolve();
  private queued = 0;

  get busy(): boolean {
    return this.queued > 0;
  }

  /** Resolves when all work that was asked for has ended, well or not. */
  get settled(): Promise<void> {
    return this.last;
  }

  /** The promise is the work's own: a failure belongs to who asked for it and does not hold up what comes after. */
  take(work: () => Promise<void>): Promise<void> {
    this.queued += 1;
    const turn = this.last.then(work).finally(() => (this.queued -= 1));
    this.last = turn.catch(() => undefined);
    return turn;
  }
}
