import { isPattern } from '../../kernel/index.js';
import { parseNetwork } from '../../net/index.js';

/** Reads the fields of an object that came over a network, and remembers everything that is wrong. */
export class Reader {
  readonly problems: string[] = [];

  constructor(private readonly raw: Readonly<Record<string, unknown>>) {}

  /** The value of an own field; undefined where it is absent or null. */
  private value(field: string): unknown {
    return Object.hasOwn(this.raw, field) ? (this.raw[field] ?? undefined) : undefined;
  }

  private wrong(field: string, expected: string): undefined {
    this.problems.push(`${field} must be ${expected}`);
    return undefined;
  }

  text(field: string): string | undefined {
    const value = this.value(field);
    if (value === undefined || (typeof value === 'string' && value.length <= 500)) return value;
    return this.wrong(field, 'a text of at most 500 characters');
  }

  flag(field: string): boolean | undefined {
    const value = this.value(field);
    return value === undefined || typeof value === 'boolean' ? value : this.wrong(field, 'true, false or null');
  }

  integer(field: string, min: number, max: number): number | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
    return this.wrong(field, `a whole number from ${min} to ${max}`);
  }

  /** Milliseconds since the epoch of an ISO 8601 time. */
  time(field: string): number | undefined {
    const value = this.value(field);
    if (value === undefined) return undefined;
    // The platform writes Python's form too: a space between date and time.
    const at = typeof value === 'string' ? Date.parse(value.replace(' ', 'T')) : NaN;
    return Number.isNaN(at) ? this.wrong(field, 'an ISO 8601 time') : at;
  }

  list(field: string, max: number): readonly string[] {
    const value = this.value(field) ?? [];
    if (Array.isArray(value) && value.length <= max && value.every((entry) => typeof entry === 'string')) return value;
    this.wrong(field, `a list of at most ${max} texts`);
    return [];
  }

  networks(field: string, max: number): readonly string[] {
    const texts = this.list(field, max);
    const networks = texts.map((text) => parseNetwork(text.trim()));
    if (networks.some((network) => !network || network.prefix === 0)) {
      this.wrong(field, 'a list of IP addresses and networks, none of them /0');
      return [];
    }
    return networks.map((network) => network?.text ?? '');
  }

  userAgents(field: string, max: number): readonly string[] {
    const patterns = this.list(field, max);
    if (patterns.every((pattern) => pattern.length <= 1000 && isPattern(pattern))) return patterns;
    this.wrong(field, 'a list of words and RE2 expressions of at most 1000 characters');
    return [];
  }

  limits(field: string, max: number): Readonly<Record<string, readonly [number, number]>> {
    const value = this.value(field) ?? {};
    const fits = (entry: unknown): boolean =>
      Array.isArray(entry) && entry.length === 2 && entry.every((number) => Number.isInteger(number) && number >= 1);
    const entries = typeof value === 'object' && !Array.isArray(value) ? Object.entries(value) : undefined;
    if (entries && entries.length <= max && entries.every(([path, entry]) => path.startsWith('/') && fits(entry))) {
      return Object.fromEntries(entries);
    }
    this.wrong(field, 'an object of [requests, seconds] by path');
    return {};
  }
}
