import { type IncomingMessage } from 'node:http';
import { pause } from '../../kernel/timing/index.js';

export interface Peeked {
  readonly bytes: Uint8Array;
  /** True where the body goes on after `bytes`. */
  readonly truncated: boolean;
  /** True where the body did not come in time. */
  readonly late: boolean;
}

/** True where the request has a body that nobody has begun to read. */
export function hasUnreadBody(request: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
  return (coding !== undefined || Number(length ?? 0) > 0) && !request.readableDidRead && !request.destroyed;
}

/**
 * Reads at most about `limit` bytes of a body and puts them back, so that whoever reads the stream next finds it
 * whole. Waits until the body ends, `limit` bytes are there, the client leaves, or `timeout` seconds are over.
 */
export async function peekBody(request: IncomingMessage, limit: number, timeout: number): Promise<Peeked> {
  const chunks: Buffer[] = [];
  let size = 0;
  let ended = false;
  const over = new AbortController();

  // Reading and putting back happen in one turn: a stream whose end has been announced takes nothing back.
  const read = (): void => {
    for (let chunk: Buffer | null; size < limit && (chunk = request.read() as Buffer | null) !== null;) {
      chunks.push(chunk);
      size += chunk.length;
    }
    ended = request.complete && request.readableLength === 0;
    if (ended || size >= limit) finish();
  };
  const finish = (): void => {
    if (over.signal.aborted) return;
    request.off('readable', read);
    request.off('close', finish);
    if (size > 0 && !request.destroyed) request.unshift(Buffer.concat(chunks));
    over.abort();
  };
  request.on('readable', read);
  request.on('close', finish);
  await pause(timeout * 1000, over.signal);
  const late = !over.signal.aborted;
  finish();
  const bytes = Buffer.concat(chunks);
  return { bytes: bytes.subarray(0, limit), truncated: !ended || bytes.length > limit, late };
}
