import {
  type Check,
  type Exchange,
  GuardConfigurationError,
  type RouteMetadata,
  type RuleSet,
  type Step,
  type StepResult,
  type Verdict,
} from '../../kernel/index.js';
import { type Admission, type Charge, type WindowStore } from '../../stores/index.js';
import { RATE_LIMIT_BY_COUNTRY, type RouteCountryLimits } from './country.decorator.js';
import { LimitsByCountry } from './country.js';
import { RATE_LIMIT, type RouteLimits } from './decorators.js';
import { costOf, isSkipped, type LimitCost, type SkippedOutcome } from './cost.js';
import { fieldsOf, legacyFieldsOf } from './headers.js';
import { bucketFor, type LimitKey } from './key.js';
import { JoinedLimits } from './joined.js';
import { endpointKey, type Limit, type LimitAlgorithm, limitOf, limitsOf, type LimitWindow } from './limit.js';
import { type RateLimitOptions } from './options.js';

export interface RateLimitDependencies {
  readonly store: WindowStore;
  /** Sets a header of the answer, on whichever platform. */
  readonly setHeader: (exchange: Exchange, name: string, value: string) => void;
  /** The country of an address; absent where there is no source of countries. */
  readonly countryOf?: (address: string) => string | undefined;
}

interface RoutePolicy {
  /** The route's own limits; none where it has limits by country alone. */
  readonly limits: readonly Limit[];
  readonly countries: LimitsByCountry | undefined;
  /** Whether the global limit holds beside those of the route, and beside those of a country. */
  readonly additional: boolean;
  readonly additionalToCountry: boolean;
  readonly key: LimitKey | undefined;
  readonly cost: LimitCost;
  readonly skip: SkippedOutcome | undefined;
}

/** What one request takes of its limits, and whether it may get that back. */
interface Price {
  readonly cost: number;
  readonly skip: SkippedOutcome | undefined;
}

const NONE: readonly Limit[] = [];

const PLAIN: Price = { cost: 1, skip: undefined };

/**
 * Limits requests per client or key: the endpoint's limit, the route's, the country's and the global one, in one question
 * to the store, also where the route counts by another key than the rest. The answer carries `RateLimit` and
 * `RateLimit-Policy` (IETF draft-ietf-httpapi-ratelimit-headers).
 */
export class RateLimitCheck implements Check {
  readonly name = 'rateLimit';
  /** What applies where neither an endpoint nor a route has a limit: one list for all requests. */
  private global: readonly Limit[];
  private endpoints: ReadonlyMap<string, readonly Limit[]>;
  private readonly joined = new JoinedLimits();
  private offence: boolean;
  private readonly plain: Step = { check: this.name, run: (exchange) => this.run(exchange, undefined) };

  constructor(
    private readonly options: RateLimitOptions,
    private readonly deps: RateLimitDependencies,
  ) {
    this.global = globalOf(options);
    this.endpoints = endpointsOf(options.endpoints, options.algorithm);
    this.offence = options.ban;
  }

