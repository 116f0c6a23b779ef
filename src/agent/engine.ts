import { type Metric, type SecurityEvent } from '../kernel/index.js';
import { Alarm, DeadlineExceededError, Loop, withDeadline } from '../kernel/timing/index.js';
import { EncryptedCodec, PlainCodec } from './codec/batch-codec.js';
import { Doctor, type Vitals } from './health.js';
import { type FlushBounds, Flusher } from './loops/flusher.js';
import { Keeper } from './loops/keeper.js';
import { RulesClient } from './loops/rules-client.js';
import { StatusReporter } from './loops/status-reporter.js';
import { Turns } from './loops/turns.js';
import { Notices } from './notices.js';
import { type AgentDependencies } from './ports.js';
import { Lanes } from './queue/lanes.js';
import { Outgoing } from './queue/outgoing.js';
import { type AgentSettings } from './settings.js';
import { spillFor } from './spill-for.js';
import { type AgentState, type AgentStats, type FlushReport } from './stats.js';
import { isCleartext } from './transport/endpoint.js';
import { loadInstallId } from './transport/install-id.js';
import { type KeyPair, Keyring } from './transport/keyring.js';
import { Platform } from './transport/platform.js';

/** Milliseconds between two flushes that a full buffer starts: together with the rest that stays below 100 calls a minute. */
const MIN_GAP = 1_000;
/** Milliseconds that the second flush of a shutdown has, where the first has used up the time. */
const SECOND_FLUSH = 1_000;

/** A running agent: what waits in the lanes, the loops that empty them, and the end of it all. */
export class Engine {
  readonly rules: RulesClient | undefined;
  private readonly keys: Keyring;
  private readonly notices: Notices;
  private readonly lanes: Lanes;
  private readonly platform: Platform;
  private readonly flusher: Flusher;
  private readonly keeper: Keeper | undefined;
  private readonly doctor: Doctor;
  private readonly statusReporter: StatusReporter;
  private readonly loop: Loop;
  private readonly turns = new Turns();
  private readonly wakeUp = new Alarm();
  private phase: 'new' | 'running' | 'closing' | 'stopped' = 'new';
  private waking = false;
  /** Cuts the waits of the flush under way. */
  private waits = new AbortController();
  /** Breaks off the call under way. */
  private calls = new AbortController();
  private flushStarted = -Infinity;
  private collected = -Infinity;
  private lastFlush: number | undefined;
  private timeClosing = 0;

  constructor(
    private readonly settings: AgentSettings,
    private readonly deps: AgentDependencies,
  ) {
    const { clock, log, version, redactor, home, beforeSend, onError } = deps;
    const secrets = (): string[] => [...this.keys.secrets, ...(settings.signingSecret ? [settings.signingSecret] : [])];
    const notices = (this.notices = new Notices(log, secrets));
    const keys = (this.keys = new Keyring(settings.keys, settings.nextKeys, clock, notices));
    let installId = settings.installId === undefined ? undefined : Promise.resolve(settings.installId);
    const identify = (): Promise<string> => (installId ??= loadInstallId(log, home));
    const platform = (this.platform = new Platform(settings, version, identify, clock, notices, keys));
    const codec = settings.keys.encryptionKey
      ? new EncryptedCodec(() => keys.active.encryptionKey as Buffer, version)
      : new PlainCodec(settings.projectId, version);
    const spill = spillFor(settings, deps);
    this.lanes = new Lanes(settings, new Outgoing(redactor, notices, beforeSend), clock, spill);
    this.keeper = spill && new Keeper(spill, this.lanes, clock, codec.room);
    this.flusher = new Flusher({ settings, codec, platform, clock, notices, log, onError });
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
    if (isCleartext(this.settings.endpoint)) {
      this.deps.log.warn(
        'agent.endpoint is http: the API key travels in clear text. Use https outside a trusted network.',
      );
    }
    // Applications that were deployed in one moment do not flush in one moment ever after.
    this.loop.start(this.settings.flushInterval * (1 - Math.random() / 2));
    void this.openSpill();
    this.statusReporter.start();
    this.rules?.start();
  }

  record(event: SecurityEvent): void {
    if (!this.settings.events) return;
    if (this.phase === 'stopped') return this.lanes.events.refuse('stopped');
    this.lanes.event(event);
    this.keeper?.notify();
    if (this.lanes.events.size >= this.settings.bufferSize) this.wake();
  }

  metric(metric: Metric): void {
    if (!this.settings.metrics) return;
    if (this.phase === 'stopped') return this.lanes.metrics.refuse('stopped');
    this.lanes.metric(metric);
    this.keeper?.notify();
    if (this.lanes.metrics.size >= this.settings.bufferSize) this.wake();
  }

  /**
   * Sends what was recorded before the call, as far as that goes within `timeout` milliseconds. With `last` the call
   * under way is broken off then, so that nothing holds the process.
   */
  async flush(timeout: number, last = false): Promise<FlushReport> {
    const before = this.vitals();
    if (this.phase === 'stopped') return this.reportSince(before);
    const waits = this.hurry();
    const deadline = this.deps.clock.monotonic() + timeout;
    const work = this.turns.take(() =>
      this.run({ waits: waits.signal, calls: this.calls.signal, deadline, last }, true),
    );
    let late: string | undefined;
    try {
      await withDeadline(work, timeout);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
      late = `the flush was given ${timeout / 1000} s`;
      waits.abort();
      if (last) {
        this.calls.abort();
        await work;
        this.calls = new AbortController();
      }
    }
    return this.reportSince(before, late);
  }

