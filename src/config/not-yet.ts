/**
 * Variables of the family that this version does not read, by the first words of their names. Whoever sets one relies
 * on a protection that is not there, so the warning says that and not that the name is unknown.
 */
const NOT_YET = [
  'GUARD_WHITELIST_COUNTRIES',
  'GUARD_BLOCKED_COUNTRIES',
  'GUARD_GEO_',
  'GUARD_IPINFO_',
  'GUARD_BLOCK_CLOUD_PROVIDERS',
  'GUARD_CLOUD_',
  'GUARD_ENFORCE_HTTPS',
  'GUARD_TRUST_X_FORWARDED_PROTO',
  'GUARD_SECURITY_HEADERS',
  'GUARD_ENABLE_CORS',
  'GUARD_CORS_',
  'GUARD_GLOBAL_BEHAVIOR_RULES',
  'GUARD_BEHAVIOR_',
  'GUARD_CUSTOM_ERROR_RESPONSES',
  'GUARD_ENABLE_OTEL',
  'GUARD_OTEL_',
  'GUARD_ENABLE_ENRICHMENT',
  'GUARD_LOG_',
];

export function isNotYet(name: string): boolean {
  return NOT_YET.some((start) => name.startsWith(start));
}
