import { type Clock, StoreUnavailableError } from '../../kernel/index.js';
import { type RedisLink } from '../redis/index.js';
import { GIVE_BACK } from './give-back.lua.js';
import { HIT } from './hit.lua.js';
import { type MemoryWindowStore } from './memory.js';
import { type Admission, type WindowRule, type WindowStore } from './port.js';
import { Refusals } from './refusals.js';

/**
 * Windows that all instances share. One round trip per request, whatever the number of rules; none for a client that was
 * refused just now. A reset elsewhere is seen within a second. While Redis does not answer, `onFailure` decides; the
 * memory twin is told of every admitted request, so that with `local` it goes on from what this instance has seen.
 */
export class RedisWindowStore implements WindowStore {
  private readonly refusals: Refusals;
  private known = 0;
  private asked = 0;

  constructor(
    private readonly link: RedisLink,
    private readonly local: MemoryWindowStore,
    clock: Clock,
  ) {
    this.refusals = new Refusals(clock);
  }

  /** Decisions that were made from what Redis had refused just before, and those for which it was asked. */
  get cache(): { hits: number; misses: number } {
    return { hits: this.known, misses: this.asked };
  }

  hit(client: string, rules: readonly WindowRule[], cost = 1): Admission | Promise<Admission> {
    if (rules.length === 0) return this.local.hit(client, rules, cost);
    if (!this.link.up) return this.decideAlone(client, rules, cost);
    const refused = this.refusals.find(client, rules, cost);
    if (refused) {
      this.known += 1;
      return refused;
    }
    this.asked += 1;
    const args: (string | number)[] = [];
    for (const { name, limit, window, fixed } of rules) args.push(name, limit, window * 1000, fixed ? 1 : 0);
    args.push(cost);
    return this.link.run(HIT, [this.link.keys.window(client)], args).then(
      (answer) => {
        // A client of the user's may give numbers as texts.
        const admission = admissionOf((answer as unknown[]).map(Number));
        if (admission.admitted) this.local.hit(client, rules, cost);
        else this.refusals.add(client, rules, cost, admission);
        return admission;
      },
      (error: unknown) => this.decideAlone(client, rules, cost, error),
    );
  }

  giveBack(client: string, rules: readonly WindowRule[], cost: number): void {
    this.local.giveBack(client, rules, cost);
    this.refusals.remove(client);
    if (!this.link.up) return;
    const args: (string | number)[] = [];
    for (const { name, window, fixed } of rules) args.push(name, window * 1000, fixed ? 1 : 0);
    args.push(cost);
    // Also what was refused meanwhile may fit now. The link counts and tells its failures; what was not given back runs
    // out with its window.
    const forget = (): void => this.refusals.remove(client);
    this.link.run(GIVE_BACK, [this.link.keys.window(client)], args).then(forget, forget);
  }

  async reset(client: string): Promise<void> {
    this.local.reset(client);
    this.refusals.remove(client);
    try {
      await this.link.command('DEL', this.link.keys.window(client));
    } catch (error) {
      if (this.link.options.onFailure === 'closed') throw new StoreUnavailableError('window', error);
    }
  }

  private decideAlone(
    client: string,
    rules: readonly WindowRule[],
    cost: number,
    cause?: unknown,
  ): Admission | Promise<Admission> {
    this.link.countFallback();
    switch (this.link.options.onFailure) {
      case 'local':
        return this.local.hit(client, rules, cost);
      case 'open':
        return { admitted: true, retryIn: 0, refusedBy: -1, states: rules.map(untouched) };
      case 'closed':
        return Promise.reject(new StoreUnavailableError('window', cause));
    }
  }
}

function untouched({ limit }: WindowRule): { remaining: number; resetIn: number } {
  return { remaining: limit, resetIn: 0 };
}

function admissionOf(answer: readonly number[]): Admission {
  const [retryIn = 0, refusedBy = -1] = answer;
  const states = [];
  for (let i = 2; i < answer.length; i += 2) {
    states.push({ remaining: answer[i] as number, resetIn: answer[i + 1] as number });
  }
  return { admitted: refusedBy < 0, states, retryIn, refusedBy };
}
