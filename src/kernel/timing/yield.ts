/** Lets everything else that is due on the event loop run before long work goes on. */
export function yieldNow(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
