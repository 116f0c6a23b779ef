import { Controller, Get } from '@nestjs/common';
import { AllowIps, RateLimit, SkipGuard } from 'nestjs-guard';

/** Routes with rules of their own. */
@Controller()
export class GuardedController {
  /** For a load balancer: never checked, never limited. */
  @Get('health')
  @SkipGuard()
  health(): object {
    return { status: 'ok' };
  }

  @Get('limited')
  @RateLimit({ limit: 5, window: 60 })
  limited(): object {
    return { ok: true };
  }

  @Get('admin')
  @AllowIps('10.0.0.0/8')
  admin(): object {
    return { ok: true };
  }
}
