import { type CheckName, type Clock, type Exchange, type Log, printable, type Verdict } from '../../kernel/index.js';

const LINES_PER_SECOND = 10;

/** Writes a line per refusal, but never more than ten in a second: an attack must not fill the disk. */
export class RefusalLog {
  private second = 0;
  private lines = 0;
  private left = 0;

  constructor(
    private readonly log: Log,
    private readonly clock: Clock,
    private readonly muted: ReadonlySet<CheckName>,
    /** Takes out of a line what must not stand in it. */
    private readonly clean: (line: string) => string = (line) => line,
  ) {}

  write(exchange: Exchange, verdict: Verdict, enforced: boolean): void {
    if (this.muted.has(verdict.check) || !this.mayWrite()) return;
    const what = enforced ? 'Blocked' : '[monitor] Would block';
    const more = this.left > 0 ? ` (and ${this.left} refusals before it without a line)` : '';
    this.left = 0;
    const line =
      `${what} ${exchange.client.text || 'unknown client'} ${printable(exchange.method, 20)} ` +
      `${printable(exchange.rawPath)}: ${verdict.check}, ${printable(verdict.reason)}, ` +
      `status ${verdict.status}, request ${exchange.id}${more}`;
    this.log.warn(this.clean(line));
  }

  private mayWrite(): boolean {
    const second = Math.floor(this.clock.monotonic() / 1000);
    if (second !== this.second) [this.second, this.lines] = [second, 0];
    if (++this.lines <= LINES_PER_SECOND) return true;
    this.left += 1;
    return false;
  }
}
