/**
 * The event types that the Guard platform knows. Source: the family's agent protocol; unknown strings are accepted by
 * the platform, so custom events may use their own.
 */
export const EVENT_TYPES = [
  'ip_banned',
  'ip_unbanned',
  'ip_blocked',
  'ip_ban_failed',
  'rate_limited',
  'rate_limit_script_reloaded',
  'suspicious_request',
  'cloud_blocked',
  'country_blocked',
  'penetration_attempt',
  'behavioral_violation',
  'user_agent_blocked',
  'custom_request_check',
  'decorator_violation',
  'decoding_error',
  'detection_engine_callback_error',
  'geo_lookup_failed',
  'https_enforced',
  'pattern_anomaly_slow_execution',
  'pattern_anomaly_timeout',
  'pattern_anomaly_statistical_anomaly',
  'redis_connection',
  'redis_error',
  'dynamic_rule_applied',
  'dynamic_rule_updated',
  'path_excluded',
  'route_unresolved',
  'pattern_detected',
  'pattern_added',
  'pattern_removed',
  'access_denied',
  'authentication_failed',
  'content_filtered',
  'emergency_mode_activated',
  'emergency_mode_block',
  'dynamic_rule_violation',
  'security_bypass',
  'security_headers_applied',
  'csp_violation',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** What happened, as the code that saw it tells it. The agent turns it into the platform's form when it sends. */
export interface SecurityEvent {
  type: EventType | (string & {});
  /** Milliseconds since the epoch; the time of recording where absent. */
  at?: number;
  /** The client's canonical address. */
  ip?: string;
  /** What was done: `request_blocked`, `logged_only` (monitor mode), `banned`, … */
  action?: string;
  reason?: string;
  country?: string;
  userAgent?: string;
  /** The request's path, without its query. */
  endpoint?: string;
  method?: string;
  /** The decorator whose rule applied, without `@`. */
  decorator?: string;
  /** The rule or check that applied. */
  rule?: string;
  /** The detector or pattern that matched; never the client's text. */
  pattern?: string;
  /** `Controller.method`, where the route is known. */
  handler?: string;
  status?: number;
  /** Seconds. */
  responseTime?: number;
  metadata?: Record<string, unknown>;
}

/** An event of your own: its type and what its metadata hold. `M` is a type alias, not an interface. */
export type CustomEvent<T extends string, M extends Record<string, unknown>> = SecurityEvent & { type: T; metadata: M };

/** The closed list of metric types of the platform. */
export const METRIC_TYPES = [
  'request_count',
  'response_time',
  'error_rate',
  'bandwidth_usage',
  'threat_level',
  'block_rate',
  'cache_hit_rate',
] as const;

export type MetricType = (typeof METRIC_TYPES)[number];

export interface Metric {
  type: MetricType;
  value: number;
  /** The route pattern, never a raw path: patterns are few, paths are not. */
  endpoint?: string;
  tags?: Record<string, string>;
  /** Milliseconds since the epoch; the time of recording where absent. */
  at?: number;
}

/** Takes events. Synchronous, in constant time, without I/O: it is called on the request path. Never throws. */
export interface EventSink {
  record(event: SecurityEvent): void;
}
