/** The longest wait that a Node timer can hold. */
const MAX_WAIT = 2 ** 31 - 1;

/** One thing to be done at one time. Setting it again replaces what was set. Never keeps a process alive. */
export class Alarm {
  private timer: NodeJS.Timeout | undefined;

  /** Calls `ring` after `delay` milliseconds, however many they are. */
  set(delay: number, ring: () => void): void {
    this.clear();
    const wait = Math.min(Math.max(0, delay), MAX_WAIT);
    this.timer = setTimeout(() => {
      if (delay > wait) this.set(delay - wait, ring);
      else ring();
    }, wait);
    this.timer.unref();
  }

  clear(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }
}
