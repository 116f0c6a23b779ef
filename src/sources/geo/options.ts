import { IsOptional, IsString, MinLength, ValidateBy } from 'class-validator';
import { Option } from '../../kernel/index.js';

/**
 * Tells the country of an address, at once: two letters (ISO 3166-1), or nothing where it is not known. The address is
 * canonical, IPv6 as RFC 5952 has it.
 */
export type CountryResolver = (address: string) => string | undefined;

/** Where countries come from; they are unknown where neither is set. */
export class CountryOptions {
  @Option({
    about: 'Tells the country of an address: a function that returns two letters at once, or nothing.',
    code: true,
  })
  @IsOptional()
  @ValidateBy({
    name: 'isResolver',
    validator: {
      validate: (value) => typeof value === 'function',
      defaultMessage: () => '$property must be a function of the address',
    },
  })
  resolver?: CountryResolver;

  @Option({
    about: 'A MaxMind or IPinfo file (`.mmdb`) with countries, read at start; needs the package mmdb-lib.',
    env: ['GUARD_GEO_DATABASE', 'GUARD_IPINFO_DB_PATH'],
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  database?: string;

  /** What no single option can say. */
  problems(): { path: string; message: string }[] {
    return this.resolver !== undefined && this.database !== undefined
      ? [{ path: 'database', message: 'cannot be set together with resolver' }]
      : [];
  }
}
