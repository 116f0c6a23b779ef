import { Loop } from '../../kernel/timing/index.js';
import { type Doctor, type Vitals } from '../health.js';
import { type Notices } from '../notices.js';
import { type Platform } from '../transport/platform.js';

/**
 * Milliseconds after the start, at least and at most: the first report can speak of the first flush of a busy
 * application, and applications that were deployed in one moment do not report in one moment ever after.
 */
const FIRST = [1_000, 2_000] as const;

/** Tells the platform at the interval how the agent is doing. A report that does not arrive is not repeated. */
export class StatusReporter {
  private readonly loop: Loop;

  constructor(
    interval: number,
    private readonly platform: Platform,
    private readonly doctor: Doctor,
    private readonly notices: Notices,
    private readonly vitals: () => Vitals,
  ) {
    this.loop = new Loop({
      interval: () => interval,
      run: (signal) => this.report(signal),
      onError: (error) => notices.warn(`The status report failed: ${notices.note(String(error))}`),
    });
  }

  start(): void {
    const [least, most] = FIRST;
    this.loop.start(least + (most - least) * Math.random());
  }

  stop(): Promise<void> {
    return this.loop.stop();
  }

  private async report(signal: AbortSignal): Promise<void> {
    if (this.platform.gate.admit() > 0) return;
    const vitals = this.vitals();
    const json = this.doctor.report(vitals, this.notices.recentErrors);
    const outcome = await this.platform.post(() => ({ call: 'status', json }), signal);
    if (outcome.kind === 'accepted') {
      this.doctor.reported(vitals);
      this.notices.forgetRecent();
    } else if ('detail' in outcome) {
      this.notices.note(outcome.detail);
    }
  }
}
