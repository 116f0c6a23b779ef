import { StoreUnavailableError } from '../../kernel/index.js';
import { type RedisLink } from '../redis/index.js';
import { ADD } from './add.lua.js';
import { type MemoryCounterStore } from './memory.js';
import { type CounterStore } from './port.js';

/**
 * Counts that all instances share. While Redis does not answer this instance counts for itself, with `open` too: not
 * to count an offence would be to forget it. With `closed` it is an error.
 */
export class RedisCounterStore implements CounterStore {
  constructor(
    private readonly link: RedisLink,
    private readonly local: MemoryCounterStore,
  ) {}

  add(client: string, keys: readonly string[], window: number): readonly number[] | Promise<readonly number[]> {
    if (!this.link.up) return this.addAlone(client, keys, window);
    return this.link.run(ADD, [this.link.keys.counters(client)], [window * 1000, ...keys]).then(
      (counts) => (counts as unknown[]).map(Number),
      (error: unknown) => this.addAlone(client, keys, window, error),
    );
  }

  async reset(client: string): Promise<void> {
    this.local.reset(client);
    try {
      await this.link.command('DEL', this.link.keys.counters(client));
    } catch (error) {
      if (this.link.options.onFailure === 'closed') throw new StoreUnavailableError('counter', error);
    }
  }

  private addAlone(
    client: string,
    keys: readonly string[],
    window: number,
    cause?: unknown,
  ): readonly number[] | Promise<readonly number[]> {
    this.link.countFallback();
    return this.link.options.onFailure === 'closed'
      ? Promise.reject(new StoreUnavailableError('counter', cause))
      : this.local.add(client, keys, window);
  }
}
