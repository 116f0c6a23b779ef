export { type Address } from './address.js';
export { type Check, type RouteMetadata, type Step, type StepResult } from './check.js';
export { CHECK_NAMES, type CheckName } from './check-name.js';
export { type Clock, systemClock } from './clock.js';
export {
  type ConfigurationProblem,
  GuardConfigurationError,
  GuardDecoratorError,
  GuardError,
  type GuardErrorCode,
  StoreUnavailableError,
} from './errors.js';
export {
  type CustomEvent,
  EVENT_TYPES,
  type EventSink,
  type EventType,
  METRIC_TYPES,
  type Metric,
  type MetricType,
  type SecurityEvent,
} from './event.js';
export { type Client, Exchange, normalisePath } from './exchange.js';
export { type Log, printable, silentLog } from './log.js';
export {
  asBoolean,
  asJson,
  asList,
  asNumber,
  type EnvironmentParser,
  isFromFile,
  Option,
  type OptionDescriptor,
  optionsOf,
  type OptionsClass,
  type OptionSpec,
  variablesOf,
} from './option.js';
export { compilePatterns, isPattern, type TextMatcher } from './pattern.js';
export { type RuleSet } from './rule-set.js';
export { type Verdict } from './verdict.js';
