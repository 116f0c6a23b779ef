import {
  type Check,
  type Exchange,
  type RouteMetadata,
  type RuleSet,
  type Step,
  type StepResult,
  type Verdict,
} from '../../kernel/index.js';
import { type Admission, type WindowState, type WindowStore } from '../../stores/index.js';
import { RATE_LIMIT, type RouteLimits } from './decorators.js';
import { bucketFor, type LimitKey } from './key.js';
import { endpointKey, type Limit, limitOf, limitsOf } from './limit.js';
import { type RateLimitOptions } from './options.js';

/** Sets a header of the answer, on whichever platform. */
export type SetHeader = (exchange: Exchange, name: string, value: string) => void;

interface RoutePolicy {
  readonly limits: readonly Limit[];
  readonly additional: boolean;
  readonly key: LimitKey | undefined;
}

/** Limits that have admitted already. */
interface Answered {
  readonly limits: readonly Limit[];
  readonly states: readonly WindowState[];
}

const NONE: readonly Limit[] = [];

/**
 * Limits requests per client or key: the endpoint's limit, the route's, and the global one, in one atomic question to
 * the store. Where the route counts by another key than the rest, they lie apart (in a cluster on different nodes), so
 * the rest is asked first and then the route: whom the rest refuses has used nothing up of the route's. The answer carries `RateLimit` and `RateLimit-Policy` (IETF draft-ietf-httpapi-ratelimit-headers).
 */
export class RateLimitCheck implements Check {
  readonly name = 'rateLimit';
  /** What applies where neither an endpoint nor a route has a limit: one list for all requests. */
  private global: readonly Limit[];
  private endpoints: ReadonlyMap<string, Limit>;
  private offence: boolean;
  private readonly plain: Step = { check: this.name, run: (exchange) => this.run(exchange, undefined) };

  constructor(
    private readonly options: RateLimitOptions,
    private readonly store: WindowStore,
    private readonly setHeader: SetHeader,
  ) {
    this.global = globalOf(options);
    this.endpoints = endpointsOf(options.endpoints);
    this.offence = options.ban;
  }

  head(route: RouteMetadata | undefined): Step {
    const own = route?.read<RouteLimits>(RATE_LIMIT);
    if (!route || !own) return this.plain;
    const limits = limitsOf(`route:${route.name}`, 'route', own.windows, 'RateLimit');
    const policy: RoutePolicy = { limits, additional: own.additional ?? false, key: own.key ?? this.options.key };
    return { check: this.name, run: (exchange) => this.run(exchange, policy) };
  }

  applyRules(rules: RuleSet | undefined): void {
    this.global = globalOf(overlay(this.options, rules?.rateLimit));
    this.endpoints = endpointsOf({ ...this.options.endpoints, ...rules?.endpointLimits });
    this.offence = rules?.rateLimitBan ?? this.options.ban;
  }

  private run(exchange: Exchange, route: RoutePolicy | undefined): StepResult {
    if (exchange.exempt) return undefined;
    const endpoint = this.endpoints.size > 0 ? this.endpoints.get(endpointKey(exchange.path ?? '')) : undefined;
    const global = !route || route.additional ? this.global : NONE;
    const general = endpoint ? [endpoint, ...global] : global;
    if (!route) {
      return general.length === 0 ? undefined : this.ask(exchange, bucketFor(exchange, this.options.key), general);
    }
    const own = bucketFor(exchange, route.key);
    const rest = general.length === 0 ? own : bucketFor(exchange, this.options.key);
    if (own === rest) return this.ask(exchange, own, [...route.limits, ...general]);
    return this.ask(exchange, rest, general, (before) => this.ask(exchange, own, route.limits, undefined, before));
  }

  private ask(
    exchange: Exchange,
    bucket: string,
    limits: readonly Limit[],
    next?: (before: Answered) => StepResult,
    before?: Answered,
  ): StepResult {
    const admission = this.store.hit(bucket, limits);
    const answered = (answer: Admission): StepResult =>
      next && answer.admitted ? next({ limits, states: answer.states }) : this.decide(exchange, limits, answer, before);
    return admission instanceof Promise ? admission.then(answered) : answered(admission);
  }

  private decide(
    exchange: Exchange,
    limits: readonly Limit[],
    admission: Admission,
    before: Answered | undefined,
  ): Verdict | undefined {
    const all = before ? [...limits, ...before.limits] : limits;
    const states = before ? [...admission.states, ...before.states] : admission.states;
    let fields = '';
    let policies = '';
    for (let i = 0; i < all.length; i++) {
      const limit = all[i] as Limit;
      const state = states[i];
      const separator = i === 0 ? '' : ', ';
      policies += separator + limit.policy;
      fields += `${separator}"${limit.label}";r=${state?.remaining ?? 0};t=${Math.ceil((state?.resetIn ?? 0) / 1000)}`;
    }
    this.setHeader(exchange, 'RateLimit', fields);
    this.setHeader(exchange, 'RateLimit-Policy', policies);
    return admission.admitted ? undefined : this.refuse(limits[Math.max(0, admission.refusedBy)] as Limit, admission);
  }

  private refuse(limit: Limit, admission: Admission): Verdict {
    return {
      check: this.name,
      category: 'rate_limit',
      status: 429,
      reason: `more than ${limit.limit} requests in ${limit.window} s`,
      event: 'rate_limited',
      retryAfter: Math.max(1, Math.ceil(admission.retryIn / 1000)),
      rule: limit.name,
      evidence: { limit: limit.limit, window: limit.window },
      ...(limit.decorator && { decorator: limit.decorator }),
      ...(this.offence && { offence: true }),
    };
  }
}

type GlobalLimit = Pick<RateLimitOptions, 'enabled' | 'limit' | 'window' | 'windows'>;

function globalOf({ enabled, limit, window, windows }: GlobalLimit): readonly Limit[] {
  if (!enabled) return [];
  return limitsOf('default', 'default', windows.length > 0 ? windows : [{ limit, window }]);
}

/** A rule that names a limit or a window stands in place of several windows. */
function overlay(options: RateLimitOptions, rule: RuleSet['rateLimit']): GlobalLimit {
  const { enabled = options.enabled, limit = options.limit, window = options.window } = rule ?? {};
  const single = rule?.limit !== undefined || rule?.window !== undefined;
  return { enabled, limit, window, windows: single ? [] : options.windows };
}

function endpointsOf(table: Readonly<Record<string, readonly [number, number]>>): ReadonlyMap<string, Limit> {
  return new Map(
    Object.entries(table).map(([path, [limit, window]]) => {
      const key = endpointKey(path);
      return [key, limitOf(`endpoint:${key}`, 'endpoint', limit, window)];
    }),
  );
}
