import { type Clock, StoreUnavailableError } from '../../kernel/index.js';
import { type RedisLink } from '../redis/index.js';
import { GIVE_BACK } from './give-back.lua.js';
import { HIT } from './hit.lua.js';
import { type MemoryWindowStore } from './memory.js';
import { type Admission, type Charge, type WindowRule, type WindowStore } from './port.js';
import { Refusals } from './refusals.js';
import { wireOf } from './shape.js';

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

  hit(client: string, rules: readonly WindowRule[], cost = 1, beside?: Charge): Admission | Promise<Admission> {
    if (rules.length === 0 && !beside) return this.local.hit(client, rules, cost);
    if (!this.link.up) return this.decideAlone(client, rules, cost, beside);
    const refused = this.refusals.find(client, rules, cost, beside);
    if (refused) {
      this.known += 1;
      return refused;
    }
    this.asked += 1;
    if (beside && this.link.clustered) return this.hitApart({ client, rules }, beside, cost);
    return this.ask(client, rules, cost, beside).catch((error: unknown) =>
      this.decideAlone(client, rules, cost, beside, error),
    );
  }

  giveBack(client: string, rules: readonly WindowRule[], cost: number): void {
    this.local.giveBack(client, rules, cost);
    this.refusals.remove(client);
    if (!this.link.up) return;
    // Also what was refused meanwhile may fit now. The link counts and tells its failures; what was not given back runs
    // out with its window.
    const forget = (): void => this.refusals.remove(client);
    this.link.run(GIVE_BACK, [this.link.keys.window(client)], [...wireOf(rules), cost]).then(forget, forget);
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

  /** One script for all. */
  private ask(client: string, rules: readonly WindowRule[], cost: number, beside?: Charge): Promise<Admission> {
    const { keys } = this.link;
    const asked = beside
      ? this.link.run(
          HIT,
          [keys.window(client), keys.window(beside.client)],
          [rules.length, ...wireOf(rules), beside.rules.length, ...wireOf(beside.rules), cost],
        )
      : this.link.run(HIT, [keys.window(client)], [rules.length, ...wireOf(rules), cost]);
    return asked.then((answer) => {
      const admission = admissionOf(answer);
      if (admission.admitted) this.local.hit(client, rules, cost, beside);
      else this.refusals.add(client, rules, cost, admission, beside);
      return admission;
    });
  }

  /**
   * In a cluster two clients lie in different slots, out of reach of one script. Both are asked at once; where one
   * refuses, what the other was charged is given back, and nobody waits for that. Until it arrives, a few milliseconds,
   * the other client has less left than is due to it, never more.
   */
  private async hitApart(own: Charge, beside: Charge, cost: number): Promise<Admission> {
    const all = [own, beside];
    const charged = [false, false];
    const settled = await Promise.allSettled(
      all.map(async ({ client, rules }, i) => {
        try {
          const admission = await this.ask(client, rules, cost);
          charged[i] = admission.admitted;
          return admission;
        } catch (error) {
          return this.decideAlone(client, rules, cost, undefined, error);
        }
      }),
    );
    const failed = settled.find((one) => one.status === 'rejected');
    const answers = settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined));
    const [first, second] = answers;
    const admission = first && second && together(first, second);
    if (!admission?.admitted) {
      all.forEach(({ client, rules }, i) => {
        if (charged[i]) this.giveBack(client, rules, cost);
        else if (answers[i]?.admitted && this.link.options.onFailure === 'local') {
          this.local.giveBack(client, rules, cost);
        }
      });
    }
    if (!admission) throw failed?.reason;
    if (!admission.admitted) this.refusals.add(own.client, own.rules, cost, admission, beside);
    return admission;
  }

  private decideAlone(
    client: string,
    rules: readonly WindowRule[],
    cost: number,
    beside?: Charge,
    cause?: unknown,
  ): Admission | Promise<Admission> {
    this.link.countFallback();
    switch (this.link.options.onFailure) {
      case 'local':
        return this.local.hit(client, rules, cost, beside);
      case 'open': {
        const states = [...rules, ...(beside?.rules ?? [])].map(untouched);
        return { admitted: true, retryIn: 0, refusedBy: -1, states };
      }
      case 'closed':
        return Promise.reject(new StoreUnavailableError('window', cause));
    }
  }
}

function untouched({ limit, burst }: WindowRule): { remaining: number; resetIn: number } {
  return { remaining: burst ?? limit, resetIn: 0 };
}

/** Two answers as one: the longer wait is the answer's. */
function together(a: Admission, b: Admission): Admission {
  const refused = a.retryIn >= b.retryIn ? a.refusedBy : b.refusedBy + a.states.length;
  const admitted = a.admitted && b.admitted;
  return {
    admitted,
    states: [...a.states, ...b.states],
    retryIn: Math.max(a.retryIn, b.retryIn),
    refusedBy: admitted ? -1 : refused,
  };
}

function admissionOf(answer: unknown): Admission {
  // A client of the user's may give numbers as texts.
  const numbers = (answer as unknown[]).map(Number);
  const [retryIn = 0, refusedBy = -1] = numbers;
  const states = [];
  for (let i = 2; i < numbers.length; i += 2) {
    states.push({ remaining: numbers[i] as number, resetIn: numbers[i + 1] as number });
  }
  return { admitted: refusedBy < 0, states, retryIn, refusedBy };
}
