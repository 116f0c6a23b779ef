import { type Check, type Exchange, type RouteMetadata, type Step, type Verdict } from '../../kernel/index.js';
import { type AddressSet, addressSetOf } from '../../net/index.js';
import { ALLOW_IPS, DENY_IPS } from './decorators.js';
import { type IpOptions } from './options.js';

interface RouteLists {
  readonly allow: AddressSet | undefined;
  readonly deny: AddressSet | undefined;
}

/** Allow and deny lists. A non-empty allow list is restrictive, and a match in it beats the deny list. */
export class IpCheck implements Check {
  readonly name = 'ip';
  private readonly allow: AddressSet;
  private readonly deny: AddressSet;
  private readonly exempt: AddressSet;
  private readonly plain: Step | undefined;

  constructor(options: IpOptions) {
    this.allow = addressSetOf(options.allow);
    this.deny = addressSetOf(options.deny);
    this.exempt = addressSetOf(options.exempt);
    const idle = this.allow.isEmpty && this.deny.isEmpty && this.exempt.isEmpty;
    this.plain = idle ? undefined : { check: this.name, run: (exchange) => this.global(exchange) };
  }

  head(route: RouteMetadata | undefined): Step | undefined {
    const allow = route?.read<readonly string[]>(ALLOW_IPS);
    const deny = route?.read<readonly string[]>(DENY_IPS);
    if (!allow && !deny) return this.plain;
    const lists: RouteLists = { allow: allow && addressSetOf(allow), deny: deny && addressSetOf(deny) };
    return { check: this.name, run: (exchange) => this.local(exchange, lists) };
  }

  private local(exchange: Exchange, { allow, deny }: RouteLists): Verdict | undefined {
    const { address } = exchange;
    if (allow) {
      if (!address || !allow.has(address))
        return refusal('access_denied', 'the address is not allowed on this route', 'AllowIps');
      this.mark(exchange);
      return undefined;
    }
    if (!address || deny?.has(address))
      return refusal('access_denied', 'the address is denied on this route', 'DenyIps');
    return this.global(exchange);
  }

  private global(exchange: Exchange): Verdict | undefined {
    const { address } = exchange;
    this.mark(exchange);
    if (exchange.allowed) return undefined;
    if (!this.allow.isEmpty) return refusal('ip_blocked', 'the address is not on the allow list');
    if (address && this.deny.has(address)) return refusal('ip_blocked', 'the address is on the deny list');
    return undefined;
  }

  private mark(exchange: Exchange): void {
    const { address } = exchange;
    if (!address) return;
    exchange.allowed = this.allow.has(address);
    exchange.exempt = exchange.allowed || this.exempt.has(address);
  }
}

function refusal(event: string, reason: string, decorator?: string): Verdict {
  return { check: 'ip', status: 403, reason, event, rule: decorator ?? 'ip', ...(decorator && { decorator }) };
}
