import { type RuleSet } from '../../kernel/index.js';
import { Reader } from './reader.js';

/** A rule set that was read, or everything that is wrong with it. */
export type ReadRules = { readonly rules: RuleSet } | { readonly problems: readonly string[] };

/** Fields of the protocol that this version reads and does not apply. */
const UNSUPPORTED = ['blocked_countries', 'whitelist_countries', 'blocked_cloud_providers', 'suspicious_patterns'];
const MAX_ENTRIES = 10_000;
const MAX_SECONDS = 315_360_000;

/**
 * Checks a rule set as the platform sends it, whole: nothing applies where anything is wrong. A field that is absent,
 * null or empty leaves what is configured. Field names and defaults are the protocol's.
 */
export function readRules(raw: unknown): ReadRules {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return { problems: ['not an object'] };
  const read = new Reader(raw as Record<string, unknown>);
  const endpointLimits = read.limits('endpoint_rate_limits', MAX_ENTRIES);
  const unsupported = UNSUPPORTED.filter((field) => read.list(field, MAX_ENTRIES).length > 0);
  const rules: RuleSet = {
    id: read.text('rule_id') ?? 'default-rule',
    version: read.integer('version', 0, Number.MAX_SAFE_INTEGER) ?? 1,
    expiresAt: read.time('expires_at'),
    ban: read.networks('ip_blacklist', MAX_ENTRIES),
    banDuration: read.integer('ip_ban_duration', 1, MAX_SECONDS) ?? 3600,
    unban: read.networks('ip_whitelist', MAX_ENTRIES),
    rateLimit: {
      limit: read.integer('global_rate_limit', 1, 1_000_000_000),
      window: read.integer('global_rate_window', 1, 31_536_000),
      enabled: read.flag('enable_rate_limiting'),
    },
    rateLimitBan: read.flag('enable_rate_limit_auto_ban'),
    endpointLimits,
    userAgents: read.userAgents('blocked_user_agents', MAX_ENTRIES),
    detection: read.flag('enable_penetration_detection'),
    banning: {
      enabled: read.flag('enable_ip_banning'),
      threshold: read.integer('auto_ban_threshold', 1, 1_000_000),
      duration: read.integer('auto_ban_duration', 1, MAX_SECONDS),
    },
    emergency: read.flag('emergency_mode') ?? false,
    emergencyAllow: read.networks('emergency_whitelist', MAX_ENTRIES),
    unsupported,
  };
  return read.problems.length > 0 ? { problems: read.problems } : { rules };
}
