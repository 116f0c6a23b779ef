import { addressOf, fromV4, parseAddress } from './address.js';
import { type Network } from './types.js';

/**
 * Reads an address or a CIDR network. Host bits are cleared; a prefix of an IPv4-mapped IPv6 network counts in IPv4
 * bits (`::ffff:10.0.0.0/104` is `10.0.0.0/8`). Undefined for anything else.
 */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  const base = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (!base) return undefined;
  const width = base.family === 4 ? 32 : 128;
  if (slash < 0) return { base, prefix: width, text: base.text };
  const digits = text.slice(slash + 1);
  if (!/^(0|[1-9]\d{0,2})$/.test(digits)) return undefined;
  let prefix = Number(digits);
  if (base.family === 4 && text.includes(':')) prefix -= 96;
  if (prefix < 0 || prefix > width) return undefined;
  const cleared =
    base.family === 4
      ? fromV4(prefix === 0 ? 0 : (base.v4 & (0xffffffff << (32 - prefix))) >>> 0)
      : addressOf(base.groups.map((group, i) => group & mask16(prefix - i * 16)));
  // Clearing can turn an IPv6 base into the mapped range only where the prefix already lies inside it.
  return { base: cleared, prefix, text: prefix === width ? cleared.text : `${cleared.text}/${prefix}` };
}

/** The mask of one 16-bit group of which the first `bits` belong to the network. */
function mask16(bits: number): number {
  return bits <= 0 ? 0 : bits >= 16 ? 0xffff : (0xffff << (16 - bits)) & 0xffff;
}
