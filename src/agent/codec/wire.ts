import { METRIC_TYPES, type Metric, type SecurityEvent } from '../../kernel/index.js';
import { canonicalJson } from './canonical-json.js';

/** ISO 8601 in UTC. A time that no date can hold becomes the epoch, so that one bad event cannot spoil its batch. */
export function timestamp(at: number): string {
  return new Date(Math.abs(at) <= 8.64e15 ? at : 0).toISOString();
}

/**
 * The platform's form of an event, all keys present. The event has been redacted before.
 *
 * @throws Error where it has no type. Whatever the platform would refuse must not get into a batch: it would take the
 * others with it.
 */
export function encodeEvent(key: string, at: number, event: SecurityEvent): string {
  if (typeof event.type !== 'string' || event.type === '') throw new Error('an event needs a type');
  return canonicalJson({
    action_taken: event.action ?? '',
    country: event.country,
    decorator_type: event.decorator,
    endpoint: event.endpoint,
    event_type: event.type,
    handler_name: event.handler,
    idempotency_key: key,
    ip_address: event.ip ?? '',
    metadata: event.metadata ?? {},
    method: event.method,
    pattern_matched: event.pattern,
    reason: event.reason ?? '',
    response_time: typeof event.responseTime === 'number' ? event.responseTime : null,
    rule_type: event.rule,
    status_code: Number.isSafeInteger(event.status) ? event.status : null,
    timestamp: timestamp(at),
    user_agent: event.userAgent,
  });
}

/**
 * The platform's form of a metric. The endpoint stands in the tags too, where the family's dashboards look for it.
 *
 * @throws Error where the type is none of the closed list or the value is no finite number
 */
export function encodeMetric(at: number, metric: Metric): string {
  if (!METRIC_TYPES.includes(metric.type) || !Number.isFinite(metric.value)) throw new Error('not a metric');
  const tags = metric.endpoint === undefined ? metric.tags : { endpoint: metric.endpoint, ...metric.tags };
  return canonicalJson({
    endpoint: metric.endpoint,
    metric_type: metric.type,
    tags: tags ?? {},
    timestamp: timestamp(at),
    value: metric.value,
  });
}
