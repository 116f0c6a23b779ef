/**
 * A dynamic rule set, checked whole. Field names follow our options; the wire names stand in
 * `policies/dynamic-rules`. Undefined means: leave as configured.
 */
export interface RuleSet {
  readonly id: string;
  readonly version: number;
  /** Milliseconds since the epoch; the rules fall back to the configuration at this moment. */
  readonly expiresAt?: number;
  /** Addresses and networks to ban, each for `banDuration` seconds. */
  readonly ban: readonly string[];
  readonly banDuration: number;
  /** Addresses and networks whose bans are lifted. */
  readonly unban: readonly string[];
  readonly rateLimit?: { readonly limit?: number; readonly window?: number; readonly enabled?: boolean };
  readonly rateLimitBan?: boolean;
  readonly endpointLimits: Readonly<Record<string, readonly [limit: number, window: number]>>;
  readonly userAgents: readonly string[];
  readonly detection?: boolean;
  readonly banning?: { readonly enabled?: boolean; readonly threshold?: number; readonly duration?: number };
  readonly emergency: boolean;
  readonly emergencyAllow: readonly string[];
  /** Names of fields that are set and that this version does not apply; reported, never silent. */
  readonly unsupported: readonly string[];
}
