import { BadRequestException, Injectable } from '@nestjs/common';

/** Ways to fail that a status alone does not say. */
export const FAILURE_MODES = ['html', 'empty', 'half', 'reset', 'redirect', 'partial', 'lost', 'random'] as const;
export type FailureMode = (typeof FAILURE_MODES)[number];

export interface Failure {
  /** The status to answer with, where there is no mode. Without either the call is only delayed. */
  readonly status?: number;
  /** `lost` takes the call and then breaks the connection; `random` picks a mode, 503 or nothing for each call. */
  readonly mode?: FailureMode;
  readonly delayMs: number;
  /** Seconds, for the header Retry-After. */
  readonly retryAfter?: number;
}

/** What the platform was told to do wrong, and how often it still has to. */
@Injectable()
export class FailureOrders {
  private failure: Failure = { delayMs: 0 };
  private left = 0;

  /**
   * Takes an order such as `{ "status": 503, "times": 3, "delayMs": 0 }`, in place of the last one. `times` is 1 where
   * it is absent; 0 ends what was ordered.
   *
   * @throws BadRequestException
   */
  take(order: unknown): void {
    if (typeof order !== 'object' || order === null) throw new BadRequestException('An order is an object');
    const { mode } = order as { mode?: unknown };
    if (mode !== undefined && !FAILURE_MODES.includes(mode as FailureMode)) {
      throw new BadRequestException(`mode must be one of ${FAILURE_MODES.join(', ')}`);
    }
    this.failure = {
      mode: mode as FailureMode | undefined,
      status: wholeNumber(order, 'status', 200, 599),
      delayMs: wholeNumber(order, 'delayMs', 0, 600_000) ?? 0,
      retryAfter: wholeNumber(order, 'retryAfter', 0, 86_400),
    };
    this.left = wholeNumber(order, 'times', 0, 1_000_000) ?? 1;
  }

  /** What to do wrong with this call, if anything. */
  next(): Failure | undefined {
    if (this.left === 0) return undefined;
    this.left -= 1;
    return this.failure.mode === 'random' ? this.random() : this.failure;
  }

  private random(): Failure | undefined {
    const modes = FAILURE_MODES.filter((mode) => mode !== 'random');
    const at = Math.floor(Math.random() * 2 * (modes.length + 1));
    if (at > modes.length) return undefined;
    return { ...this.failure, mode: modes[at], status: 503 };
  }
}

function wholeNumber(order: object, field: string, min: number, max: number): number | undefined {
  const value = (order as Record<string, unknown>)[field];
  if (value === undefined || (Number.isInteger(value) && (value as number) >= min && (value as number) <= max)) {
    return value as number | undefined;
  }
  throw new BadRequestException(`${field} must be a whole number from ${min} to ${max}`);
}
