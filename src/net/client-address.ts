import { type AddressSet } from './address-set.js';
import { parseAddress } from './address.js';
import { type Address } from './types.js';

export interface ClientAddress {
  /** Undefined where there is no address to believe: a socket without a peer that is not trusted. */
  readonly address: Address | undefined;
  /** Where the address came from. */
  readonly source: 'peer' | 'header' | 'none';
  /** With `header`: which entry from the right it was, from 1. */
  readonly hop: number;
  /** True where the header was there and was not believed. */
  readonly ignoredHeader: boolean;
}

export interface ClientAddressSettings {
  /** The proxies whose header is believed. */
  readonly trusted: AddressSet;
  /** Believe the header on sockets without an address (UNIX domain sockets). */
  readonly trustUnix: boolean;
  /** The fewest entries that the header must have to be believed. */
  readonly depth: number;
}

/**
 * Finds out who the client is. Source of the rule: the family (entries counted from the right over trusted
 * proxies): only trusted peers are believed, and only as far as the chain of trusted proxies goes.
 */
export class ClientAddressResolver {
  constructor(private readonly settings: ClientAddressSettings) {}

  /**
   * `peer` is the socket's remote address, `header` the joined value of the forwarding header. From a trusted peer the
   * header is walked from the right: the client is the first entry that is no trusted proxy, or the leftmost where
   * all are. A chain with fewer than `depth` entries, or an entry on the way that is no address, is not believed: then
   * the client is the peer.
   */
  resolve(peer: Address | undefined, header: string | undefined): ClientAddress {
    if (header === undefined || header === '') return this.peer(peer, false);
    const { trusted, trustUnix, depth } = this.settings;
    if (peer ? !trusted.has(peer) : !trustUnix) return this.peer(peer, true);
    if (!hasEntries(header, depth)) return this.peer(peer, true);

    let end = header.length;
    for (let hop = 1; ; hop++) {
      const comma = end === 0 ? -1 : header.lastIndexOf(',', end - 1);
      const entry = parseEntry(header.slice(comma + 1, end));
      if (!entry) return this.peer(peer, true);
      if (comma < 0 || !trusted.has(entry)) return { address: entry, source: 'header', hop, ignoredHeader: false };
      end = comma;
    }
  }

  private peer(address: Address | undefined, ignoredHeader: boolean): ClientAddress {
    return { address, source: address ? 'peer' : 'none', hop: 0, ignoredHeader };
  }
}

function hasEntries(header: string, count: number): boolean {
  let from = 0;
  for (let seen = 1; seen < count; seen++) {
    from = header.indexOf(',', from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** One entry: an address, perhaps in brackets, perhaps with a port. */
function parseEntry(text: string): Address | undefined {
  let entry = text.trim();
  if (entry.startsWith('[')) {
    const close = entry.indexOf(']');
    if (close < 0 || !/^(:\d{1,5})?$/.test(entry.slice(close + 1))) return undefined;
    entry = entry.slice(1, close);
    return entry.includes(':') ? parseAddress(entry) : undefined;
  }
  const colon = entry.indexOf(':');
  if (colon >= 0 && colon === entry.lastIndexOf(':') && /^\d{1,5}$/.test(entry.slice(colon + 1))) {
    entry = entry.slice(0, colon);
  }
  return parseAddress(entry);
}
