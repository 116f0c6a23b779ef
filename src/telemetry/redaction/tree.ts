import { type AddressBits, truncateAddresses } from './addresses.js';
import { REDACTED, type SensitiveNames, TRUNCATED } from './names.js';
import { redactQuery } from './query.js';

const MAX_DEPTH = 10;
const MAX_VALUES = 1_000;
const MAX_JSON = 8_192;
const MAX_KEY = 256;
const LONGEST_ADDRESS = 45;
const MIN_BUDGET = 16_384;

/** What one event may still cost: values and characters. Beyond it everything is redacted. */
interface Budget {
  values: number;
  chars: number;
}

export interface TreeRules {
  readonly names: SensitiveNames;
  /** Characters after which a text is cut. */
  readonly maxText: number;
  readonly addresses?: AddressBits;
}

/**
 * Copies a value of unknown origin into plain data that is fit to leave the process. Sensitive names, what is deeper
 * than 10 levels, what is no plain data, cycles, and what exceeds 1,000 values or about 16,000 characters in all become
 * `[REDACTED]`. Getters and proxies that throw are redacted too. Keys such as `__proto__` stay ordinary keys.
 */
export class Tree {
  private readonly budget: Budget;
  private readonly ancestors: object[] = [];

  constructor(private readonly rules: TreeRules) {
    this.budget = { values: MAX_VALUES, chars: Math.max(MIN_BUDGET, 2 * rules.maxText) };
  }

  copy(value: unknown): unknown {
    this.budget.values -= 1;
    if (this.budget.values < 0) return REDACTED;
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
      case 'boolean':
      case 'undefined':
        return value;
      case 'bigint':
        return value.toString();
      case 'object':
        return value === null ? null : this.guarded(value);
      default:
        return REDACTED;
    }
  }

  /** A text: JSON in it is redacted like the rest, parameters are redacted, what is too long is cut. */
  text(text: string): string {
    if (this.budget.chars <= 0) return REDACTED;
    const clean = this.json(text);
    const kept = redactQuery(this.cut(clean), this.rules.names);
    this.budget.chars -= kept.length;
    return clean.length > this.rules.maxText ? kept + TRUNCATED : kept;
  }

  /** The beginning of a text. Addresses are read before the cut, which could break one into what is no address. */
  private cut(text: string): string {
    const { addresses, maxText } = this.rules;
    if (!addresses) return text.slice(0, maxText);
    const read = truncateAddresses(text.slice(0, maxText + LONGEST_ADDRESS), addresses);
    return text.length > maxText ? read.slice(0, Math.max(0, Math.min(maxText, read.length - LONGEST_ADDRESS))) : read;
  }

  private json(text: string): string {
    const start = text.trimStart()[0];
    if (start !== '{' && start !== '[' && start !== '"') return text;
    if (text.length > MAX_JSON) return REDACTED;
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      // Cut or broken JSON: nobody can tell a value from its neighbours, so a sensitive name condemns the whole.
      return this.rules.names.occursIn(text) ? REDACTED : text;
    }
    return JSON.stringify(this.copy(parsed));
  }

  private guarded(value: object): unknown {
    if (this.ancestors.length >= MAX_DEPTH || this.ancestors.includes(value)) return REDACTED;
    this.ancestors.push(value);
    try {
      if (Array.isArray(value)) return this.array(value);
      return isPlain(value) ? this.object(value) : special(value);
    } catch {
      // A proxy or getter threw: what it guards cannot be known.
      return REDACTED;
    } finally {
      this.ancestors.pop();
    }
  }

  private array(values: readonly unknown[]): unknown[] {
    const copies: unknown[] = [];
    for (let i = 0; i < values.length; i++) {
      if (this.budget.values <= 0) return [...copies, REDACTED];
      copies.push(this.copy(this.read(() => values[i])));
    }
    return copies;
  }

  private object(value: object): Record<string, unknown> {
    // Without a prototype, `__proto__` is a key like any other.
    const copies = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(value)) {
      if (this.budget.values <= 0 || this.budget.chars <= 0) {
        copies[REDACTED] = REDACTED;
        break;
      }
      const name = this.name(key);
      this.budget.chars -= name.length;
      copies[name] = this.rules.names.has(key)
        ? REDACTED
        : this.copy(this.read(() => (value as Record<string, unknown>)[key]));
    }
    return copies;
  }

  private name(key: string): string {
    const { addresses } = this.rules;
    const name = key.length > MAX_KEY ? key.slice(0, MAX_KEY) + TRUNCATED : key;
    return addresses ? truncateAddresses(name, addresses) : name;
  }

  private read(get: () => unknown): unknown {
    try {
      return get();
    } catch {
      // A getter that throws has no value to show.
      return REDACTED;
    }
  }
}

/** Plain also where the object comes from another realm, whose `Object.prototype` is another. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function special(value: object): unknown {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : REDACTED;
}
