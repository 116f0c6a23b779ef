/** Milliseconds that a message may be under way. */
const GRACE = 100;

/**
 * Notices that changes are no longer pushed although nothing says so: a version that a look has found, and that no
 * message had told by the next.
 */
export class Doubt {
  /** The newest version that was pushed, or known when the subscription began; undefined until then. */
  private heard: number | undefined;
  private found = 0;
  private foundAt = 0;

  /** A subscription begins: what was published before is not going to come. */
  begin(): void {
    this.heard = undefined;
  }

  hear(version: number): void {
    if (this.heard !== undefined && version > this.heard) this.heard = version;
  }

  /** A look has found this version; `now` is on a monotonic clock. True where the last one should have been told. */
  look(version: number, now: number): boolean {
    this.heard ??= version;
    if (now - this.foundAt < GRACE) return false;
    const silent = this.heard < this.found;
    this.found = version;
    this.foundAt = now;
    return silent;
  }
}
