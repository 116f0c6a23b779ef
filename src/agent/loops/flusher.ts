import { type Clock, type Log } from '../../kernel/index.js';
import { backoffDelay, pause, yieldNow } from '../../kernel/timing/index.js';
import { type BatchCodec } from '../codec/batch-codec.js';
import { type Notices } from '../notices.js';
import { type OnAgentError } from '../options.js';
import { Batch } from '../queue/batch.js';
import { type Lane } from '../queue/lane.js';
import { type Outcome } from '../transport/outcome.js';
import { type Platform } from '../transport/platform.js';

const MAX_RETRY_WAIT = 60_000;
const MAX_PARTIAL_WAIT = 300_000;
/** Encoding pauses after so many items or bytes, so that it never holds the event loop for long. */
const SLICE_ITEMS = 50;
const SLICE_BYTES = 32_768;

/** What bounds one flush. */
export interface FlushBounds {
  /** Cuts waits short: the flush then ends with what it has done. */
  readonly waits: AbortSignal;
  /** Breaks calls off. */
  readonly calls: AbortSignal;
  /** Monotonic milliseconds. With it a flush waits for the gate where that ends in time. */
  readonly deadline?: number;
  /** Nothing comes after it: an open circuit is passed once, and no lane rests. */
  readonly last?: boolean;
}

export interface FlusherSettings {
  readonly flushInterval: number;
  readonly retryAttempts: number;
  readonly backoffBase: number;
}

export interface FlusherParts {
  readonly settings: FlusherSettings;
  readonly codec: BatchCodec;
  readonly platform: Platform;
  readonly clock: Clock;
  readonly notices: Notices;
  readonly log: Log;
  readonly onError?: OnAgentError;
}

/** A lane after a partial failure: how often in a row, and until when it rests. */
interface Rest {
  streak: number;
  until: number;
}

/** Sends what lies in the lanes: encodes, cuts, calls, retries, and moves each batch to where its answer says. */
export class Flusher {
  private readonly rests = new Map<AnyLane, Rest>();

  constructor(private readonly parts: FlusherParts) {}

  /** Milliseconds until this lane may send again after a partial failure. */
  private restOf(lane: AnyLane): number {
    return Math.max(0, (this.rests.get(lane)?.until ?? 0) - this.parts.clock.monotonic());
  }

  /**
   * Sends what waited in the lane when the flush began. Ends early where the platform does not take it; then the batch
   * under way stays first in the lane.
   */
  async drain(lane: AnyLane, bounds: FlushBounds): Promise<void> {
    const { notices } = this.parts;
    if (!bounds.last && this.restOf(lane) > 0) return;
    // Not even at the end: whatever is sent now is lost.
    if (this.parts.platform.keys.hold > 0) return;
    let quota = lane.ready;
    let force = bounds.last === true;
    for (;;) {
      if (lane.batches.length === 0) {
        if (quota <= 0 || lane.ready === 0) return;
        quota -= await this.pack(lane, quota);
        continue;
      }
      const outcome = await this.deliver(lane, bounds, force);
      force = false;
      switch (outcome?.kind) {
        case 'accepted':
          lane.deliver();
          this.parts.platform.keys.accept();
          this.rests.delete(lane);
          if (notices.end(`partial ${lane.kind}`)) notices.info(`The platform accepts whole batches of ${lane.kind}.`);
          notices.end(`rejected ${lane.kind}`);
          if (notices.end('decrypt')) notices.info('The platform can decrypt what it gets again.');
          break;
        case 'rejected':
          this.reject(lane, outcome.detail, outcome.wrongPair);
          if (outcome.wrongPair) return;
          break;
        case 'too-large':
          lane.split();
          break;
        case 'partial':
          return this.rest(lane, outcome.detail);
        default:
          return;
      }
    }
  }

