import { type Ban } from './port.js';

/** Milliseconds after which a change has reached every replica that may become the master. */
const FRESH = 60_000;

/** Bans that are remembered; beyond that the oldest is not. */
const CAPACITY = 1000;

/** The bans that were made here a moment ago: Redis has said that it has them, and may still lose them in a failover. */
export class MadeHere {
  private readonly bans = new Map<string, { readonly ban: Ban; readonly at: number }>();

  /** `now` is on a monotonic clock. */
  add(ban: Ban, now: number): void {
    this.bans.delete(ban.target);
    this.bans.set(ban.target, { ban, at: now });
    for (const [target, { at }] of this.bans) {
      if (now - at < FRESH && this.bans.size <= CAPACITY) break;
      this.bans.delete(target);
    }
  }

  /** It was lifted, here or elsewhere. */
  remove(target: string): void {
    this.bans.delete(target);
  }

  /** What was made since then, on the same clock, and not long ago. */
  *since(start: number, now: number): Generator<Ban> {
    for (const { ban, at } of this.bans.values()) if (at >= start && now - at < FRESH) yield ban;
  }
}
