import { type Clock, type Log } from '../../kernel/index.js';
import { Breaker, type BreakerState, Deadlines, Loop, withDeadline } from '../../kernel/timing/index.js';
import { type StoreHealth } from '../health.js';
import { isLasting } from './answers.js';
import { type RedisClient } from './client.js';
import { connected, createClient } from './connect.js';
import { Journal, NotConnectedError } from './journal.js';
import { RedisKeys } from './keys.js';
import { type RedisOptions } from './options.js';
import { PROBE } from './probe.lua.js';
import { evaluate, type Script } from './script.js';
import { Subscriber } from './subscriber.js';

/** Failures in a row after which Redis is no longer asked. */
const THRESHOLD = 3;

/** Milliseconds between two probes while Redis is not asked. */
const COOLDOWN = 500;

/** Milliseconds that a script may take for which nobody waits. */
const ASIDE_TIMEOUT = 2_000;

/** Redis has answered, with an error: what it was asked for is not done. */
export class RedisRefusal extends Error {}

/**
 * The connection to Redis, as decisions need it: an answer within the deadline, or at once the news that there is
 * none. After failures in a row requests stop asking; a probe in the background finds out when Redis is back, so that
 * no request pays for it. Says so once at each edge.
 */
export class RedisLink {
  readonly keys: RedisKeys;
  private client: RedisClient | undefined;
  private readonly subscriber: Subscriber;
  private readonly breaker: Breaker;
  private readonly watch: Loop;
  private readonly deadlines: Deadlines;
  private readonly journal: Journal;
  private readonly upListeners: (() => void)[] = [];
  private calls = 0;
  private failures = 0;
  private fallbacks = 0;
  /** What was asked about when Redis failed last: in a cluster the node that keeps it, and no other, may be gone. */
  private suspect: string;
  /** Milliseconds that a probe may take. */
  private patience: number;
  private readonly onReady = (): void => void this.wake();
  private readonly onLost = (): void => this.lose();
  private readonly onError = (error: unknown): void => this.journal.note(error);

  constructor(
    readonly options: RedisOptions,
    private readonly clock: Clock,
    log: Log,
  ) {
    this.keys = new RedisKeys(options.prefix);
    this.suspect = this.keys.bans.list;
    this.patience = options.commandTimeout * 1000;
    this.journal = new Journal(options, clock, log);
    this.deadlines = new Deadlines(options.commandTimeout * 1000, clock);
    this.breaker = new Breaker({ threshold: THRESHOLD, cooldown: COOLDOWN, clock, onChange: (to) => this.changed(to) });
    this.breaker.open(0);
    this.watch = new Loop({
      interval: () => COOLDOWN,
      run: () => this.probe(),
      onError: (error) => this.onError(error),
    });
    this.subscriber = new Subscriber(this.onError, (error) => this.journal.subscriptionRefused(error));
  }

  /** True while Redis is asked. */
  get up(): boolean {
    return this.breaker.state === 'closed';
  }

  /** True where keys may lie on different servers, out of reach of one script. */
  get clustered(): boolean {
    return this.client?.isCluster === true;
  }

  /** True while changes are pushed to us. */
  get listening(): boolean {
    return this.subscriber.listening;
  }

  /** Calls `listener` each time Redis is asked again. */
  onUp(listener: () => void): void {
    this.upListeners.push(listener);
  }

  /** Calls `onMessage` for what is published on `channel`, and `onJoined` whenever messages may have been missed. */
  subscribe(channel: string, onMessage: (text: string) => void, onJoined: () => void): void {
    this.subscriber.add(channel, onMessage, onJoined);
  }

  /** Asks again where the subscription was refused. */
  listenAgain(): void {
    this.subscriber.retry();
  }

  /** Subscribes on a new connection: messages do not arrive although the one that there is looks well. */
  renewSubscription(): void {
    this.subscriber.renew();
  }

  /**
   * Connects. Resolves also where Redis cannot be reached.
   *
   * @throws GuardConfigurationError where it can never work.
   */
  async open(): Promise<void> {
    const client = this.options.client ?? (await createClient(this.options, this.clock));
    this.client = client;
    client.on('ready', this.onReady);
    client.on('close', this.onLost);
    client.on('end', this.onLost);
    client.on('error', this.onError);
    const { connectTimeout, commandTimeout } = this.options;
    // A process that starts is busy with that, and no decision waits yet.
    this.patience = Math.max(connectTimeout, commandTimeout) * 1000;
    try {
      await withDeadline(
        connected(client).then(() => this.wake()),
        connectTimeout * 1000,
      );
    } catch (error) {
      this.journal.noteIfUnknown(error); // the client's own event says it better
    }
    this.patience = commandTimeout * 1000;
    if (!this.up) this.journal.lost();
    this.watch.start();
    this.subscriber.open(client);
  }

