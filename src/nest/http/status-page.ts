import { createHash, timingSafeEqual } from 'node:crypto';
import { type ServerResponse } from 'node:http';
import { type Exchange } from '../../kernel/index.js';

/** Where the module tells how it is, unless the option is off. */
export const STATUS_PATH = '/guard/status';

/**
 * `GET /guard/status`: the module's counters as JSON, for the bearer of the token. Without the right bearer it answers
 * nothing, so that the application answers as if the page were not there.
 */
export class StatusPage {
  private readonly expected: Buffer | undefined;

  constructor(
    token: string | undefined,
    private readonly snapshot: () => unknown,
  ) {
    this.expected = token === undefined ? undefined : digest(`Bearer ${token}`);
  }

  get path(): string | undefined {
    return this.expected && STATUS_PATH;
  }

  allows(exchange: Exchange): boolean {
    if (!this.expected || (exchange.method !== 'GET' && exchange.method !== 'HEAD')) return false;
    // Digests have one length: the comparison takes the same time whatever was sent.
    return timingSafeEqual(digest(exchange.headers.authorization ?? ''), this.expected);
  }

  /** Answers where the bearer is right; false where the request is to go on. */
  answer(exchange: Exchange, response: ServerResponse): boolean {
    if (!this.allows(exchange)) return false;
    const body = JSON.stringify(this.snapshot());
    response.writeHead(200, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'Cache-Control': 'no-store',
    });
    response.end(exchange.method === 'HEAD' ? undefined : body);
    return true;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
