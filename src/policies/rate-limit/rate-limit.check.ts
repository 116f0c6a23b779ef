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
import { costOf, isSkipped, type LimitCost, type SkippedOutcome } from './cost.js';
import { fieldsOf, legacyFieldsOf } from './headers.js';
import { bucketFor, type LimitKey } from './key.js';
import { endpointKey, type Limit, type LimitAlgorithm, limitOf, limitsOf } from './limit.js';
import { type RateLimitOptions } from './options.js';

/** Sets a header of the answer, on whichever platform. */
export type SetHeader = (exchange: Exchange, name: string, value: string) => void;

interface RoutePolicy {
  readonly limits: readonly Limit[];
  readonly additional: boolean;
  readonly key: LimitKey | undefined;
  readonly cost: LimitCost;
  readonly skip: SkippedOutcome | undefined;
}

/** What one request takes of its limits, and whether it may get that back. */
interface Price {
  readonly cost: number;
  readonly skip: SkippedOutcome | undefined;
}

/** Limits that have admitted already. */
interface Answered {
  readonly limits: readonly Limit[];
  readonly states: readonly WindowState[];
}

const NONE: readonly Limit[] = [];

const PLAIN: Price = { cost: 1, skip: undefined };

/**
 * Limits requests per client or key: the endpoint's limit, the route's, and the global one, in one atomic question to
 * the store. Where the route counts by another key than the rest, they lie apart (in a cluster on different nodes), so
 * the rest is asked first and then the route: whom the rest refuses has used nothing up of the route's. The answer
 * carries `RateLimit` and `RateLimit-Policy` (IETF draft-ietf-httpapi-ratelimit-headers).
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
    this.endpoints = endpointsOf(options.endpoints, options.algorithm);
    this.offence = options.ban;
  }

  head(route: RouteMetadata | undefined): Step {
    const own = route?.read<RouteLimits>(RATE_LIMIT);
    if (!route || !own) return this.plain;
    const limits = limitsOf(`route:${route.name}`, 'route', own.windows, {
      algorithm: own.algorithm ?? this.options.algorithm,
      decorator: 'RateLimit',
    });
    const policy: RoutePolicy = {
      limits,
      additional: own.additional ?? false,
      key: own.key ?? this.options.key,
      cost: own.cost ?? this.options.cost,
      skip: own.skip ?? this.options.skip,
    };
    return { check: this.name, run: (exchange) => this.run(exchange, policy) };
  }

  applyRules(rules: RuleSet | undefined): void {
    this.global = globalOf(overlay(this.options, rules?.rateLimit));
    this.endpoints = endpointsOf({ ...this.options.endpoints, ...rules?.endpointLimits }, this.options.algorithm);
    this.offence = rules?.rateLimitBan ?? this.options.ban;
  }

  private run(exchange: Exchange, route: RoutePolicy | undefined): StepResult {
    if (exchange.exempt) return undefined;
    const endpoint = this.endpoints.size > 0 ? this.endpoints.get(endpointKey(exchange.path ?? '')) : undefined;
    const global = !route || route.additional ? this.global : NONE;
    const general = endpoint ? [endpoint, ...global] : global;
    if (!route && general.length === 0) return undefined;
    const { cost: priced, skip } = route ?? this.options;
    const price = priced === 1 && !skip ? PLAIN : { cost: costOf(exchange, priced), skip };
    if (price.cost === 0) return undefined;
    if (!route) return this.ask(exchange, bucketFor(exchange, this.options.key), general, price);
    const own = bucketFor(exchange, route.key);
    const rest = general.length === 0 ? own : bucketFor(exchange, this.options.key);
    if (own === rest) return this.ask(exchange, own, [...route.limits, ...general], price);
    return this.ask(exchange, rest, general, price, (before) =>
      this.ask(exchange, own, route.limits, price, undefined, before),
    );
  }

  private ask(
    exchange: Exchange,
    bucket: string,
    limits: readonly Limit[],
    price: Price,
    next?: (before: Answered) => StepResult,
    before?: Answered,
  ): StepResult {
    const admission = this.store.hit(bucket, limits, price.cost);
    const answered = (answer: Admission): StepResult => {
      if (answer.admitted && price.skip) this.giveBackLater(exchange, bucket, limits, price.cost, price.skip);
      return next && answer.admitted
        ? next({ limits, states: answer.states })
        : this.decide(exchange, limits, answer, before);
    };
    return admission instanceof Promise ? admission.then(answered) : answered(admission);
  }

  /** Counting first and giving back later keeps a crowd that comes at once within the limit. */
  private giveBackLater(
    exchange: Exchange,
    bucket: string,
    limits: readonly Limit[],
    cost: number,
    skip: SkippedOutcome,
  ): void {
    const before = exchange.onSettled;
    exchange.onSettled = (status, finished) => {
      before?.(status, finished);
      if (isSkipped(skip, status, finished)) this.store.giveBack(bucket, limits, cost);
    };
  }

  private decide(
    exchange: Exchange,
    limits: readonly Limit[],
    admission: Admission,
    before: Answered | undefined,
  ): Verdict | undefined {
    const all = before ? [...limits, ...before.limits] : limits;
    const states = before ? [...admission.states, ...before.states] : admission.states;
    const { fields, policies } = fieldsOf(all, states);
    this.setHeader(exchange, 'RateLimit', fields);
    this.setHeader(exchange, 'RateLimit-Policy', policies);
    if (this.options.legacyHeaders) {
      for (const [name, value] of legacyFieldsOf(all, states)) this.setHeader(exchange, name, value);
    }
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

type GlobalLimit = Pick<RateLimitOptions, 'enabled' | 'limit' | 'window' | 'windows' | 'algorithm'>;

function globalOf({ enabled, limit, window, windows, algorithm }: GlobalLimit): readonly Limit[] {
  if (!enabled) return [];
  return limitsOf('default', 'default', windows.length > 0 ? windows : [{ limit, window }], { algorithm });
}

/** A rule that names a limit or a window stands in place of several windows. */
function overlay(options: RateLimitOptions, rule: RuleSet['rateLimit']): GlobalLimit {
  const { enabled = options.enabled, limit = options.limit, window = options.window } = rule ?? {};
  const single = rule?.limit !== undefined || rule?.window !== undefined;
  return { enabled, limit, window, windows: single ? [] : options.windows, algorithm: options.algorithm };
}

function endpointsOf(
  table: Readonly<Record<string, readonly [number, number]>>,
  algorithm: LimitAlgorithm,
): ReadonlyMap<string, Limit> {
  return new Map(
    Object.entries(table).map(([path, [limit, window]]) => {
      const key = endpointKey(path);
      return [key, limitOf(`endpoint:${key}`, 'endpoint', limit, window, { algorithm })];
    }),
  );
}
