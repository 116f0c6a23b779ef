import { isIPv6 } from 'node:net';
import { type Address } from './types.js';

const NO_GROUPS: readonly number[] = Object.freeze([]);

/**
 * Reads an IP address: a dotted quad without leading zeros, or IPv6 without a zone. Undefined for anything else, so
 * that octal, hexadecimal and shortened IPv4 notations never mean two things to two readers.
 */
export function parseAddress(text: string): Address | undefined {
  if (text.length > 45) return undefined;
  const v4 = parseV4(text);
  if (v4 >= 0) return { text, family: 4, v4, groups: NO_GROUPS };
  return text.includes(':') ? parseV6(text) : undefined;
}

/** The number of a dotted quad, or -1. */
function parseV4(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === 46) {
      if (octet < 0 || ++dots > 3) return -1;
      value = value * 256 + octet;
      octet = -1;
    } else if (code >= 48 && code <= 57) {
      if (octet === 0) return -1;
      octet = octet < 0 ? code - 48 : octet * 10 + code - 48;
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1;
}

function parseV6(text: string): Address | undefined {
  if (!isIPv6(text) || text.includes('%')) return undefined;
  let source = text;
  const dot = source.indexOf('.');
  if (dot >= 0) {
    const start = source.lastIndexOf(':') + 1;
    const tail = parseV4(source.slice(start));
    if (tail < 0) return undefined;
    source = `${source.slice(0, start)}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
  }
  const gap = source.indexOf('::');
  const read = (part: string): number[] => (part === '' ? [] : part.split(':').map((group) => parseInt(group, 16)));
  const head = read(gap < 0 ? source : source.slice(0, gap));
  const rest = gap < 0 ? [] : read(source.slice(gap + 2));
  const groups = [...head, ...new Array<number>(8 - head.length - rest.length).fill(0), ...rest];
  return addressOf(groups);
}

/** The address of eight 16-bit groups; IPv4 where they are an IPv4-mapped address. */
export function addressOf(groups: readonly number[]): Address {
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) return fromV4((groups[6] ?? 0) * 65536 + (groups[7] ?? 0));
  return { text: format(groups), family: 6, v4: 0, groups };
}

export function fromV4(v4: number): Address {
  const text = `${v4 >>> 24}.${(v4 >>> 16) & 255}.${(v4 >>> 8) & 255}.${v4 & 255}`;
  return { text, family: 4, v4, groups: NO_GROUPS };
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) as `::`. */
function format(groups: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let i = 0; i < 8; i++) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > length) {
      start = i;
      length = end - i;
    }
    if (end > i) i = end;
  }
  const hex = (part: readonly number[]): string => part.map((group) => group.toString(16)).join(':');
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/**
 * The key under which a client is limited: an IPv4 address alone, an IPv6 address by its first `v6Prefix` bits (64 by
 * default, what one subscriber usually holds), so that a client cannot walk through its own network.
 */
export function bucketOf(address: Address, v6Prefix = 64): string {
  if (address.family === 4 || v6Prefix === 128) return address.text;
  const whole = v6Prefix >> 4;
  let key = '';
  for (let i = 0; i < whole; i++) key += `${(address.groups[i] ?? 0).toString(16)}:`;
  const rest = v6Prefix & 15;
  if (rest > 0) key += `${((address.groups[whole] ?? 0) & (0xffff << (16 - rest))).toString(16)}:`;
  return `${key}:/${v6Prefix}`;
}
