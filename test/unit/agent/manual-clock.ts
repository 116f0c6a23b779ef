import { type Clock } from '../../../src/kernel/index.js';

/** A clock that stands until a test moves it. */
export class ManualClock implements Clock {
  private passed = 0;

  constructor(private readonly start = Date.parse('2026-01-02T03:04:05.678Z')) {}

  now(): number {
    return this.start + this.passed;
  }

  monotonic(): number {
    return this.passed;
  }

  advance(milliseconds: number): void {
    this.passed += milliseconds;
  }
}
