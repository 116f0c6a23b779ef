import { type Address } from '../kernel/index.js';

export { type Address };

/** A network: an address with its host bits cleared, and a prefix length (of 32 or 128). */
export interface Network {
  readonly base: Address;
  readonly prefix: number;
  /** Canonical text: the address alone where the prefix is full, otherwise `base/prefix`. */
  readonly text: string;
}
