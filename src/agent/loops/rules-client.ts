import { type Log } from '../../kernel/index.js';
import { backoffDelay, DeadlineExceededError, Loop, withDeadline } from '../../kernel/timing/index.js';
import { type Notices } from '../notices.js';
import { type Platform } from '../transport/platform.js';

/** Takes the raw answer of the platform. It is input from a network: the taker validates it. */
export type RulesListener = (raw: unknown) => void | Promise<void>;

export interface RulesClientSettings {
  /** Milliseconds between two fetches. */
  readonly interval: number;
  /** Milliseconds before a failed fetch is tried again; doubles with each, never above the interval. */
  readonly backoffBase: number;
}

/** Fetches the dynamic rules, at start and then at the interval, and hands them on unread. */
export class RulesClient {
  private readonly listeners: RulesListener[] = [];
  private readonly loop: Loop;
  private failures = 0;
  private latest: unknown;
  private firstDone: () => void = () => undefined;
  private readonly first = new Promise<void>((resolve) => (this.firstDone = resolve));

  constructor(
    private readonly settings: RulesClientSettings,
    private readonly platform: Platform,
    private readonly notices: Notices,
    private readonly log: Log,
  ) {
    this.loop = new Loop({
      interval: () => this.nextDelay(),
      run: (signal) => this.poll(signal),
      onError: (error) => this.log.error(`Fetching rules failed: ${this.notices.clean(String(error))}`),
    });
  }

  /** Registers a taker; it gets the last answer at once where there is one already. */
  onRules(listener: RulesListener): void {
    this.listeners.push(listener);
    if (this.latest !== undefined) void this.hand(listener, this.latest);
  }

  start(): void {
    void this.loop.runNow();
  }

  /** Ends the loop and breaks off a fetch under way; does not wait for the takers. */
  stop(): void {
    void this.loop.stop();
    this.firstDone();
  }

  /** Resolves when the first fetch has ended, well or not, and its takers have run; at the latest after `deadline` ms. */
  async firstRules(deadline: number): Promise<void> {
    try {
      await withDeadline(this.first, deadline);
    } catch (error) {
      if (!(error instanceof DeadlineExceededError)) throw error;
    }
  }

  /** Asks once. The parsed JSON of the answer; undefined where there was none or the circuit is open. */
  async fetch(signal?: AbortSignal): Promise<unknown> {
    if (this.platform.gate.admit() > 0) return undefined;
    const outcome = await this.platform.get('rules', signal);
    if (outcome.kind === 'accepted') {
      if (this.notices.end('rules')) this.notices.info('The platform answers with rules again.');
      return outcome.json;
    }
    if ('detail' in outcome) {
      const message = this.notices.note(outcome.detail);
      this.notices.once('rules', 'warn', `No dynamic rules from the platform (${message}). The rules in force stay.`);
    }
    return undefined;
  }

  private async poll(signal: AbortSignal): Promise<void> {
    try {
      const raw = await this.fetch(signal);
      this.failures = raw === undefined ? this.failures + 1 : 0;
      if (raw === undefined || signal.aborted) return;
      this.latest = raw;
      for (const listener of this.listeners) await this.hand(listener, raw);
    } finally {
      this.firstDone();
    }
  }

  private async hand(listener: RulesListener, raw: unknown): Promise<void> {
    try {
      await listener(raw);
    } catch (error) {
      this.log.error(`Applying rules failed: ${this.notices.clean(String(error))}`);
    }
  }

  private nextDelay(): number {
    const { interval, backoffBase } = this.settings;
    if (this.failures === 0) return interval;
    return Math.max(this.platform.gate.wait, backoffDelay({ base: backoffBase, max: interval }, this.failures - 1));
  }
}
