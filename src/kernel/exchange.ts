import { type IncomingHttpHeaders } from 'node:http';
import { type Address } from './address.js';
import { type Verdict } from './verdict.js';

/** The client of a request, as the rooms above need it. */
export interface Client {
  /** The canonical address; empty where there is none to believe. */
  readonly text: string;
  /** The key under which this client is limited and counted. */
  readonly bucket: string;
  /** What gave the address: `peer`, `none`, or the header with the entry counted from the right (`x-forwarded-for:1`). */
  readonly source: string;
}

/**
 * One request from its first byte to its outcome: what is known of it, and what was decided. Made once by the door;
 * everything else reads it.
 */
export class Exchange {
  /** The refusal that was answered; at most one. */
  verdict: Verdict | undefined;
  /** The first refusal that was only told: in monitor mode, or by a mode `flag`. */
  wouldBe: Verdict | undefined;
  /** True where the path or the route is left out of every check. */
  skipped = false;
  /** True for the module's own pages, which are neither counted nor checked. */
  own = false;
  /** True where the client is on the configured allow list: detection too leaves it alone. */
  allowed = false;
  /** True where the client is on the allow list or exempt: limits and user agent rules leave it alone. */
  exempt = false;
  /** The client's country in two capital letters, where a rule asked for it and it is known. */
  country: string | undefined;
  /** The route's pattern, such as `/orders/:id`; undefined where no route matched. */
  route: string | undefined;
  /** `Controller.method`, once the route is known. */
  handler: string | undefined;
  /** The name of the error class that the handler threw. */
  error: string | undefined;
  /** The platform's answer object, for the one place that sets headers. */
  answer: unknown;
  /** What the door ran; see `nest/http`. */
  plan: unknown;
  /** What the framework parsed, once the body is there. */
  body: unknown;
  /** The first bytes of the body where the framework did not parse it. */
  rawBody: { bytes: Uint8Array; truncated: boolean } | undefined;
  /** True once the body's own bytes have been inspected: what a parser makes of them later is not inspected again. */
  bodySeen = false;
  /** Told once when the answer is over: its status, and whether all of it was sent. */
  onSettled: ((status: number, finished: boolean) => void) | undefined;
  private normalised: string | null | undefined;
  private identity: string | undefined;

  constructor(
    readonly method: string,
    /** The request target as on the request line. */
    readonly target: string,
    readonly headers: IncomingHttpHeaders,
    readonly client: Client,
    /** The parsed address of the client; undefined where there is none to believe. */
    readonly address: Address | undefined,
    /** False where the address is a peer that speaks for others (see `bans`). */
    readonly bannable: boolean,
    /** Monotonic milliseconds. */
    readonly startedAt: number,
    private readonly newId: () => string,
  ) {}

  /** The request's id, made when it is first asked for: most requests never need one. */
  get id(): string {
    return (this.identity ??= this.newId());
  }

  /** The path of the target, as it was sent, without its query. */
  get rawPath(): string {
    const { target } = this;
    const start = target.charCodeAt(0) === 47 ? 0 : pathStart(target);
    const query = target.indexOf('?', start);
    return query < 0 ? (start === 0 ? target : target.slice(start) || '/') : target.slice(start, query) || '/';
  }

  /**
   * The path after percent-decoding, with `.` and `..` segments resolved and repeated slashes joined; undefined where
   * it cannot be decoded. Rules that name paths are held against this.
   */
  get path(): string | undefined {
    if (this.normalised === undefined) this.normalised = normalisePath(this.rawPath) ?? null;
    return this.normalised ?? undefined;
  }

  /** The value of a header; the joined values where it came more than once. */
  header(name: string): string | undefined {
    const value = this.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  }
}

/** Where the path begins in a target in absolute form (`http://host/path`); its length where it has none. */
function pathStart(target: string): number {
  const scheme = target.indexOf('://');
  if (scheme < 0) return 0;
  const slash = target.indexOf('/', scheme + 3);
  return slash < 0 ? target.length : slash;
}

const PLAIN_PATH = /^(?:\/[^/%.\\][^/%\\]*)*\/?$/;

/** See `Exchange.path`. */
export function normalisePath(raw: string): string | undefined {
  if (PLAIN_PATH.test(raw)) return raw;
  let decoded: string;
  try {
    decoded = raw.includes('%') ? decodeURIComponent(raw) : raw;
  } catch {
    return undefined; // a bad escape: the path means nothing, so no rule by path applies
  }
  const segments: string[] = [];
  for (const segment of decoded.split(/[/\\]/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  const last = decoded.endsWith('/') && segments.length > 0 ? '/' : '';
  return `/${segments.join('/')}${last}`;
}
