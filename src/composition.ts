import { type HttpAdapterHost, type ModulesContainer } from '@nestjs/core';
import { agentSettings, GuardAgent } from './agent/index.js';
import { type GuardOptions } from './config/index.js';
import { createDetectionEngine, type UnreadReason } from './detection/index.js';
import { type Check, type Log, systemClock, type Verdict } from './kernel/index.js';
import { Clients, Door, type Ending, excludedPaths, type Platform, StatusPage } from './nest/http/index.js';
import { GuardService } from './nest/guard.service.js';
import { redactionOf } from './nest/redaction.js';
import { requestIds } from './nest/request-ids.js';
import { Routes } from './nest/routes.js';
import { platformFor } from './nest/http/platform-for.js';
import { inOrder, Outcomes, Pipeline } from './pipeline/index.js';
import { AttacksCheck, Findings } from './policies/attacks/index.js';
import { BanCheck, Offences } from './policies/ban/index.js';
import { RuleBook } from './policies/dynamic-rules/index.js';
import { EmergencyCheck } from './policies/emergency/index.js';
import { IpCheck } from './policies/ip/index.js';
import { RateLimitCheck } from './policies/rate-limit/index.js';
import { UserAgentCheck } from './policies/user-agent/index.js';
import { Countries } from './sources/geo/index.js';
import { createStores, type Stores } from './stores/index.js';
import { RefusalLog } from './telemetry/events/index.js';
import { muteEvents, muteMetrics } from './telemetry/muting/index.js';
import { HitRate, RequestMetrics } from './telemetry/request-metrics/index.js';
import { VERSION } from './version.js';

/** Everything that one application's guard is made of. */
export interface Composition {
  readonly options: GuardOptions;
  readonly log: Log;
  readonly stores: Stores;
  readonly countries: Countries;
  readonly agent: GuardAgent;
  readonly rules: RuleBook;
  readonly routes: Routes;
  readonly door: Door;
  readonly outcomes: Outcomes;
  readonly service: GuardService;
  /** The platform that the application runs on, once it is installed. */
  readonly platform: () => Platform | undefined;
  /** Puts the door in front of the application. */
  readonly install: (host: HttpAdapterHost) => void;
}

/**
 * Puts the parts together. Nothing here is shared between two applications in one process, and nothing is started:
 * that is for the lifecycle.
 */
