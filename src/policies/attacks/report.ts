import { type Finding } from '../../detection/index.js';
import { type Clock, type Exchange } from '../../kernel/index.js';
import { type DetectionException } from './exceptions.js';
import { decoratorFor, exceptionFor, widened } from './suggestion.js';

/** Lines that are kept; what more there is is counted together. */
const MAX_LINES = 1000;
const MAX_NAME = 200;

/** What was found at one place of one route. Names come from requests: print them with care. */
export interface DetectionLine {
  /** `Controller.method` where the route was known when it was found. */
  readonly handler?: string;
  /** The path of the first of these requests. */
  readonly path: string;
  readonly category: string;
  /** The detector and what it saw, the first time. */
  readonly detector: string;
  readonly count: number;
  /** How many of them were refused; the others were let pass by monitor mode or the mode `flag`. */
  readonly blocked: number;
  /** Milliseconds since the epoch. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** The entry for `detection.exceptions` that would let them all pass, as narrow as it can be. */
  readonly exception: DetectionException;
  /** The same as a decorator for the route. */
  readonly decorator: string;
}

export interface DetectionReport {
  /** The most frequent first. */
  readonly lines: readonly DetectionLine[];
  /** Findings that had no line of their own because there were too many lines. */
  readonly others: number;
}

type Kept = Omit<DetectionLine, 'decorator'>;
type Line = { -readonly [K in keyof Kept]: Kept[K] };

/** What detection found, by route and field, so that an operator sees what to except before enforcing. Bounded. */
export class Findings {
  private readonly lines = new Map<string, Line>();
  private others = 0;

  constructor(private readonly clock: Clock) {}

  add(exchange: Exchange, finding: Finding, blocked: boolean): void {
    const { handler } = exchange;
    const { category, detector } = finding;
    const exception = exceptionFor(exchange, finding);
    const path = (exchange.path ?? exchange.rawPath).slice(0, MAX_NAME);
    const key = JSON.stringify([handler ?? path, exception.in, exception.field, category]);
    const now = this.clock.now();
    let line = this.lines.get(key);
    if (!line) {
      if (this.lines.size >= MAX_LINES) {
        this.others += 1;
        return;
      }
      const counts = { count: 0, blocked: 0, firstAt: now, lastAt: now };
      line = { ...(handler !== undefined && { handler }), path, category, detector, ...counts, exception };
      this.lines.set(key, line);
    }
    line.exception = union(line.exception, exception);
    line.count += 1;
    if (blocked) line.blocked += 1;
    line.lastAt = now;
  }

  report(): DetectionReport {
    const lines = [...this.lines.values()]
      .map((line) => ({ ...line, decorator: decoratorFor(line.exception) }))
      .sort((a, b) => b.count - a.count);
    return { lines, others: this.others };
  }
}

/** One exception for the paths of two, which are alike otherwise. */
function union(one: DetectionException, other: DetectionException): DetectionException {
  if (one.path === other.path) return one;
  const { path: pattern, ...rest } = one;
  const path = pattern !== undefined && other.path !== undefined ? widened(pattern, other.path) : undefined;
  return path === undefined ? rest : { path, ...rest };
}
