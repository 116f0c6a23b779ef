import { Refusal } from '../ingest/refusal.js';
import {
  batchId,
  type Check,
  count,
  integer,
  listOf,
  mapOf,
  no,
  number,
  object,
  oneOf,
  orNull,
  seconds,
  someText,
  text,
  time,
  tree,
  uuid,
} from './checks.js';

/** An event in the protocol's own form. Only what the platform itself reads is named. */
export interface WireEvent {
  readonly idempotency_key: string;
  readonly [field: string]: unknown;
}

export interface Payload {
  readonly events: readonly WireEvent[];
  readonly metrics: readonly object[];
}

export interface Batch extends Payload {
  readonly project_id: string;
}

const event = object({
  idempotency_key: uuid,
  timestamp: time,
  event_type: someText,
  ip_address: text,
  action_taken: text,
  reason: text,
  country: orNull(text),
  user_agent: orNull(text),
  endpoint: orNull(text),
  method: orNull(text),
  decorator_type: orNull(text),
  rule_type: orNull(text),
  pattern_matched: orNull(text),
  handler_name: orNull(text),
  status_code: orNull(integer),
  response_time: orNull(seconds),
  metadata: tree,
});

const METRIC_TYPES = [
  'request_count',
  'response_time',
  'error_rate',
  'bandwidth_usage',
  'threat_level',
  'block_rate',
  'cache_hit_rate',
];

const metric = object({
  timestamp: time,
  metric_type: oneOf(METRIC_TYPES),
  value: number,
  endpoint: orNull(text),
  tags: mapOf(text),
});

const payload = { events: listOf(event), metrics: listOf(metric) };

const frame = {
  batch_id: batchId,
  agent_version: someText,
  guard_version: orNull(someText),
  guard_core_version: orNull(someText),
};

const batch = object({ project_id: someText, ...payload, ...frame, created_at: time, compressed: no });
const envelope = object({ encrypted_payload: someText, ...frame });

const status = object({
  timestamp: time,
  status: oneOf(['healthy', 'degraded', 'failed']),
  uptime: seconds,
  events_sent: count,
  events_failed: count,
  buffer_size: count,
  last_flush: orNull(time),
  errors: listOf(text),
});

/** A list of every fault of a large batch would be longer than the batch. */
const NAMED_PROBLEMS = 20;

function reader<T>(check: Check): (message: unknown) => T {
  return (message) => {
    const problems: string[] = [];
    check(message, '', problems);
    if (problems.length === 0) return message as T;
    throw new Refusal(422, 'The message breaks the protocol', problems.slice(0, NAMED_PROBLEMS));
  };
}

/** Each gives back the message, checked whole, or throws a Refusal 422 that names what is wrong. */
export const checkBatch = reader<Batch>(batch);
export const checkEnvelope = reader<{ readonly encrypted_payload: string }>(envelope);
export const checkPayload = reader<Payload>(object(payload));
export const checkStatus = reader<object>(status);
