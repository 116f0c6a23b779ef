export class DeadlineExceededError extends Error {
  constructor(readonly milliseconds: number) {
    super(`not done within ${milliseconds} ms`);
    this.name = 'DeadlineExceededError';
  }
}

/**
 * The result of `work`, or a `DeadlineExceededError` after `milliseconds`. The work itself goes on; its later failure
 * is not reported anywhere else.
 */
export function withDeadline<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new DeadlineExceededError(milliseconds)), milliseconds);
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
