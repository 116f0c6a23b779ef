import { parse } from 'node:querystring';
import { type Exchange } from '../../kernel/index.js';

/**
 * Puts the body where the guard of an application finds it: JSON and forms as the framework parses them, all else, and
 * what it could not parse, as its first bytes.
 */
export function putBody(exchange: Exchange, body: Buffer, limit: number): void {
  if (body.length === 0) return;
  const parsed = parsedBody(exchange, body);
  if (parsed !== undefined) exchange.body = parsed;
  else exchange.rawBody = { bytes: body.subarray(0, limit), truncated: body.length > limit };
}

function parsedBody({ headers }: Exchange, body: Buffer): unknown {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return undefined;
  const media = /^[^;]*/
    .exec(headers['content-type'] ?? '')?.[0]
    .trim()
    .toLowerCase();
  if (media === 'application/x-www-form-urlencoded') return parse(body.toString(), '&', '=', { maxKeys: 0 });
  if (media !== 'application/json') return undefined;
  try {
    return JSON.parse(body.toString().replace(/^\ufeff/, ''));
  } catch {
    return undefined; // the framework answers 400; what an application that reads it by itself is sent is shown
  }
}
