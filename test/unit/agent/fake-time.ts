import { jest } from '@jest/globals';
import { HandClock } from '../../support/clock.js';

const sleep = globalThis.setTimeout;

/** Time for the loops of agents, moved by hand, while sockets and files take the time that they take. */
export class FakeTime {
  readonly clock = new HandClock();

  /** `busy`: something real is under way that must not be overtaken by the time that passes. */
  constructor(private readonly busy: () => boolean) {
    const timers = ['setTimeout', 'clearTimeout'];
    const all = ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'requestAnimationFrame'] as const;
    const more = ['cancelAnimationFrame', 'requestIdleCallback', 'cancelIdleCallback'] as const;
    const immediate = ['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const;
    jest.useFakeTimers({ doNotFake: [...all, ...more, ...immediate].filter((name) => !timers.includes(name)) });
  }

  /** Lets so many milliseconds pass, `step` at a time, each with a moment of real time for real things. */
  async pass(milliseconds: number, step: number, each: () => void = () => undefined): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += step) {
      each();
      this.clock.advance(step);
      jest.advanceTimersByTime(step);
      do await new Promise((resolve) => sleep(resolve, 1));
      while (this.busy());
    }
  }

  end(): void {
    jest.useRealTimers();
  }
}
