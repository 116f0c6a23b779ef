import { printable } from '../../kernel/index.js';
import { type RedisOptions } from './options.js';

/**
 * What an error of the client says, fit for a log: one line, and never the password. The error itself is not passed on:
 * ioredis attaches the command to it, which may be `AUTH` with its arguments.
 */
export function describeError(error: unknown, secrets: readonly string[]): string {
  const errors: unknown[] = error instanceof AggregateError && !error.message ? error.errors : [error];
  let text = errors.map((one) => (one instanceof Error ? one.message : String(one))).join(', ');
  for (const secret of secrets) text = text.replaceAll(secret, '***');
  return printable(text || 'unknown error');
}

/** What must not be printed: the password, as it is written in the URL and as it is meant. */
export function secretsOf({ url }: RedisOptions): string[] {
  if (url === undefined || !URL.canParse(url)) return [];
  const { password } = new URL(url);
  if (password === '') return [];
  try {
    return [...new Set([url, password, decodeURIComponent(password)])];
  } catch {
    return [url, password]; // a stray % in the password: it is meant as it is written
  }
}
