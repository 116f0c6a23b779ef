/** An IP address, parsed once. IPv4-mapped IPv6 addresses are IPv4 here. */
export interface Address {
  /** Canonical text: dotted quad, or RFC 5952. */
  readonly text: string;
  readonly family: 4 | 6;
  /** IPv4: the address as an unsigned 32-bit number; 0 for IPv6. */
  readonly v4: number;
  /** IPv6: eight 16-bit groups; empty for IPv4. */
  readonly groups: readonly number[];
}
