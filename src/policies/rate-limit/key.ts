import { hash } from 'node:crypto';
import { type Exchange } from '../../kernel/index.js';

/**
 * What a function of the application can read of a request at the door: nothing of the body, and nothing that a
 * middleware or a guard adds later. `client.text` is the client's address.
 */
export type LimitRequest = Pick<Exchange, 'method' | 'target' | 'path' | 'headers' | 'header' | 'client'>;

/** Names who is limited together: a user, a key, a tenant; nothing where the request does not say, or is not to be believed. */
export type LimitKey = (request: LimitRequest) => string | undefined;

/**
 * The bucket in which a request is counted. A key counts by its digest: it has the same length whatever a client sends,
 * is no address, and keeps tokens and names out of Redis. A request without a key counts by its address, so those who
 * name nobody neither share one bucket nor go unlimited.
 *
 * @throws what the function throws, and TypeError where it returns neither text nor nothing (a promise, for one).
 */
export function bucketFor(request: LimitRequest, key: LimitKey | undefined): string {
  if (!key) return request.client.bucket;
  const text: unknown = key(request);
  if (text === undefined || text === null || text === '') return request.client.bucket;
  if (typeof text !== 'string') throw new TypeError('the key of a rate limit must be a string or undefined');
  return keyedBucket(text);
}

/** The bucket of a key: 132 bits of its SHA-256. */
export function keyedBucket(key: string): string {
  return `key:${hash('sha256', key, 'base64url').slice(0, 22)}`;
}
