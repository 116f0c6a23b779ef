import { type ConfigService } from '@nestjs/config';
import { GuardOptions } from 'nestjs-guard';

/**
 * What differs from place to place (credentials, trusted proxies) comes from `GUARD_*`; what belongs to the application
 * stands here and wins over the environment. Without `REDIS_URL` the application does not start: two instances that
 * count for themselves would let a client have twice its limit.
 */
export function guardOptions(config: ConfigService): GuardOptions {
  return GuardOptions.fromEnv(config, {
    redis: { url: config.getOrThrow<string>('REDIS_URL'), prefix: 'orders:guard:', onFailure: 'local' },
    excludePaths: ['/live'],
    rateLimit: { limit: 300, window: 60, endpoints: { '/orders/export': [2, 60] } },
    ban: { threshold: 5, duration: 900 },
  });
}
