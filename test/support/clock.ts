import { type Clock } from '../../src/kernel/index.js';

/** A clock that stands still until a test moves it. */
export class HandClock implements Clock {
  constructor(private time = Date.UTC(2026, 0, 2, 3, 4, 5)) {}

  now(): number {
    return this.time;
  }

  monotonic(): number {
    return this.time;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
