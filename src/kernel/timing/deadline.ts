export class DeadlineExceededError extends Error {
  constructor(readonly milliseconds: number) {
    super(`not done within ${milliseconds} ms`);
    this.name = 'DeadlineExceededError';
  }
}

/**
 * The result of `work`, or a `DeadlineExceededError` after `milliseconds`. The work itself goes on; its later failure
 * is not reported anywhere else. A result that arrived in time counts also where this process was too busy to look: the
 * timer leaves the event loop one turn to read what has come in.
 */
export function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const expire = (): void => reject(new DeadlineExceededError(milliseconds));
    const timer = setTimeout(() => setImmediate(expire), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Resolves after `milliseconds`, or at once when `signal` is aborted. Never keeps a process alive. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    timer.unref();
    signal?.addEventListener('abort', done, { once: true });
  });
}
