import { readFile } from 'node:fs/promises';
import type * as mmdb from 'mmdb-lib';
import { GuardConfigurationError, printable } from '../../kernel/index.js';
import { type CountryResolver } from './options.js';

/** Networks of which one address is looked up at start, so that a file cut short is noticed then. */
const PROBES = 256;

/** A record, as far as the common files have countries: MaxMind and DB-IP, IPinfo, IPinfo's older files. */
interface CountryRecord {
  readonly country?: { readonly iso_code?: unknown } | string;
  readonly registered_country?: { readonly iso_code?: unknown };
  readonly country_code?: unknown;
}

type Library = typeof mmdb;

/**
 * Reads a file of countries into memory.
 *
 * @throws GuardConfigurationError where the file cannot be read, is none, or has no countries, or where mmdb-lib is not
 * installed.
 */
export async function openDatabase(file: string): Promise<CountryResolver> {
  const library = await loadLibrary();
  const bytes = await readFile(file).catch((error: unknown) => {
    throw wrong(`${printable(file)} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`);
  });
  const look = readerOf(library, bytes, file);
  let found = 0;
  for (let i = 0; i < PROBES; i++) if (look(`${i}.1.1.1`) !== undefined) found += 1;
  if (found === 0) throw wrong(`${printable(file)} has no countries`);
  return look;
}

function readerOf({ Reader }: Library, bytes: Buffer, file: string): CountryResolver {
  try {
    const reader = new Reader(bytes) as unknown as Pick<mmdb.Reader<never>, 'metadata'> & {
      get(address: string): CountryRecord | null;
    };
    const hasV6 = reader.metadata.ipVersion === 6;
    const look: CountryResolver = (address) =>
      hasV6 || !address.includes(':') ? countryOf(reader.get(address)) : undefined;
    for (let i = 0; i < PROBES; i++) look(`${i}.1.1.1`);
    return look;
  } catch {
    throw wrong(`${printable(file)} is no MaxMind file, or is damaged`);
  }
}

function countryOf(record: CountryRecord | null): string | undefined {
  if (!record) return undefined;
  const { country, registered_country: registered, country_code: code } = record;
  const found = code ?? (typeof country === 'string' ? country : (country?.iso_code ?? registered?.iso_code));
  return typeof found === 'string' && found !== '' ? found : undefined;
}

async function loadLibrary(): Promise<Library> {
  try {
    return await import('mmdb-lib');
  } catch (error) {
    const code = (error as { code?: string }).code ?? 'not found';
    throw wrong(`needs the package mmdb-lib: npm install mmdb-lib (${code})`);
  }
}

function wrong(message: string): GuardConfigurationError {
  return new GuardConfigurationError([
    { path: 'country.database', variables: ['GUARD_GEO_DATABASE', 'GUARD_IPINFO_DB_PATH'], message },
  ]);
}
