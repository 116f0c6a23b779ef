import { type Clock } from '../../kernel/index.js';
import { type Notices } from '../notices.js';

/** Keys that are issued together and rotate together. */
export interface KeyPair {
  readonly apiKey: string;
  /** Undefined where telemetry is sent in plain. */
  readonly encryptionKey?: Buffer;
  /** Where the keys came from, for advice in the log. */
  readonly source: string;
}

/** Milliseconds between two batches that are sent, and lost, to find out whether the keys have become a pair. */
const PAIR_PROBE = 60_000;

/**
 * The keys in use, and those that take their place when the platform refuses them. Both directions are tried, so that
 * it does not matter when the platform switches; where it refuses both, each probe asks with the other.
 */
export class Keyring {
  private readonly refused = new Set<KeyPair>();
  private heldUntil = -Infinity;
  /** True while the platform's last word was that it cannot decrypt what it gets. */
  wrongPair = false;

  constructor(
    private pair: KeyPair,
    private other: KeyPair | undefined,
    private readonly clock: Clock,
    private readonly notices: Notices,
  ) {}

  get active(): KeyPair {
    return this.pair;
  }

  /** All that may be tried, in words. */
  get sources(): string {
    return [this.pair, this.other].flatMap((pair) => pair?.source ?? []).join(' and ');
  }

  get secrets(): string[] {
    return [this.pair, this.other].flatMap((pair) => pair?.apiKey ?? []);
  }

  /** Milliseconds for which no batch is to be sent, as the platform could not decrypt the last one. */
  get hold(): number {
    return Math.max(0, this.heldUntil - this.clock.monotonic());
  }

  /** The platform has refused a call with these keys. True where others are in use now that it has not refused yet. */
  refuse(pair: KeyPair, why: 'credentials' | 'pair'): boolean {
    this.refused.add(pair);
    const current = pair === this.pair;
    if (current && this.other) [this.pair, this.other] = [this.other, this.pair];
    if (!this.refused.has(this.pair)) {
      if (current) this.notices.warn(`The platform refuses ${pair.source}: it gets ${this.pair.source} from now on.`);
      return true;
    }
    if (why === 'pair') {
      this.wrongPair = true;
      this.heldUntil = this.clock.monotonic() + PAIR_PROBE;
    }
    return false;
  }

  /** The platform has taken a batch with the keys in use. When it refuses them, the others are worth a try again. */
  accept(): void {
    this.refused.clear();
    this.wrongPair = false;
    this.heldUntil = -Infinity;
  }

  /** From now on these keys; those in use until now are tried where the platform refuses them. */
  use(pair: KeyPair): void {
    this.other = this.pair;
    this.pair = pair;
    this.refused.clear();
    this.wrongPair = false;
    this.heldUntil = -Infinity;
  }
}
