import { type Redis } from 'ioredis';
import { type Clock, type ConfigurationProblem, GuardConfigurationError } from '../../kernel/index.js';
import { backoffDelay } from '../../kernel/timing/index.js';
import { type RedisClient } from './client.js';
import { NotConnectedError } from './journal.js';
import { isRedisUrl, type RedisOptions } from './options.js';

/** Milliseconds without an answer to anything after which a connection is given up and opened anew, at least. */
const SOCKET_TIMEOUT = 3000;

/** Milliseconds that ioredis keeps a process alive for a connection that does not close. */
const DISCONNECT_TIMEOUT = 250;

/** Milliseconds after which a server that is loading its data is looked at again, at most. */
const LOADING_RETRY = 500;

/** Milliseconds between two connections that are made because the server is a replica. */
const REPLICA_RETRY = 5000;

const RECONNECT = { base: 50, max: 1000 } as const;

/**
 * A client for the configured URL, not connected yet.
 *
 * @throws GuardConfigurationError where ioredis is not installed or the URL is none.
 */
export async function createClient(options: RedisOptions, clock: Clock): Promise<RedisClient> {
  const { url, connectTimeout, commandTimeout } = options;
  if (!isRedisUrl(url)) throw wrong('url', 'must be a redis:// or rediss:// URL');
  const { Redis } = await loadDriver();
  const client = new Redis(url, {
    lazyConnect: true,
    connectTimeout: connectTimeout * 1000,
    connectionName: 'nestjs-guard',
    // A decision that cannot be asked for now is made without Redis: nothing waits, and nothing is counted later.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    socketTimeout: Math.max(SOCKET_TIMEOUT, commandTimeout * 2000),
    maxLoadingRetryTime: LOADING_RETRY,
    disconnectTimeout: DISCONNECT_TIMEOUT,
    retryStrategy: (times) => backoffDelay(RECONNECT, times),
    reconnectOnError: leaveReplicas(clock),
  });
  return client;
}

/** A master that has become a replica answers on; after a failover its name stands for another server. */
function leaveReplicas(clock: Clock): (error: Error) => boolean {
  let last = -Infinity;
  return ({ message }) => {
    if (!message.includes('READONLY') || clock.monotonic() - last < REPLICA_RETRY) return false;
    last = clock.monotonic();
    return true;
  };
}

/** Resolves when commands can be sent. Never, where the client never connects: to be used with a deadline. */
export async function connected(client: RedisClient): Promise<void> {
  if (client.status === 'wait') return client.connect();
  if (client.status === 'ready') return;
  if (client.status === 'end') throw new NotConnectedError(client.status);
  await new Promise<void>((resolve) => {
    const ready = (): void => {
      client.off('ready', ready);
      resolve();
    };
    client.on('ready', ready);
  });
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
