import { asBoolean } from '../../kernel/index.js';

/** The leading bits of an address that telemetry keeps. */
export interface AddressBits {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** A network of the size that providers hand out to one customer, or larger. */
const USUAL: AddressBits = { ipv4: 24, ipv6: 48 };
const PROBLEM = 'must be true, false, or the bits that stay: ipv4 from 0 to 32 and ipv6 from 0 to 128';

/** `true`, `false`, or the bits of IPv4 and IPv6, as in `24/48`. */
export function asAddressBits(text: string): boolean | AddressBits {
  const bits = /^\s*(\d{1,3})\s*\/\s*(\d{1,3})\s*$/.exec(text);
  if (bits) return { ipv4: Number(bits[1]), ipv6: Number(bits[2]) };
  try {
    return asBoolean(text) as boolean;
  } catch {
    throw new Error('must be true, false, or bits such as 24/48');
  }
}

export function checkAddressBits(value: unknown): string | undefined {
  if (typeof value === 'boolean') return undefined;
  if (typeof value !== 'object' || value === null) return PROBLEM;
  const { ipv4, ipv6, ...rest } = value as Record<string, unknown>;
  return isBits(ipv4, 32) && isBits(ipv6, 128) && Object.keys(rest).length === 0 ? undefined : PROBLEM;
}

/** The bits that stay; undefined where addresses are sent whole. */
export function addressBits(option: boolean | AddressBits): AddressBits | undefined {
  return typeof option === 'object' ? option : option ? USUAL : undefined;
}

function isBits(value: unknown, most: number): boolean {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= most;
}