export function compose(options: GuardOptions, modules: ModulesContainer, log: Log): Composition {
  const clock = systemClock;
  const metrics = options.agent?.metrics ? new RequestMetrics() : undefined;
  const stores = createStores(options.redis, { clock, log, memory: options.memory });
  const sources = metrics ? [metrics, ...(stores.cache ? [new HitRate('refusals', stores.cache)] : [])] : [];
  const countries = new Countries(options.country);
  const settings = options.agent && agentSettings(options.agent);
  const redaction = redactionOf(options);
  const agent = new GuardAgent(settings, {
    clock,
    log,
    version: VERSION,
    redactor: redaction,
    beforeSend: options.agent?.beforeSend,
    onError: options.agent?.onError,
    metricSources: sources.map((source) => muteMetrics(source, options.muted.metrics)),
    spill: stores.spill,
    settled: () => pipeline.settled(),
    rulesInterval: options.dynamicRules.enabled ? options.dynamicRules.interval : undefined,
  });
  const events = muteEvents(agent, options.muted.events);
  const offences = new Offences({
    options: options.ban,
    bans: stores.bans,
    counters: stores.counters,
    events,
    clock,
    ipv6Prefix: options.rateLimit.ipv6Prefix,
  });
  const unread: Partial<Record<UnreadReason, number>> = {};
  const onUnread = (reason: UnreadReason): void => {
    unread[reason] = (unread[reason] ?? 0) + 1;
  };
  let platform: Platform | undefined;
  const findings = new Findings(clock);
  const attacks = new AttacksCheck(options.detection, createDetectionEngine(), onUnread, (exchange, finding, refused) =>
    findings.add(exchange, finding, refused && options.mode === 'enforce'),
  );
  const checks = inOrder([
    new BanCheck(stores.bans, (exchange) => offences.coming(exchange)),
    new EmergencyCheck(options.emergency),
    new IpCheck(options.ip),
    new UserAgentCheck(options.userAgent),
    new RateLimitCheck(options.rateLimit, {
      store: stores.window,
      setHeader: (exchange, name, value) => platform?.setHeader(exchange, name, value),
      ...(countries.known && { countryOf: (address: string) => countries.of(address) }),
    }),
    attacks,
  ]);
  const rules = new RuleBook({
    bans: stores.bans,
    events,
    clock,
    log,
    apply: (set) => {
      for (const target of [...checks, offences] as Pick<Check, 'applyRules'>[]) target.applyRules?.(set);
    },
  });
  agent.onRules((raw) => rules.accept(raw));

  const outcomes = new Outcomes();
  const pipeline = new Pipeline({
    mode: options.mode,
    failMode: options.failMode,
    offences,
    events,
    refusals: new RefusalLog(log, clock, new Set(options.muted.checks), (line) => redaction.line(line)),
    clock,
    log,
  });
  const startedAt = clock.monotonic();
  const statusPage = new StatusPage(options.status.token, () => ({
    version: VERSION,
    mode: options.mode,
    uptime: Math.round((clock.monotonic() - startedAt) / 1000),
    requests: outcomes.requests,
    blockedBy: outcomes.blockedBy,
    wouldBlockBy: outcomes.wouldBlockBy,
    agent: agent.stats(),
    stores: stores.health(),
    rules: rules.state,
    detection: { unread },
  }));
  const routes = new Routes(checks, options.failMode === 'closed', modules);
  const door = new Door({
    clients: new Clients({ ...options.proxy, ipv6Prefix: options.rateLimit.ipv6Prefix }, log),
    clock,
    newId: requestIds(),
    pipeline,
    outcomes,
    excluded: options.excludePaths.length > 0 ? excludedPaths(options.excludePaths) : undefined,
    ownPath: statusPage.path,
    body: {
      inspect: () => attacks.readsBodies,
      limit: options.detection.maxBodyBytes,
      timeout: options.detection.bodyTimeout,
    },
    onEnd: metrics && ((ending) => observe(metrics, ending)),
    patternOf: (request) => platform?.patternOf(request),
    onUnread,
  });
  return {
    options,
    log,
    stores,
    countries,
    agent,
    rules,
    routes,
    door,
    outcomes,
    service: new GuardService({
      stores,
      events,
      clock,
      findings,
      duration: options.ban.duration,
      ipv6Prefix: options.rateLimit.ipv6Prefix,
    }),
    platform: () => platform,
    install: ({ httpAdapter }) => {
      // An application context or a pure microservice serves no HTTP requests.
      if (!httpAdapter || platform) return;
      platform = platformFor({
        adapter: httpAdapter,
        door,
        routes,
        statusPage,
        measured: metrics !== undefined,
        onFrameworkTrust: () => {
          if (options.proxy.trusted.length === 0) log.warn(UNTRUSTED);
        },
      });
      platform.install();
    },
  };
}

const UNTRUSTED =
  'The framework is told to trust proxies, and nestjs-guard is not: it takes the nearest peer for the client. ' +
  'Set GUARD_TRUSTED_PROXIES (option proxy.trusted) to the addresses of your proxies.';

/** The route under which requests are measured that no route matched. */
const UNMATCHED = '(unmatched)';

function observe(metrics: RequestMetrics, { exchange, outcome, status, seconds, bytes }: Ending): void {
  metrics.observe({
    route: exchange.route ?? UNMATCHED,
    method: exchange.method,
    status,
    outcome,
    threat: isThreat(exchange.verdict) || isThreat(exchange.wouldBe),
    seconds,
    bytes,
    error: exchange.error,
  });
}

/** An attack counts also where the mode only tells of it. */
function isThreat(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && (verdict.offence === true || verdict.check === 'detection');
}
