import { parseNetwork } from '../../net/index.js';

/** The leading bits of an address that are kept. */
export interface AddressBits {
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * What may be an IPv6 address (also with a dotted end), and a dotted quad. Each begins where no character of its kind
 * stands before it, so that no run of characters is looked at twice.
 */
const V6 = /(?<![\w:.])(?=[\da-f]{0,4}:)[\da-f:]{1,44}(?:[\da-f]|::)(?:\.\d{1,3}){0,3}(?!\w|:[\da-f:])/gi;
const V4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)/g;

/** Clears the host bits of every address in a text, with or without a port behind it. Other text stays as it is. */
export function truncateAddresses(text: string, { ipv4, ipv6 }: AddressBits): string {
  const cut = (found: string): string => {
    const mapped = parseNetwork(found)?.base.family === 4 && found.includes(':');
    const bits = !found.includes(':') ? ipv4 : mapped ? 96 + ipv4 : ipv6;
    return parseNetwork(`${found}/${bits}`)?.base.text ?? found;
  };
  const v6 = text.includes(':') ? text.replace(V6, cut) : text;
  return v6.includes('.') ? v6.replace(V4, cut) : v6;
}
