import { HttpException } from '@nestjs/common';

/** A call that the platform does not take. Nothing of it is kept. */
export class Refusal extends HttpException {
  constructor(
    status: number,
    readonly detail: string,
    readonly problems: readonly string[] = [],
  ) {
    super({ success: false, detail, errors: problems }, status);
  }
}
