import { type RedisClient } from './client.js';

interface Subscription {
  readonly onMessage: (text: string) => void;
  readonly onJoined: () => void;
}

/** A connection of its own for what others publish: a connection that subscribes can do nothing else. */
export class Subscriber {
  private client: RedisClient | undefined;
  private readonly subscriptions = new Map<string, Subscription>();
  private joined = false;

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly onRefused: (error: unknown) => void,
  ) {}

  get listening(): boolean {
    return this.joined;
  }

  add(channel: string, onMessage: (text: string) => void, onJoined: () => void): void {
    this.subscriptions.set(channel, { onMessage, onJoined });
  }

  open(model: RedisClient): void {
    // Subscribing again is ours: ioredis, doing it by itself, leaves a refusal unhandled, which ends the process.
    const client = model.isCluster ? model.duplicate() : model.duplicate({ autoResubscribe: false });
    this.client = client;
    client.on('error', this.onError);
    client.on('ready', () => void this.join(client));
    for (const event of ['close', 'end']) client.on(event, () => (this.joined = false));
    client.on('message', (channel: string, text: string) => this.subscriptions.get(channel)?.onMessage(text));
    if (client.status === 'ready') void this.join(client);
    else if (client.status === 'wait') client.connect().catch(this.onError);
  }

  close(): void {
    this.joined = false;
    this.client?.disconnect();
    this.client = undefined;
  }

  /** After every connection: what was published before is lost. */
  private async join(client: RedisClient): Promise<void> {
    try {
      await client.subscribe(...this.subscriptions.keys());
    } catch (error) {
      this.onRefused(error);
      return;
    }
    this.joined = client === this.client;
    if (this.joined) for (const { onJoined } of this.subscriptions.values()) onJoined();
  }
}