  /** Items that wait. */
  get pending(): number {
    return this.lanes.events.balance.pending + this.lanes.metrics.balance.pending;
  }

  /** What waits is sent with these keys, at once where the platform had refused the others. */
  useKeys(keys: KeyPair): void {
    this.keys.use(keys);
    this.platform.gate.forgive();
    if (this.phase === 'running') void this.loop.runNow();
  }

  /** Stops the loops and sends what is there. Recording goes on: the server may still be finishing requests. */
  async close(): Promise<void> {
    if (this.phase === 'stopped') return;
    this.phase = 'closing';
    this.wakeUp.clear();
    const { shutdownTimeout } = this.settings;
    const started = this.deps.clock.monotonic();
    // Not awaited: their calls are broken off, and a taker of rules that hangs must not hold the process.
    void this.loop.stop();
    void this.statusReporter.stop();
    this.rules?.stop();
    await this.flush(Math.max(Math.min(SECOND_FLUSH, shutdownTimeout), shutdownTimeout - this.timeClosing), true);
    this.timeClosing += this.deps.clock.monotonic() - started;
  }

  /** Sends what came since `close`, then lets go of everything. */
  async stop(): Promise<void> {
    if (this.phase === 'stopped') return;
    await this.close();
    this.phase = 'stopped';
    this.platform.close();
    await this.keeper?.close();
    this.sayWhatIsLeft();
  }

  state(): AgentState {
    if (this.phase === 'stopped') return 'stopped';
    const { calls, gate } = this.platform;
    const answered = calls.accepted + calls.partial + calls.rejected + calls['too-large'] > 0;
    if (!answered && !gate.refused && gate.circuit === 'closed') return 'starting';
    return this.doctor.judge(this.vitals());
  }

  stats(): AgentStats {
    return {
      state: this.state(),
      ...this.vitals(),
      places: this.lanes.places,
      wrongPair: this.keys.wrongPair,
      keys: this.keys.active.source,
      spill: this.keeper?.health,
      droppedBy: this.lanes.drops(),
      lastError: this.notices.lastError,
      circuit: this.platform.gate.circuit,
      calls: { ...this.platform.calls },
    };
  }

  /** Logs what is not delivered, and where it is, at the end of the process. */
  sayWhatIsLeft(): void {
    const { events, metrics } = this.vitals();
    const pending = events.pending + metrics.pending;
    if (pending === 0) return;
    const what = `${events.pending} events and ${metrics.pending} metrics`;
    const lost = this.keeper?.health.lastError === undefined ? this.lanes.mortal : pending;
    const where = !this.keeper
      ? 'are lost with this process'
      : `wait in ${this.settings.spillDirectory === undefined ? 'Redis' : 'agent.spillDirectory'} for another one, but for ${lost} that are lost`;
    const reason = this.notices.lastError ?? 'no time was left';
    this.deps.log.warn(`Telemetry was not delivered: ${what} ${where} (${reason}).`);
  }

  /** What another process left is sent soon, and not only at the next interval. */
  private async openSpill(): Promise<void> {
    await this.keeper?.open();
    if (this.keeper && this.keeper.health.bytes > 0) this.wake();
  }

  private vitals(): Vitals {
    return { ...this.lanes.balances, lastFlush: this.lastFlush, wrongPair: this.keys.wrongPair };
  }

  /** A buffer is full: flush soon, but not while the last flush still stands before a closed door. */
  private wake(): void {
    if (this.waking || this.phase !== 'running' || this.lanes.stuck || this.keys.hold > 0) return;
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
    if (this.turns.busy) return this.turns.settled;
    const due = this.deps.clock.monotonic() - this.collected >= 0.9 * this.settings.flushInterval;
    const bounds = { waits: this.hurry().signal, calls: this.calls.signal };
    await this.turns.take(() => this.run(bounds, due));
  }

  private async run(bounds: FlushBounds, collect: boolean): Promise<void> {
    this.flushStarted = this.deps.clock.monotonic();
    try {
      if (collect) this.collect();
      await this.keeper?.settled();
      do {
        await this.flusher.drain(this.lanes.events, bounds);
        await this.flusher.drain(this.lanes.metrics, bounds);
      } while (!this.lanes.stuck && !bounds.waits.aborted && (await this.keeper?.recall()));
    } finally {
      this.lastFlush = this.deps.clock.now();
      const drops = this.lanes.newDrops();
      if (drops) this.deps.log.warn(`Telemetry was dropped since the last flush: ${drops}.`);
    }
  }

  private collect(): void {
    this.collected = this.flushStarted;
    if (!this.settings.metrics) return;
    for (const source of this.deps.metricSources ?? []) {
      for (const metric of source.collect()) this.lanes.metric(metric);
    }
  }

  /** Milliseconds until the next flush is of use. */
  private nextFlush(): number {
    const { flushInterval } = this.settings;
    const { wait } = this.platform.gate;
    return this.lanes.stuck && wait > 0 ? Math.min(flushInterval, wait) : flushInterval;
  }

  private reportSince(before: Vitals, late?: string): FlushReport {
    const now = this.vitals();
    const grown = (key: 'delivered' | 'rejected' | 'dropped'): number =>
      now.events[key] + now.metrics[key] - before.events[key] - before.metrics[key];
    const pending = now.events.pending + now.metrics.pending;
    const reason = (this.lanes.stuck || now.wrongPair ? this.notices.lastError : undefined) ?? late;
    return {
      delivered: grown('delivered'),
      rejected: grown('rejected'),
      dropped: grown('dropped'),
      pending,
      ...(pending > 0 && reason !== undefined && { reason }),
    };
  }
}
