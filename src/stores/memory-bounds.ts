import { type MemoryOptions } from './memory-options.js';

/**
 * Bytes that a pair of client and limit takes, whatever its address: 48 for its numbers, 40 for the text, 20 for its place
 * in the order and its name, and 8 to 16 for the table, which is a power of two. Only keys that are longer than an address
 * take more, which those of key functions are not. `bench/stores.mjs` measures it.
 */
const BYTES_PER_CLIENT = 124;

/** How many pairs of each kind fit both bounds; there are two kinds, limits and offences. */
export function clientsWithin({ maxClients, maxBytes }: MemoryOptions): number {
  return Math.min(maxClients, Math.floor(maxBytes / 2 / BYTES_PER_CLIENT));
}
