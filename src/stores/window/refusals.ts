import { type Clock } from '../../kernel/index.js';
import { LruIndex } from '../lru/index.js';
import { type Admission, type Charge, type WindowRule } from './port.js';

/** Clients that are remembered; beyond that the least recently seen is asked for again. */
const CAPACITY = 10_000;

/** Milliseconds after which Redis is asked again in any case: a reset elsewhere, or a higher limit, may have come. */
const MAX_AGE = 1000;

interface Refusal {
  readonly client: string;
  readonly rules: readonly WindowRule[];
  readonly beside: Charge | undefined;
  readonly cost: number;
  readonly admission: Admission;
  readonly at: number;
}

/**
 * What Redis has just refused. Until the time that it named nothing but a reset can change the answer, so a client that
 * goes on hammering costs no round trip. Only for the very same rules and cost: others may have other limits, and less may fit.
 */
export class Refusals {
  private readonly index = new LruIndex(CAPACITY);
  private readonly refusals: (Refusal | undefined)[] = [];

  constructor(private readonly clock: Clock) {}

  /** The refusal that still holds, with the times as they are now. */
  find(client: string, rules: readonly WindowRule[], cost: number, beside?: Charge): Admission | undefined {
    if (this.index.size === 0) return undefined;
    const by = (one: string): Admission | undefined => this.current(one, client, rules, cost, beside);
    return by(client) ?? (beside && by(beside.client));
  }

  /** Keeps a refusal with the client whose limit refused: a reset of that one ends it. */
  add(client: string, rules: readonly WindowRule[], cost: number, admission: Admission, beside?: Charge): void {
    const by = beside && admission.refusedBy >= rules.length ? beside.client : client;
    const hash = this.index.hash(by);
    let slot = this.index.find(by, '', hash);
    if (slot < 0) slot = this.index.insert(by, '', hash);
    this.refusals[slot] = { client, rules, beside, cost, admission, at: this.clock.monotonic() };
  }

  remove(client: string): void {
    const slot = this.index.find(client, '', this.index.hash(client));
    if (slot >= 0) this.drop(slot);
  }

  private current(
    by: string,
    client: string,
    rules: readonly WindowRule[],
    cost: number,
    beside: Charge | undefined,
  ): Admission | undefined {
    const slot = this.index.find(by, '', this.index.hash(by));
    const refusal = slot < 0 ? undefined : this.refusals[slot];
    if (!refusal || refusal.cost !== cost || refusal.client !== client) return undefined;
    if (!isSame(refusal.rules, rules) || !isSameCharge(refusal.beside, beside)) return undefined;
    const { admission, at } = refusal;
    const age = Math.ceil(this.clock.monotonic() - at);
    if (age >= Math.min(MAX_AGE, admission.retryIn)) {
      this.drop(slot);
      return undefined;
    }
    this.index.touch(slot);
    return {
      ...admission,
      retryIn: admission.retryIn - age,
      states: admission.states.map(({ remaining, resetIn }) => ({ remaining, resetIn: Math.max(0, resetIn - age) })),
    };
  }

  private drop(slot: number): void {
    this.index.remove(slot);
    this.refusals[slot] = undefined;
  }
}

function isSame(a: readonly WindowRule[], b: readonly WindowRule[]): boolean {
  return a === b || (a.length === b.length && a.every((rule, i) => rule === b[i]));
}

function isSameCharge(a: Charge | undefined, b: Charge | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && a.client === b.client && isSame(a.rules, b.rules));
}
