import { type Metric, type SecurityEvent } from '../kernel/index.js';
import { Alarm, DeadlineExceededError, Loop, withDeadline } from '../kernel/timing/index.js';
import { EncryptedCodec, PlainCodec } from './codec/batch-codec.js';
import { encodeEvent, encodeMetric } from './codec/wire.js';
import { Doctor, type Vitals } from './health.js';
import { Flusher } from './loops/flusher.js';
import { RulesClient } from './loops/rules-client.js';
import { StatusReporter } from './loops/status-reporter.js';
import { Notices } from './notices.js';
import { type AgentDependencies } from './ports.js';
import { Entry, weighEvent, weighMetric } from './queue/entry.js';
import { Lane } from './queue/lane.js';
import { UuidSource } from './queue/uuid.js';
import { type AgentSettings } from './settings.js';
import { type AgentState, type AgentStats, DROP_REASONS, type DropReason, type FlushReport } from './stats.js';
import { loadInstallId } from './transport/install-id.js';
import { Platform } from './transport/platform.js';

/** Milliseconds between two flushes that a full buffer starts: together with the rest this stays below 100 calls a minute. */
const MIN_GAP = 1_000;
/** Milliseconds that the second flush of a shutdown has at least. */
const MIN_LAST_FLUSH = 1_000;

/** A running agent: the lanes, the loops that empty them, and the end of it all. */
export class Engine {
  readonly rules: RulesClient | undefined;
  private readonly notices: Notices;
  private readonly platform: Platform;
  private readonly events: Lane<SecurityEvent>;
  private readonly metrics: Lane<Metric>;
  private readonly flusher: Flusher;
  private readonly doctor: Doctor;
  private readonly statusReporter: StatusReporter;
  private readonly loop: Loop;
  private readonly uuids = new UuidSource();
  private readonly wakeUp = new Alarm();
  private readonly dropsReported: Record<DropReason, number>;
  private installId: Promise<string> | undefined;
  private phase: 'new' | 'running' | 'closing' | 'stopped' = 'new';
  private waking = false;
  /** The flush under way, or the last one. */
  private turn: Promise<void> = Promise.resolve();
  private queued = 0;
  private waits = new AbortController();
  private calls = new AbortController();
  private flushStarted = -Infinity;
  private collected = -Infinity;
  private lastFlush: number | undefined;
  private closingTime = 0;

  constructor(
    private readonly settings: AgentSettings,
    private readonly deps: AgentDependencies,
  ) {
    const { clock, log, version, redactor } = deps;
    const secrets = [settings.apiKey, settings.signingSecret ?? ''].filter((secret) => secret !== '');
    const notices = (this.notices = new Notices(log, secrets));
    this.platform = new Platform(settings, version, () => this.loadInstallId(), clock, notices);
    this.events = new Lane('events', ({ key, at, item }) => encodeEvent(key, at, redactor.event(item)), settings);
    this.metrics = new Lane('metrics', ({ at, item }) => encodeMetric(at, redactor.metric(item)), settings);
    this.dropsReported = { ...this.events.droppedBy };
    const codec = settings.encryptionKey
      ? new EncryptedCodec(settings.encryptionKey, version)
      : new PlainCodec(settings.projectId, version);
    const { platform } = this;
    this.flusher = new Flusher({ settings, codec, platform, clock, notices, log, onError: deps.onError });
    this.doctor = new Doctor(settings, platform.gate, clock);
    this.statusReporter = new StatusReporter(settings.statusInterval, platform, this.doctor, notices, () =>
      this.vitals(),
    );
    this.loop = new Loop({
      interval: () => this.nextFlush(),
      run: () => this.regularFlush(),
      onError: (error) => log.error(`A flush failed: ${notices.note(String(error))}`),
    });
    if (deps.rulesInterval !== undefined) {
      const rules = { interval: deps.rulesInterval * 1000, backoffBase: settings.backoffBase };
      this.rules = new RulesClient(rules, platform, notices, log);
    }
  }

  start(): void {
    if (this.phase !== 'new') return;
    this.phase = 'running';
    this.loop.start();
    this.statusReporter.start();
    this.rules?.start();
  }

  record(event: SecurityEvent): void {
    if (!this.settings.events) return;
    if (this.phase === 'stopped') return this.events.refuse();
    this.events.record(new Entry(this.uuids.next(), event.at ?? this.deps.clock.now(), event, weighEvent(event)));
    if (this.events.size >= this.settings.bufferSize) this.wake();
  }

  metric(metric: Metric): void {
    if (!this.settings.metrics) return;
    if (this.phase === 'stopped') return this.metrics.refuse();
    this.metrics.record(new Entry('', metric.at ?? this.deps.clock.now(), metric, weighMetric(metric)));
    if (this.metrics.size >= this.settings.bufferSize) this.wake();
  }

  /** Sends what was recorded before the call, as far as that goes within `timeout` milliseconds. */
  async flush(timeout: number, last = false): Promise<FlushReport> {
    const before = this.vitals();
    const waits = this.hurry();
    const deadline = this.deps.clock.monotonic() + timeout;
    const work = this.enqueue(() => this.run({ waits: waits.signal, calls: this.calls.signal, deadline, last }, true));
    try {
      await withDeadline(work, timeout);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
      waits.abort();
      if (last) {
        this.calls.abort();
        await work;
      }
    }
    return this.reportSince(before);
  }

