import { type Redis } from 'ioredis';
import { type ConfigurationProblem, GuardConfigurationError } from '../../kernel/index.js';
import { backoffDelay } from '../../kernel/timing/index.js';
import { type RedisClient } from './client.js';
import { isRedisUrl, type RedisOptions } from './options.js';

/** Milliseconds without an answer to anything after which a connection is given up and opened anew. */
const SOCKET_TIMEOUT = 5000;

/** Milliseconds that ioredis keeps a process alive for a connection that does not close. */
const DISCONNECT_TIMEOUT = 250;

const RECONNECT = { base: 50, max: 1000 } as const;

/**
 * A client for the configured URL, not connected yet.
 *
 * @throws GuardConfigurationError where ioredis is not installed or the URL is none.
 */
export async function createClient(options: RedisOptions): Promise<RedisClient> {
  const { url, connectTimeout } = options;
  if (!isRedisUrl(url)) throw wrong('url', 'must be a redis:// or rediss:// URL');
  const { Redis } = await loadDriver();
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeout * 1000,
    connectionName: 'nestjs-guard',
    // A decision that cannot be asked for now is made without Redis: nothing waits, and nothing is counted later.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    socketTimeout: SOCKET_TIMEOUT,
    disconnectTimeout: DISCONNECT_TIMEOUT,
    retryStrategy: (times) => backoffDelay(RECONNECT, times),
  });
  return client;
}

async function loadDriver(): Promise<{ Redis: typeof Redis }> {
  try {
    return await import('ioredis');
  } catch (error) {
    throw wrong(
      'url',
      `needs the package ioredis: npm install ioredis (${(error as { code?: string }).code ?? 'not found'})`,
    );
  }
}

function wrong(option: string, message: string): GuardConfigurationError {
  const problem: ConfigurationProblem = {
    path: `redis.${option}`,
    variables: ['GUARD_REDIS_URL', 'REDIS_URL'],
    message,
  };
  return new GuardConfigurationError([problem]);
}
