import { parseNetwork } from './network.js';
import { type Address, type Network } from './types.js';

interface Range<T> {
  readonly from: T;
  readonly to: T;
}

/**
 * An immutable set of addresses and networks. Built once into sorted, merged ranges; membership is one binary search.
 */
export class AddressSet {
  static readonly EMPTY = new AddressSet([]);

  private readonly v4: readonly Range<number>[];
  private readonly v6: readonly Range<readonly number[]>[];

  constructor(networks: readonly Network[]) {
    const v4 = networks.filter(({ base }) => base.family === 4);
    const v6 = networks.filter(({ base }) => base.family === 6);
    this.v4 = merge(v4.map(rangeV4), (a, b) => a - b);
    this.v6 = merge(v6.map(rangeV6), compareGroups);
  }

  get isEmpty(): boolean {
    return this.v4.length === 0 && this.v6.length === 0;
  }

  has(address: Address): boolean {
    return address.family === 4
      ? this.v4.length > 0 && search(this.v4, address.v4, (a, b) => a - b)
      : this.v6.length > 0 && search(this.v6, address.groups, compareGroups);
  }
}

function rangeV4({ base, prefix }: Network): Range<number> {
  return { from: base.v4, to: base.v4 + 2 ** (32 - prefix) - 1 };
}

function rangeV6({ base, prefix }: Network): Range<readonly number[]> {
  const to = base.groups.map((group, i) => {
    const host = Math.min(16, Math.max(0, 16 - (prefix - i * 16)));
    return group | (2 ** host - 1);
  });
  return { from: base.groups, to };
}

function compareGroups(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 8; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function merge<T>(ranges: Range<T>[], compare: (a: T, b: T) => number): Range<T>[] {
  const merged: Range<T>[] = [];
  for (const range of ranges.sort((a, b) => compare(a.from, b.from))) {
    const last = merged.at(-1);
    if (!last || compare(range.from, last.to) > 0) merged.push(range);
    else if (compare(range.to, last.to) > 0) merged[merged.length - 1] = { from: last.from, to: range.to };
  }
  return merged;
}

function search<T>(ranges: readonly Range<T>[], value: T, compare: (a: T, b: T) => number): boolean {
  let low = 0;
  let high = ranges.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle] as Range<T>;
    if (compare(value, range.from) < 0) high = middle - 1;
    else if (compare(value, range.to) > 0) low = middle + 1;
    else return true;
  }
  return false;
}

/**
 * The set of addresses and networks that were checked before.
 *
 * @throws TypeError for text that is neither.
 */
export function addressSetOf(texts: readonly string[]): AddressSet {
  if (texts.length === 0) return AddressSet.EMPTY;
  const networks = texts.map((text) => {
    const network = parseNetwork(text);
    if (!network) throw new TypeError(`no IP address or network: ${JSON.stringify(text)}`);
    return network;
  });
  return new AddressSet(networks);
}