  /** Stops the loops and sends what is there. Recording goes on: the server may still be finishing requests. */
  async close(): Promise<void> {
    if (this.phase === 'stopped') return;
    this.phase = 'closing';
    this.wakeUp.clear();
    const started = this.deps.clock.monotonic();
    const loops = Promise.all([this.loop.stop(), this.statusReporter.stop(), this.rules?.stop() ?? Promise.resolve()]);
    await this.flush(Math.max(MIN_LAST_FLUSH, this.settings.shutdownTimeout - this.closingTime), true);
    await loops;
    this.calls = new AbortController();
    this.closingTime += this.deps.clock.monotonic() - started;
  }

  /** Sends what came since `close`, then lets go of everything. */
  async stop(): Promise<void> {
    if (this.phase === 'stopped') return;
    await this.close();
    this.phase = 'stopped';
    this.platform.close();
    const { events, metrics } = this.vitals();
    if (events.pending + metrics.pending > 0) {
      const reason = this.notices.lastError ?? 'no time was left';
      this.deps.log.warn(
        `Telemetry was not delivered: ${events.pending} events and ${metrics.pending} metrics are lost with this process (${reason}).`,
      );
    }
  }

  state(): AgentState {
    if (this.phase === 'stopped') return 'stopped';
    const { accepted, partial, rejected } = this.platform.calls;
    const answered = accepted + partial + rejected + this.platform.calls['too-large'] > 0;
    const health = this.doctor.judge(this.vitals());
    return answered || health === 'failed' || this.platform.gate.circuit !== 'closed' ? health : 'starting';
  }

  stats(): AgentStats {
    return {
      state: this.state(),
      ...this.vitals(),
      droppedBy: this.drops(),
      lastError: this.notices.lastError,
      circuit: this.platform.gate.circuit,
      calls: { ...this.platform.calls },
    };
  }

  private vitals(): Vitals {
    return { events: this.events.balance, metrics: this.metrics.balance, lastFlush: this.lastFlush };
  }

  /** A buffer is full: flush soon, but not while the last flush still stands before a closed door. */
  private wake(): void {
    if (this.waking || this.phase !== 'running') return;
    if (this.events.batches.length > 0 || this.metrics.batches.length > 0) return;
    this.waking = true;
    this.wakeUp.set(this.flushStarted + MIN_GAP - this.deps.clock.monotonic(), () => {
      this.waking = false;
      void this.loop.runNow();
    });
  }

  /** Cuts the waits of a flush under way short and gives the next one its own. */
  private hurry(): AbortController {
    this.waits.abort();
    this.waits = new AbortController();
    return this.waits;
  }

  private async regularFlush(): Promise<void> {
    if (this.queued > 0) return this.turn;
    const due = this.deps.clock.monotonic() - this.collected >= 0.9 * this.settings.flushInterval;
    const bounds = { waits: this.hurry().signal, calls: this.calls.signal };
    await this.enqueue(() => this.run(bounds, due));
  }

  /** One flush at a time, in the order in which they were asked for. */
  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queued += 1;
    const turn = this.turn.then(work).finally(() => (this.queued -= 1));
    // A failure belongs to who asked for this flush; the next one starts all the same.
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async run(bounds: Parameters<Flusher['drain']>[1], collect: boolean): Promise<void> {
    this.flushStarted = this.deps.clock.monotonic();
    try {
      if (collect) this.collect();
      await this.flusher.drain(this.events, bounds);
      await this.flusher.drain(this.metrics, bounds);
    } finally {
      this.lastFlush = this.deps.clock.now();
      this.reportDrops();
    }
  }

  private collect(): void {
    this.collected = this.flushStarted;
    if (!this.settings.metrics) return;
    const now = this.deps.clock.now();
    for (const source of this.deps.metricSources ?? []) {
      for (const metric of source.collect()) {
        this.metrics.record(new Entry('', metric.at ?? now, metric, weighMetric(metric)));
      }
    }
  }

  /** Milliseconds until the next flush is of use. */
  private nextFlush(): number {
    const { flushInterval } = this.settings;
    const left = this.events.batches.length + this.metrics.batches.length > 0;
    return left && this.platform.gate.wait > 0 ? Math.min(flushInterval, this.platform.gate.wait) : flushInterval;
  }

  private drops(): Record<DropReason, number> {
    const sums = { ...this.events.droppedBy };
    for (const reason of DROP_REASONS) sums[reason] += this.metrics.droppedBy[reason];
    return sums;
  }

  private reportDrops(): void {
    const drops = this.drops();
    const news = DROP_REASONS.filter((reason) => drops[reason] > this.dropsReported[reason]).map(
      (reason) => `${drops[reason] - this.dropsReported[reason]} ${reason}`,
    );
    if (news.length === 0) return;
    Object.assign(this.dropsReported, drops);
    this.deps.log.warn(`Telemetry was dropped since the last flush: ${news.join(', ')}.`);
  }

  private reportSince(before: Vitals): FlushReport {
    const now = this.vitals();
    const grown = (key: 'delivered' | 'rejected' | 'dropped'): number =>
      now.events[key] + now.metrics[key] - before.events[key] - before.metrics[key];
    const pending = now.events.pending + now.metrics.pending;
    return {
      delivered: grown('delivered'),
      rejected: grown('rejected'),
      dropped: grown('dropped'),
      pending,
      ...(pending > 0 && this.notices.lastError ? { reason: this.notices.lastError } : {}),
    };
  }

  private loadInstallId(): Promise<string> {
    const { installId } = this.settings;
    this.installId ??= installId ? Promise.resolve(installId) : loadInstallId(this.deps.log, this.deps.home);
    return this.installId;
  }
}
