import { openDatabase } from './database.js';
import { type CountryOptions, type CountryResolver } from './options.js';

/** The countries of addresses, from whichever source is configured. */
export class Countries {
  private resolver: CountryResolver | undefined;

  constructor(private readonly options: Pick<CountryOptions, 'resolver' | 'database'>) {
    this.resolver = options.resolver;
  }

  /** Whether there is a source at all. */
  get known(): boolean {
    return this.options.resolver !== undefined || this.options.database !== undefined;
  }

  /**
   * Reads the file, where one is configured.
   *
   * @throws GuardConfigurationError where it cannot be used.
   */
  async open(): Promise<void> {
    if (this.options.database !== undefined) this.resolver = await openDatabase(this.options.database);
  }

  /**
   * The country of an address in two capital letters; undefined where it is not known.
   *
   * @throws what the resolver throws, and TypeError where it returns neither two letters nor nothing (a promise, for
   * one).
   */
  of(address: string): string | undefined {
    const code: unknown = this.resolver?.(address);
    if (code === undefined || code === null || code === '') return undefined;
    if (typeof code === 'string' && /^[a-z]{2}$/i.test(code)) return code.toUpperCase();
    throw new TypeError('the country of an address must be two letters or nothing');
  }
}