  async close(): Promise<void> {
    await this.watch.stop();
    this.subscriber.close();
    const client = this.client;
    this.client = undefined;
    this.breaker.open();
    if (!client) return;
    client.off('ready', this.onReady);
    client.off('close', this.onLost);
    client.off('end', this.onLost);
    if (client === this.options.client) client.off('error', this.onError);
    else client.disconnect();
  }

  /** Runs a script within the deadline. Rejects at once while Redis is not asked. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.guarded(keys[0], (client) => evaluate(client, script, keys, args));
  }

  /** Sends a command on a key within the deadline. Rejects at once while Redis is not asked. */
  command(name: string, key: string, ...args: (string | number)[]): Promise<unknown> {
    return this.guarded(key, (client) => client.call(name, key, ...args));
  }

  /**
   * Runs a script for which nobody waits: within two seconds, and without a say in whether decisions ask Redis. Rejects
   * at once while Redis is not asked, and with a `RedisRefusal` where Redis answers with an error; otherwise it cannot
   * be told whether the script was run.
   */
  async runAside(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    const { client } = this;
    try {
      if (!client || !this.up) throw new NotConnectedError('not used');
      this.calls += 1;
      return await withDeadline(
        this.ask(client, (client) => evaluate(client, script, keys, args)),
        ASIDE_TIMEOUT,
      );
    } catch (error) {
      if (client && this.up) this.failures += 1;
      const message = this.journal.describe(error);
      throw error instanceof Error && error.name === 'ReplyError' ? new RedisRefusal(message) : new Error(message);
    }
  }

  /** Counts a decision that was made without Redis. */
  countFallback(): void {
    this.fallbacks += 1;
  }

  health(): StoreHealth {
    return {
      kind: 'redis',
      state: !this.up ? 'down' : this.listening ? 'up' : 'degraded',
      since: this.journal.since,
      lastError: this.journal.lastError,
      counters: { calls: this.calls, failures: this.failures, fallbacks: this.fallbacks },
    };
  }

  private async guarded(key: string | undefined, work: (client: RedisClient) => Promise<unknown>): Promise<unknown> {
    const client = this.client;
    if (!client || !this.up) throw new NotConnectedError('not used');
    this.calls += 1;
    try {
      const answer = await this.deadlines.within(this.ask(client, work));
      // While open, the probe decides and not the last of the answers that were under way.
      if (this.up) {
        this.breaker.succeed();
        this.journal.fine();
      }
      return answer;
    } catch (error) {
      this.failures += 1;
      this.journal.note(error);
      if (this.up && key !== undefined) this.suspect = key;
      if (this.up && isLasting(error)) this.breaker.open();
      else this.breaker.fail();
      throw new Error(this.journal.lastError ?? undefined);
    }
  }

  private ask(client: RedisClient, work: (client: RedisClient) => Promise<unknown>): Promise<unknown> {
    // A client of the user's may queue what it cannot send now, and count it when nobody waits any longer.
    return client.status === 'ready' ? work(client) : Promise.reject(new NotConnectedError(client.status));
  }

  private async wake(): Promise<void> {
    if (this.up) return;
    if (this.breaker.state === 'open') this.breaker.open(0);
    await this.watch.runNow();
  }

  private async probe(): Promise<void> {
    if (!this.client || !this.breaker.tryPass() || this.up) return;
    try {
      await withDeadline(
        this.ask(this.client, (client) => evaluate(client, PROBE, [this.keys.probe(this.suspect)], [])),
        this.patience,
      );
      this.breaker.succeed();
    } catch (error) {
      this.journal.note(error);
      this.breaker.fail();
    }
  }

  private lose(): void {
    if (!this.up) return;
    this.journal.note(new NotConnectedError('closed'));
    this.breaker.open();
  }

  private changed(state: BreakerState): void {
    if (state === 'half-open' || !this.client) return;
    if (state === 'open') {
      this.journal.lost();
      return;
    }
    this.journal.found(this.fallbacks);
    for (const listener of this.upListeners) listener();
  }
}
