import { setTimeout as pause } from 'node:timers/promises';
import { Controller, Get, Query } from '@nestjs/common';

const LONGEST = 30_000;

/** What goes wrong or takes long. */
@Controller()
export class TroubleController {
  @Get('boom')
  boom(): never {
    throw new Error('boom');
  }

  /** Answers after `ms` milliseconds, at most 30,000. */
  @Get('slow')
  async slow(@Query('ms') ms: unknown): Promise<object> {
    const waited = Math.min(Math.max(Number(ms) || 0, 0), LONGEST);
    await pause(waited);
    return { waited };
  }
}
