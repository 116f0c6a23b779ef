import { Injectable } from '@nestjs/common';

/** The protocol's defaults: a rule set that changes nothing. */
const DEFAULTS = {
  rule_id: 'default-rule',
  version: 1,
  expires_at: null,
  ttl: 300,
  ip_blacklist: [],
  ip_whitelist: [],
  ip_ban_duration: 3600,
  blocked_countries: [],
  whitelist_countries: [],
  global_rate_limit: null,
  global_rate_window: null,
  endpoint_rate_limits: {},
  blocked_cloud_providers: [],
  blocked_user_agents: [],
  suspicious_patterns: [],
  enable_penetration_detection: null,
  enable_ip_banning: null,
  enable_rate_limiting: null,
  enable_rate_limit_auto_ban: null,
  auto_ban_threshold: null,
  auto_ban_duration: null,
  emergency_mode: false,
  emergency_whitelist: [],
  emergency_whitelist_only: false,
  message: null,
};

/** The dynamic rules that agents get: the protocol's defaults with what was put laid over them. */
@Injectable()
export class RuleShelf {
  private put: object = {};
  private since = new Date();

  /** Takes the place of what was put before. It is not checked: what an agent makes of nonsense is worth seeing. */
  set(rules: object): void {
    this.put = rules;
    this.since = new Date();
  }

  get inForce(): Record<string, unknown> {
    return { ...DEFAULTS, timestamp: this.since.toISOString(), ...this.put };
  }
}
