import { StoreUnavailableError } from '../../kernel/index.js';
import { type RedisLink } from '../redis/index.js';
import { ADD } from './add.lua.js';
import { type MemoryCounterStore } from './memory.js';
import { type CounterStore } from './port.js';

/**
 * Counts that all instances share. The memory twin goes along: it knows what Redis said last and what it has not answered
 * yet, and while Redis does not answer it goes on from there, whatever `onFailure` says: not to count an offence would be
 * to forget it.
 */
export class RedisCounterStore implements CounterStore {
  constructor(
    private readonly link: RedisLink,
    private readonly local: MemoryCounterStore,
  ) {}

  add(client: string, keys: readonly string[], window: number): readonly number[] | Promise<readonly number[]> {
    if (!this.link.up) {
      this.link.countFallback();
      return this.local.add(client, keys, window);
    }
    this.local.expect(client, keys, window);
    return this.link.run(ADD, [this.link.keys.counters(client)], [window * 1000, ...keys]).then(
      (answer) => {
        const counts = (answer as unknown[]).map(Number);
        this.local.learn(client, keys, counts);
        return counts;
      },
      () => {
        this.link.countFallback();
        this.local.learn(client, keys);
        return this.local.known(client, keys);
      },
    );
  }

  known(client: string, keys: readonly string[]): readonly number[] {
    return this.local.known(client, keys);
  }

  async reset(client: string): Promise<void> {
    this.local.reset(client);
    try {
      await this.link.command('DEL', this.link.keys.counters(client));
    } catch (error) {
      if (this.link.options.onFailure === 'closed') throw new StoreUnavailableError('counter', error);
    }
  }
}
