import {
  IsBoolean,
  IsIn,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
} from 'class-validator';
import { asBoolean, asNumber, Option } from '../../kernel/index.js';
import { isRedisClient, type RedisClient } from './client.js';

/** What a decision is while Redis does not answer. */
export const FAILURE_POLICIES = ['local', 'closed', 'open'] as const;
export type FailurePolicy = (typeof FAILURE_POLICIES)[number];

/** Redis: state that several instances share. Durations are seconds. Needs the package ioredis (5 or 6). */
export class RedisOptions {
  @Option({
    about: 'Share state over Redis; on where `redis` is configured or GUARD_REDIS_URL is set.',
    env: 'GUARD_ENABLE_REDIS',
    parse: asBoolean,
  })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @Option({
    about: 'The server: `redis://user:password@host:6379/0`, or `rediss://…` for TLS.',
    env: ['GUARD_REDIS_URL', 'REDIS_URL'],
    secret: true,
  })
  @IsOptional()
  @ValidateBy({
    name: 'isRedisUrl',
    validator: { validate: isRedisUrl, defaultMessage: () => '$property must be a redis:// or rediss:// URL' },
  })
  url?: string;

  @Option({
    about: 'An ioredis `Redis` or `Cluster` of your own, in place of the URL; it stays yours to close.',
    code: true,
  })
  @IsOptional()
  @ValidateBy({
    name: 'isRedisClient',
    validator: { validate: isRedisClient, defaultMessage: () => '$property must be an ioredis Redis or Cluster' },
  })
  client?: RedisClient;

  @Option({ about: 'What all keys and channels begin with.', env: 'GUARD_REDIS_PREFIX' })
  @IsString()
  @MaxLength(100)
  @Matches(/^[^{}\s]*$/, { message: '$property must have no braces and no spaces: braces choose the cluster slot' })
  prefix = 'guard:';

  @Option({
    about:
      'While Redis does not answer: `local` decides from this instance’s memory, `closed` fails the request, `open` lets it pass.',
    env: 'GUARD_REDIS_ON_FAILURE',
  })
  @IsIn(FAILURE_POLICIES, { message: "$property must be 'local', 'closed' or 'open'" })
  onFailure: FailurePolicy = 'local';

  @Option({
    about: 'Seconds that a decision waits for Redis at most.',
    env: 'GUARD_REDIS_SOCKET_TIMEOUT',
    parse: asNumber,
  })
  @IsNumber()
  @Min(0.001)
  @Max(60)
  commandTimeout = 0.05;

  @Option({
    about: 'Seconds that opening a connection may take; the start waits as long at most.',
    env: 'GUARD_REDIS_SOCKET_CONNECT_TIMEOUT',
    parse: asNumber,
  })
  @IsNumber()
  @Min(0.01)
  @Max(60)
  connectTimeout = 2;

  @Option({
    about: 'Seconds between two looks for bans that the subscription missed.',
    env: 'GUARD_REDIS_BAN_POLL_INTERVAL',
    parse: asNumber,
  })
  @IsNumber()
  @Min(0.1)
  @Max(3600)
  banPollInterval = 2;

  /** What no single option can say. */
  problems(): { path: string; message: string }[] {
    if (this.enabled === false) return [];
    if (this.url === undefined && this.client === undefined) {
      return [{ path: 'url', message: 'is needed (or client) where Redis is used' }];
    }
    return this.url !== undefined && this.client !== undefined
      ? [{ path: 'client', message: 'cannot be set together with url' }]
      : [];
  }
}

export function isRedisUrl(value: unknown): value is string {
  return typeof value === 'string' && /^rediss?:\/\//.test(value) && URL.canParse(value);
}
