import { type Reader } from '../reader.js';
import { type Recurring } from '../recurring.js';
import { type RequestHead } from '../types.js';
import { readCookies } from './cookies.js';
import { readFraming } from './framing.js';
import { readHeaders } from './headers.js';
import { readTarget } from './target.js';

/** Reads path, query, cookies and headers, in the order of where attacks are most. */
export function readHead(reader: Reader, { target, headers }: RequestHead, recurring: Recurring): void {
  readTarget(reader, target, recurring.parameters);
  if (reader.done) return;
  const { cookie } = headers;
  if (cookie !== undefined) {
    readCookies(reader, typeof cookie === 'string' ? cookie : cookie.join('; '), recurring.cookies);
  }
  if (!reader.done) readFraming(reader, headers);
  if (!reader.done) readHeaders(reader, headers, recurring.headers);
}

/** Whether the Referer names another host than the one that is asked. */
export function isForeign({ host, referer }: RequestHead['headers']): boolean {
  if (typeof referer !== 'string' || typeof host !== 'string') return false;
  const authority = /^https?:\/\/([^/?#]*)/i.exec(referer)?.[1];
  return authority !== undefined && authority.toLowerCase() !== host.toLowerCase();
}
