import { type Metric, type SecurityEvent } from '../../kernel/index.js';

/** One recorded item while it waits. */
export class Entry<T> {
  constructor(
    /** The idempotency key of an event, made once; empty for metrics, which have none. */
    readonly key: string,
    /** Milliseconds since the epoch. */
    readonly at: number,
    readonly item: T,
    /** The memory it takes, estimated. */
    readonly bytes: number,
  ) {}
}

/** An event without texts, its entry and its place in the queue, as measured with `bench/agent.mjs`. */
const BASE = 320;
const VALUES_WEIGHED = 64;

function length(value: unknown): number {
  return typeof value === 'string' ? value.length : 0;
}

/** Adds up at most 64 values, so that the time is bounded; a tree that goes on is charged a flat sum. */
function weighTree(value: unknown, budget: { values: number }): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  let sum = 32;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      if (--budget.values < 0) return sum + 4_096;
      sum += weighTree(value[i], budget);
    }
    return sum;
  }
  for (const key in value) {
    if (--budget.values < 0) return sum + 4_096;
    sum += key.length + weighTree((value as Record<string, unknown>)[key], budget);
  }
  return sum;
}

/** The memory that an event takes, in bytes, estimated in bounded time. Never throws, whatever its metadata do. */
export function weighEvent(event: SecurityEvent): number {
  try {
    const texts =
      length(event.reason) +
      length(event.userAgent) +
      length(event.endpoint) +
      length(event.pattern) +
      length(event.rule) +
      length(event.handler);
    return BASE + texts + (event.metadata ? weighTree(event.metadata, { values: VALUES_WEIGHED }) : 0);
  } catch {
    // A getter or proxy in the metadata threw: redaction deals with it later, here it is charged a flat sum.
    return BASE + 4_096;
  }
}

export function weighMetric(metric: Metric): number {
  return BASE + length(metric.endpoint);
}