  /** Makes the next batch. Returns how many items left the queue. */
  private async pack(lane: AnyLane, quota: number): Promise<number> {
    const batch = new Batch(this.parts.clock.now());
    lane.batches.push(batch);
    let taken = 0;
    let items = 0;
    let bytes = 0;
    while (taken < quota) {
      const size = lane.pack(batch, this.parts.codec.room);
      if (size === 0) break;
      taken += 1;
      items += 1;
      bytes += size;
      if (items >= SLICE_ITEMS || bytes >= SLICE_BYTES) {
        await yieldNow();
        items = bytes = 0;
      }
    }
    if (batch.items.length === 0) lane.batches.pop();
    return Math.max(1, taken);
  }

  /** Sends the first batch until it is decided. Undefined where the flush must end and the batch stays. */
  private async deliver(lane: AnyLane, bounds: FlushBounds, force: boolean): Promise<Outcome | undefined> {
    const { platform, settings, codec } = this.parts;
    const backoff = { base: settings.backoffBase, max: MAX_RETRY_WAIT };
    for (let retries = 0; ;) {
      const batch = lane.batches[0];
      if (!batch || bounds.calls.aborted) return undefined;
      await lane.seal(batch);
      const wait = platform.gate.admit(force);
      if (wait > 0) {
        if (!(await this.waitFor(wait, bounds))) return undefined;
        continue;
      }
      force = false;
      const outcome = await platform.post(() => codec.encode(lane.kind, batch), bounds.calls);
      if (outcome.kind === 'throttled') continue;
      if (outcome.kind !== 'failed') return outcome;
      if (retries >= settings.retryAttempts || platform.gate.circuit === 'open') return undefined;
      await pause(backoffDelay(backoff, retries), bounds.waits);
      if (bounds.waits.aborted) return undefined;
      retries += 1;
    }
  }

  /** Waits for the gate where there is a deadline and the wait ends before it. */
  private async waitFor(wait: number, { deadline, waits }: FlushBounds): Promise<boolean> {
    if (deadline === undefined || this.parts.clock.monotonic() + wait >= deadline) return false;
    await pause(wait, waits);
    return !waits.aborted;
  }

  private reject(lane: AnyLane, detail: string, decrypt = false): void {
    const { notices } = this.parts;
    const count = lane.batches[0]?.items.length ?? 0;
    const message = notices.note(detail);
    if (decrypt) {
      notices.once(
        'decrypt',
        'error',
        `The platform cannot decrypt the payload (${message}): the API key and the encryption key are not a pair. ` +
          'They are issued together and rotate together: set both anew (GUARD_API_KEY_W_ENCRYPTION, GUARD_PROJECT_ENCRYPTION_KEY). ' +
          'Until then telemetry waits, and one batch every 60 s finds out.',
      );
    } else {
      notices.once(
        `rejected ${lane.kind}`,
        'warn',
        `The platform refused ${count} ${lane.kind} for good (${message}).`,
      );
    }
    lane.reject();
    try {
      this.parts.onError?.(decrypt ? 'encryption' : 'transport_send', message, { kind: lane.kind, count });
    } catch (error) {
      this.parts.log.error(`The onError hook threw: ${notices.clean(String(error))}`);
    }
  }

  private rest(lane: AnyLane, detail: string): void {
    const { settings, notices, clock } = this.parts;
    const streak = this.rests.get(lane)?.streak ?? 0;
    const wait = Math.min(MAX_PARTIAL_WAIT, settings.flushInterval * 2 ** Math.min(streak, 30));
    this.rests.set(lane, { streak: streak + 1, until: clock.monotonic() + wait });
    const message = notices.note(detail);
    notices.once(
      `partial ${lane.kind}`,
      'warn',
      `The platform did not take a whole batch of ${lane.kind} (${message}). It is kept and sent again.`,
    );
  }
}

/** What the flusher needs of a lane, whatever it carries. */
export type AnyLane = Pick<
  Lane<never>,
  'kind' | 'batches' | 'ready' | 'pack' | 'seal' | 'deliver' | 'reject' | 'split'
>;
