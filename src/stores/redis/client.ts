/**
 * What is used of an ioredis `Redis` or `Cluster`. Written down here, so that the package's types do not need ioredis
 * to be installed.
 */
export interface RedisClient {
  readonly status: string;
  readonly isCluster?: boolean;
  call(command: string, ...args: (string | number)[]): Promise<unknown>;
  connect(): Promise<void>;
  disconnect(): void;
  duplicate(override?: object): RedisClient;
  subscribe(...channels: string[]): Promise<unknown>;
  on(event: string, listener: Listener): unknown;
  off(event: string, listener: Listener): unknown;
}

/** What `message` hands over; listeners of other events take less, or `unknown`. */
type Listener = (channel: string, text: string) => void;

/** True for what has the methods that are used here. */
export function isRedisClient(value: unknown): value is RedisClient {
  if (typeof value !== 'object' || value === null) return false;
  const client = value as Record<string, unknown>;
  return ['call', 'connect', 'disconnect', 'duplicate', 'subscribe', 'on', 'off'].every(
    (method) => typeof client[method] === 'function',
  );
}
