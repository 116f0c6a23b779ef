import { type LimitRequest } from './key.js';
import { MAX_LIMIT } from './limit.js';

/**
 * What a request takes of each of its limits: a whole number, or a function of the request that returns one at once. 0
 * is free: neither counted nor limited. More than a limit never fits it.
 */
export type LimitCost = number | ((request: LimitRequest) => number);

/** Which answered requests are not to count: those with a status below 400, or all others. */
export type SkippedOutcome = 'successful' | 'failed';

export const SKIPPED_OUTCOMES: readonly SkippedOutcome[] = ['successful', 'failed'];

export const COST_PROBLEM = `cost must be a whole number from 0 to ${MAX_LIMIT}, or a function of the request`;

export function isCost(value: unknown): boolean {
  return typeof value === 'function' || isWhole(value);
}

/**
 * @throws what the function throws, and TypeError where it returns no whole number of at least 0 (a promise, for one).
 */
export function costOf(request: LimitRequest, cost: LimitCost): number {
  if (typeof cost === 'number') return cost;
  const value: unknown = cost(request);
  if (!isWhole(value)) throw new TypeError('the cost of a request must be a whole number of at least 0');
  return value;
}

/** Whether an answered request is given back what it has cost. One that was not answered to its end has failed. */
export function isSkipped(skip: SkippedOutcome, status: number, finished: boolean): boolean {
  return (finished && status < 400) === (skip === 'successful');
}

function isWhole(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_LIMIT;
}
