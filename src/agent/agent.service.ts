import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { type EventSink, type Metric, type SecurityEvent } from '../kernel/index.js';
import { Engine } from './engine.js';
import { type NewKeys, newKeyPair } from './keys.js';
import { ExitFlush } from './loops/exit-flush.js';
import { type RulesListener } from './loops/rules-client.js';
import { type AgentDependencies } from './ports.js';
import { type AgentSettings } from './settings.js';
import {
  type AgentState,
  type AgentStats,
  type Balance,
  DROP_REASONS,
  type DropReason,
  type FlushReport,
} from './stats.js';

const NOTHING: Balance = { recorded: 0, delivered: 0, rejected: 0, dropped: 0, pending: 0 };

/**
 * Ships security events and metrics to the Guard platform. Without settings it is off and costs nothing: no timer, no
 * connection, no memory.
 *
 * Recording never waits: events are held in a bounded queue and sent by flushes in the background. An event must not
 * be changed after it was recorded.
 */
@Injectable()
export class GuardAgent implements EventSink, OnModuleInit, BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly engine: Engine | undefined;
  private readonly exitFlush: ExitFlush | undefined;
  private closing: Promise<void> | undefined;
  private stopping: Promise<void> | undefined;

  constructor(
    private readonly settings: AgentSettings | undefined,
    private readonly dependencies: AgentDependencies,
  ) {
    this.engine = settings && new Engine(settings, dependencies);
    this.exitFlush = settings && this.engine && new ExitFlush(this.engine, settings.shutdownTimeout);
  }

  /**
   * Records an event: synchronous, in constant time, without I/O. Never throws. `record<MyEvent>(…)` has a `CustomEvent`
   * checked by the compiler.
   */
  record<E extends SecurityEvent = SecurityEvent>(event: NoInfer<E>): void {
    this.engine?.record(event);
  }

  /** Records one metric. The same cost as an event. */
  metric(metric: Metric): void {
    this.engine?.metric(metric);
  }

  /**
   * Sends what was recorded before the call. Resolves when that is done, when the platform does not take it, or after
   * `timeout` seconds (default: `agent.timeout`); the report says what is left. Never rejects because of the platform.
   */
  async flush({ timeout }: { timeout?: number } = {}): Promise<FlushReport> {
    if (!this.engine || !this.settings) return { delivered: 0, rejected: 0, dropped: 0, pending: 0 };
    return this.engine.flush(timeout === undefined ? this.settings.timeout : timeout * 1000);
  }

  /**
   * From now on telemetry is sent with these keys: a rotation without a restart. What waits, the batch under way too, is
   * sent under the ids that it has. Where the platform refuses them, it gets the ones used until now. Nothing where the
   * agent is off.
   *
   * @throws GuardConfigurationError where a key is malformed, or where they would turn encryption on or off
   */
  useKeys(keys: NewKeys): void {
    if (!this.engine || !this.settings) return;
    this.engine.useKeys(newKeyPair(keys, this.settings.keys.encryptionKey !== undefined));
  }

  status(): AgentState {
    return this.engine?.state() ?? 'off';
  }

  stats(): AgentStats {
    return this.engine?.stats() ?? OFF;
  }

  /** Registers a taker of dynamic rules. It gets each answer of the platform as it came, the last one at once. */
  onRules(listener: RulesListener): void {
    this.engine?.rules?.onRules(listener);
  }

  /**
   * Resolves when the first fetch of rules has ended and its takers have run, or after `deadline` milliseconds; at once
   * where rules are off. Call it after `onModuleInit`.
   */
  async firstRules(deadline: number): Promise<void> {
    await this.engine?.rules?.firstRules(deadline);
  }

  /** Starts the loops. Does not wait for the platform. */
  onModuleInit(): void {
    this.engine?.start();
    this.exitFlush?.start();
  }

  /** Flushes within `agent.shutdownTimeout`, while the server may still finish requests. */
  beforeApplicationShutdown(): Promise<void> {
    this.exitFlush?.stop();
    this.closing ??= this.engine?.close() ?? Promise.resolve();
    return this.closing;
  }

  /** Flushes what came since, lets go of everything and logs what could not be delivered. */
  onApplicationShutdown(): Promise<void> {
    this.stopping ??= this.stop();
    return this.stopping;
  }

  private async stop(): Promise<void> {
    await this.beforeApplicationShutdown();
    await this.dependencies.settled?.();
    await this.engine?.stop();
  }
}

const OFF: AgentStats = {
  state: 'off',
  events: NOTHING,
  metrics: NOTHING,
  places: { queued: 0, underWay: 0, spilled: 0 },
  droppedBy: Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0])) as Record<DropReason, number>,
  circuit: 'closed',
  wrongPair: false,
  calls: { accepted: 0, partial: 0, 'too-large': 0, rejected: 0, credentials: 0, throttled: 0, failed: 0, aborted: 0 },
};
