/** Names a kept text to the spill that keeps it. Means nothing to anybody else. */
export type Handle = object;

/** A text that nobody holds in memory, brought back. */
export interface Recalled {
  readonly text: string;
  readonly handle: Handle;
  /** True where this instance has deposited it; false where another left it. */
  readonly own: boolean;
}

export interface SpillHealth {
  readonly kind: 'file' | 'redis';
  /** Texts that are not written yet: they would be lost with the process. */
  readonly unwritten: number;
  /** Bytes that are kept. */
  readonly bytes: number;
  /** The last error; undefined where there was none. */
  readonly lastError?: string;
}

/**
 * Keeps texts outside the memory of the process. What a dead instance left is handed to one that lives; what one that
 * lives keeps is never handed to another. A text is kept until it is removed, or until it is too old.
 *
 * Taking a text in and removing it are synchronous; both are written right after, everything of one turn of the event
 * loop together. A text that was written before another was removed is never lost with it.
 */
export interface Spill {
  /** Makes the place ready. Never rejects: a place that does not work is tried again, and `health` says why. */
  open(): Promise<void>;
  /** Keeps a copy of a text that the caller holds too. Undefined where it is not taken: no room, or out of order. */
  append(text: string): Handle | undefined;
  /** Keeps a text that the caller lets go of: `recall` brings it back. False where it is not taken. */
  deposit(text: string): boolean;
  remove(handle: Handle): void;
  /** Some of the texts that nobody holds, oldest first; the caller holds them from then on. Empty where there are none. */
  recall(): Promise<Recalled[]>;
  /** Resolves when all that was asked for before is written, or has failed to be. */
  settled(): Promise<void>;
  /** Writes what is left and lets go: from then on others may take what is kept. */
  close(): Promise<void>;
  health(): SpillHealth;
}
