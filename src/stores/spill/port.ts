/** Names a kept text to the spill that keeps it. Means nothing to anybody else. */
export type Handle = object;

/** A text that nobody holds in memory, brought back. */
export interface Recalled {
  readonly text: string;
  readonly handle: Handle;
  /** True where this instance has deposited it; false where another left it. */
  readonly own: boolean;
  /** True where it is older than the spill keeps texts: it is for counting only, and then to be removed. */
  readonly expired: boolean;
}

/** Signs of life that an instance gives within `takeOverAfter`. */
export const BEATS = 6;

export interface SpillSettings {
  /** The most bytes that are kept: by one process in files, by all instances together in Redis. */
  readonly maxBytes: number;
  /** Milliseconds after which a text that nobody holds is expired. */
  readonly maxAge: number;
  /** Milliseconds without a sign of life after which an instance counts as dead. */
  readonly takeOverAfter: number;
}

export interface SpillHealth {
  readonly kind: 'file' | 'redis';
  /** False where nothing can be kept now, and memory is all there is. */
  readonly working: boolean;
  /** Texts that are not written yet: they would be lost with the process. */
  readonly unwritten: number;
  /** Bytes that are kept: by this process in files, by all instances together in Redis. */
  readonly bytes: number;
  /** The last error; undefined where there was none. */
  readonly lastError?: string;
}

/**
 * Keeps texts outside the memory of the process. What a dead instance left is handed to one that lives; what one that
 * lives keeps is never handed to another. A text is kept until it is removed.
 *
 * Taking a text in and removing it are synchronous; both are written right after, everything of one turn of the event
 * loop together. A text that was written before another was removed is never lost with it.
 */
export interface Spill {
  /** Makes the place ready. Never rejects: a place that does not work is tried again, and `health` says why. */
  open(): Promise<void>;
  /**
   * Keeps a copy of a text that the caller holds too. Undefined where it is not taken: no room, or out of order.
   *
   * With `instead` it takes the place of others: whenever the process dies, either they come back or it does. Then it is
   * taken beyond the bound too, as the others go.
   */
  append(text: string, instead?: readonly Handle[]): Handle | undefined;
  /** Keeps a text that the caller lets go of: `recall` brings it back. False where it is not taken. */
  deposit(text: string): boolean;
  remove(handle: Handle): void;
  /** False where a text was taken, and is not kept any more: another instance took over, or the place has lost it. */
  holds(handle: Handle): boolean;
  /**
   * Some of the texts that nobody holds, oldest first; the caller holds them from then on. Empty where there are none,
   * undefined where that cannot be told now.
   */
  recall(): Promise<Recalled[] | undefined>;
  /** Resolves when all that was asked for before is written, or has failed to be. */
  settled(): Promise<void>;
  /** Writes what is left and lets go: from then on others may take what is kept. */
  close(): Promise<void>;
  health(): SpillHealth;
}
