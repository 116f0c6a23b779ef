export {
  type AddressBits,
  type AgentStats,
  type BeforeSend,
  GuardAgent,
  type NewKeys,
  type OnAgentError,
} from './agent/index.js';
export { GuardOptions, type GuardOptionsInput } from './config/index.js';
export { GuardModule, type GuardModuleAsyncOptions, type GuardOptionsFactory } from './guard.module.js';
export {
  CHECK_NAMES,
  type CheckName,
  type ConfigurationProblem,
  type CustomEvent,
  EVENT_TYPES,
  type EventType,
  GuardConfigurationError,
  GuardDecoratorError,
  GuardError,
  type GuardErrorCode,
  type Metric,
  METRIC_TYPES,
  type MetricType,
  type SecurityEvent,
} from './kernel/index.js';
export { type Audit, type BanPage, type BanRequest, GuardService } from './nest/guard.service.js';
export { SecurityGuard } from './nest/security.guard.js';
export { TelemetryInterceptor } from './nest/telemetry.interceptor.js';
export { SkipGuard } from './pipeline/index.js';
export {
  Detection,
  type DetectionException,
  type DetectionFields,
  type DetectionLine,
  type DetectionMode,
  type DetectionPlace,
  type DetectionReport,
  type RouteDetection,
} from './policies/attacks/index.js';
export { AllowIps, DenyIps } from './policies/ip/index.js';
export {
  type CountryLimitOptions,
  type CountryLimits,
  type LimitAlgorithm,
  type LimitCost,
  type LimitKey,
  type LimitRequest,
  type LimitWindow,
  RateLimit,
  RateLimitByCountry,
  type RouteLimit,
  type RouteLimitOptions,
  type SkippedOutcome,
} from './policies/rate-limit/index.js';
export { type CountryResolver } from './sources/geo/index.js';
export { type Ban, type BanSource } from './stores/index.js';
export { VERSION } from './version.js';
