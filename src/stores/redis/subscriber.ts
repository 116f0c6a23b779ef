import { type RedisClient } from './client.js';

interface Subscription {
  readonly onMessage: (text: string) => void;
  readonly onJoined: () => void;
}

/** A connection of its own for what others publish: a connection that subscribes can do nothing else. */
export class Subscriber {
  private model: RedisClient | undefined;
  private client: RedisClient | undefined;
  private readonly subscriptions = new Map<string, Subscription>();
  private state: 'absent' | 'refused' | 'joined' = 'absent';

  constructor(
    private readonly onError: (error: unknown) => void,
    private readonly onRefused: (error: unknown) => void,
  ) {}

  get listening(): boolean {
    return this.state === 'joined';
  }

  add(channel: string, onMessage: (text: string) => void, onJoined: () => void): void {
    this.subscriptions.set(channel, { onMessage, onJoined });
  }

  open(model: RedisClient): void {
    // Subscribing again is ours: ioredis, doing it by itself, leaves a refusal unhandled, which ends the process.
    const client = model.isCluster ? model.duplicate() : model.duplicate({ autoResubscribe: false });
    this.model = model;
    this.client = client;
    client.on('error', this.onError);
    client.on('ready', () => void this.join(client));
    for (const event of ['close', 'end']) client.on(event, () => this.enter('absent', client));
    client.on('message', (channel: string, text: string) => this.subscriptions.get(channel)?.onMessage(text));
    if (client.status === 'ready') void this.join(client);
    else if (client.status === 'wait') client.connect().catch(this.onError);
  }

  /** Asks again where we were refused: that may have changed. */
  retry(): void {
    if (this.state === 'refused' && this.client) void this.join(this.client);
  }

  /** Listens on a new connection: nothing comes any longer on the one that there is. */
  renew(): void {
    const { model } = this;
    this.close();
    if (model) this.open(model);
  }

  close(): void {
    this.state = 'absent';
    this.client?.disconnect();
    this.client = undefined;
    this.model = undefined;
  }

  /** After every connection: what was published before is lost. */
  private async join(client: RedisClient): Promise<void> {
    try {
      await client.subscribe(...this.subscriptions.keys());
    } catch (error) {
      if (this.enter('refused', client)) this.onRefused(error);
      return;
    }
    if (this.enter('joined', client)) for (const { onJoined } of this.subscriptions.values()) onJoined();
  }

  /** False where the connection is one that we have left. */
  private enter(state: Subscriber['state'], client: RedisClient): boolean {
    if (client !== this.client) return false;
    this.state = state;
    return true;
  }
}
