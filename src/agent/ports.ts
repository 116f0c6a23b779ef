import { type Clock, type Log, type Metric, type SecurityEvent } from '../kernel/index.js';
import { type Spill, type SpillSettings } from '../stores/index.js';
import { type BeforeSend, type OnAgentError } from './options.js';

/** Takes out what must not leave the process. Runs at the flush, off the request path. */
export interface Redactor {
  event(event: SecurityEvent): SecurityEvent;
  metric(metric: Metric): Metric;
}

/** Metrics that are gathered elsewhere; asked at every regular flush. */
export interface MetricSource {
  /** What was gathered since the last call. */
  collect(): readonly Metric[];
}

export interface AgentDependencies {
  readonly clock: Clock;
  readonly log: Log;
  /** The version of this package. */
  readonly version: string;
  readonly redactor: Redactor;
  readonly metricSources?: readonly MetricSource[];
  /** Seconds between two fetches of the dynamic rules; undefined where they are off. */
  readonly rulesInterval?: number;
  readonly beforeSend?: BeforeSend;
  readonly onError?: OnAgentError;
  /** Makes the place in Redis where `agent.durability` is redis; undefined where there is no Redis. */
  readonly spill?: (settings: SpillSettings) => Spill;
  /** Resolves when nothing is under way that records events; waited for before what is left is sent. Never rejects. */
  readonly settled?: () => Promise<unknown>;
  /** The folder that holds `.guard-agent`; the user's home where absent. */
  readonly home?: () => string;
}
