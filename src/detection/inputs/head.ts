import { type Reader } from '../reader.js';
import { type RequestHead } from '../types.js';
import { readCookies } from './cookies.js';
import { readHeaders } from './headers.js';
import { readTarget } from './target.js';

/** Reads path, query, cookies and headers, in the order of where attacks are most. */
export function readHead(reader: Reader, { target, headers }: RequestHead): void {
  readTarget(reader, target);
  if (reader.done) return;
  const { cookie } = headers;
  if (cookie !== undefined) readCookies(reader, typeof cookie === 'string' ? cookie : cookie.join('; '));
  if (!reader.done) readHeaders(reader, headers);
}