  /** @throws GuardConfigurationError for limits by country where there is no source of countries. */
  head(route: RouteMetadata | undefined): Step {
    const own = route?.read<RouteLimits>(RATE_LIMIT);
    const byCountry = route?.read<RouteCountryLimits>(RATE_LIMIT_BY_COUNTRY);
    if (!route || (!own && !byCountry)) return this.plain;
    const { algorithm, key, cost, skip } = this.options;
    if (byCountry && !this.deps.countryOf) throw noCountries(route.name);
    const policy: RoutePolicy = {
      limits: limitsOf(`route:${route.name}`, 'route', own?.windows ?? [], {
        algorithm: own?.algorithm ?? algorithm,
        decorator: 'RateLimit',
      }),
      countries: byCountry && new LimitsByCountry(route.name, byCountry.limits, byCountry.algorithm ?? algorithm),
      additional: own === undefined || (own.additional ?? false),
      additionalToCountry: byCountry?.additional ?? false,
      key: own?.key ?? key,
      cost: own?.cost ?? cost,
      skip: own?.skip ?? skip,
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
    const general = this.generalFor(exchange, route);
    const own = route?.limits ?? NONE;
    if (own.length === 0 && general.length === 0) return undefined;
    const { cost: priced, skip } = route ?? this.options;
    const price = priced === 1 && !skip ? PLAIN : { cost: costOf(exchange, priced), skip };
    if (price.cost === 0) return undefined;
    if (own.length === 0) return this.ask(exchange, bucketFor(exchange, this.options.key), general, price);
    const client = bucketFor(exchange, route?.key);
    const rest = general.length === 0 ? client : bucketFor(exchange, this.options.key);
    if (client === rest) return this.ask(exchange, client, this.joined.of(own, general), price);
    return this.ask(exchange, client, own, price, { client: rest, rules: general });
  }

  /** The limits that count by the key of all: the endpoint's, the country's, the global one. */
  private generalFor(exchange: Exchange, route: RoutePolicy | undefined): readonly Limit[] {
    const endpoint = this.endpoints.size > 0 ? this.endpoints.get(endpointKey(exchange.path ?? '')) : undefined;
    const country = route?.countries?.of(this.countryOf(exchange));
    const replaced = route && (!route.additional || (country !== undefined && !route.additionalToCountry));
    const rest = this.joined.of(country ?? NONE, replaced ? NONE : this.global);
    return endpoint ? this.joined.of(endpoint, rest) : rest;
  }

  private countryOf(exchange: Exchange): string | undefined {
    if (exchange.address) exchange.country ??= this.deps.countryOf?.(exchange.client.text);
    return exchange.country;
  }

  private ask(
    exchange: Exchange,
    client: string,
    limits: readonly Limit[],
    { cost, skip }: Price,
    beside?: Charge,
  ): StepResult {
    const admission = this.deps.store.hit(client, limits, cost, beside);
    const all = beside ? this.joined.of(limits, beside.rules as readonly Limit[]) : limits;
    const answered = (answer: Admission): Verdict | undefined => {
      if (answer.admitted && skip) {
        this.giveBackLater(exchange, [{ client, rules: limits }, ...(beside ? [beside] : [])], cost, skip);
      }
      return this.decide(exchange, all, answer);
    };
    return admission instanceof Promise ? admission.then(answered) : answered(admission);
  }

  /** Counting first and giving back later keeps a crowd that comes at once within the limit. */
  private giveBackLater(exchange: Exchange, charges: readonly Charge[], cost: number, skip: SkippedOutcome): void {
    const before = exchange.onSettled;
    exchange.onSettled = (status, finished) => {
      before?.(status, finished);
      if (!isSkipped(skip, status, finished)) return;
      for (const { client, rules } of charges) this.deps.store.giveBack(client, rules, cost);
    };
  }

  private decide(exchange: Exchange, limits: readonly Limit[], admission: Admission): Verdict | undefined {
    const { setHeader } = this.deps;
    const { fields, policies } = fieldsOf(limits, admission.states);
    setHeader(exchange, 'RateLimit', fields);
    setHeader(exchange, 'RateLimit-Policy', policies);
    if (this.options.legacyHeaders) {
      for (const [name, value] of legacyFieldsOf(limits, admission.states)) setHeader(exchange, name, value);
    }
    return admission.admitted ? undefined : this.refuse(limits[Math.max(0, admission.refusedBy)] as Limit, admission);
  }

  private refuse(limit: Limit, admission: Admission): Verdict {
    const burst = limit.burst === undefined ? '' : `, in bursts of ${limit.burst}`;
    return {
      check: this.name,
      category: 'rate_limit',
      status: 429,
      reason: `more than ${limit.limit} requests in ${limit.window} s${burst}`,
      event: 'rate_limited',
      retryAfter: Math.max(1, Math.ceil(admission.retryIn / 1000)),
      rule: limit.name,
      evidence: { limit: limit.limit, window: limit.window, ...(limit.burst !== undefined && { burst: limit.burst }) },
      ...(limit.decorator && { decorator: limit.decorator }),
      ...(this.offence && { offence: true }),
    };
  }
}

function noCountries(route: string): GuardConfigurationError {
  return new GuardConfigurationError([
    {
      path: 'country',
      variables: ['GUARD_GEO_DATABASE'],
      message: `@RateLimitByCountry of ${route} needs country.database or country.resolver`,
    },
  ]);
}

type GlobalLimit = Pick<RateLimitOptions, 'enabled' | 'limit' | 'window' | 'burst' | 'windows' | 'algorithm'>;

function globalOf({ enabled, limit, window, burst, windows, algorithm }: GlobalLimit): readonly Limit[] {
  if (!enabled) return [];
  const single: LimitWindow = { limit, window, ...(burst !== undefined && { burst }) };
  return limitsOf('default', 'default', windows.length > 0 ? windows : [single], { algorithm });
}

/** A rule that names a limit or a window stands in place of several windows, and of a burst. */
function overlay(options: RateLimitOptions, rule: RuleSet['rateLimit']): GlobalLimit {
  const { enabled = options.enabled, limit = options.limit, window = options.window } = rule ?? {};
  const single = rule?.limit !== undefined || rule?.window !== undefined;
  const { windows, algorithm, burst } = options;
  return { enabled, limit, window, algorithm, windows: single ? [] : windows, ...(!single && { burst }) };
}

function endpointsOf(
  table: Readonly<Record<string, readonly [number, number]>>,
  algorithm: LimitAlgorithm,
): ReadonlyMap<string, readonly Limit[]> {
  return new Map(
    Object.entries(table).map(([path, [limit, window]]) => {
      const key = endpointKey(path);
      return [key, [limitOf(`endpoint:${key}`, 'endpoint', limit, window, { algorithm })]];
    }),
  );
}
