import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { type Exchange, type Verdict } from '../kernel/index.js';

/** What a refused client reads: the status and an id to quote; nothing about the rule. */
export interface RefusalBody {
  readonly statusCode: number;
  readonly message: string;
  readonly requestId: string;
}

export function refusalBody(exchange: Exchange, { status }: Verdict): RefusalBody {
  return { statusCode: status, message: STATUS_CODES[status] ?? 'Refused', requestId: exchange.id };
}

/** A refusal as an exception, so that the application's own filters shape the answer. */
export function toHttpException(exchange: Exchange, verdict: Verdict): HttpException {
  return new HttpException({ ...refusalBody(exchange, verdict) }, verdict.status);
}

/** An unread body of this many bytes is drained by Node; of a larger one the connection is closed. */
const DRAINED_BYTES = 65_536;

/** The headers of a refusal. */
export function refusalHeaders(exchange: Exchange, verdict: Verdict): [name: string, value: string][] {
  const headers: [string, string][] = [
    ['X-Request-Id', exchange.id],
    ['Cache-Control', 'no-store'],
  ];
  if (verdict.retryAfter !== undefined) headers.push(['Retry-After', String(verdict.retryAfter)]);
  const { 'content-length': length, 'transfer-encoding': coding } = exchange.headers;
  if (coding !== undefined || Number(length ?? 0) > DRAINED_BYTES) headers.push(['Connection', 'close']);
  return headers;
}
