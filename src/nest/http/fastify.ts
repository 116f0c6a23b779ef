import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Exchange, type StepResult, type Verdict } from '../../kernel/index.js';
import { type RoutePlan } from '../../pipeline/index.js';
import { refusalBody, refusalHeaders, toHttpException } from '../exceptions.js';
import { chainRequestHook, type Platform, type PlatformDependencies, putInFront } from './platform.js';

type Done = (error?: unknown) => void;

interface FastifyRequest {
  readonly raw: IncomingMessage & { [PATTERN]?: string };
  readonly body: unknown;
  readonly is404: boolean;
  /** There only where `trustProxy` is set. */
  readonly ips?: readonly string[];
  readonly routeOptions: { readonly url?: string; readonly config?: object };
}

interface FastifyReply {
  readonly raw: ServerResponse;
  readonly sent: boolean;
  header(name: string, value: string): unknown;
  hijack(): void;
}

interface FastifyInstance {
  addHook(name: 'preHandler', hook: (request: FastifyRequest, reply: FastifyReply, done: Done) => void): void;
}

const PATTERN = Symbol('nestjs-guard:pattern');

export class FastifyPlatform implements Platform {
  private readonly plans = new WeakMap<object, RoutePlan>();
  /** Fastify tells of its `trustProxy` in requests only; the first is asked. */
  private asked = false;
  /** Asking Fastify for the route is not free: only where somebody needs the answer. */
  private readonly needsRoute: boolean;

  constructor(private readonly deps: PlatformDependencies) {
    this.needsRoute = deps.routes.decorated || deps.measured;
  }

  install(): void {
    const { adapter, door, routes } = this.deps;
    adapter.getInstance<FastifyInstance>().addHook('preHandler', (request, reply, done) => {
      if (!request.is404) return done();
      const exchange = door.exchangeOf(request.raw);
      if (!exchange || exchange.own || exchange.plan !== routes.base) return done();
      this.answer(exchange, reply, done, door.inspect(exchange, routes.base, request.raw, request.body));
    });
    chainRequestHook(adapter, (request, reply, done) =>
      this.onRequest(request as FastifyRequest, reply as FastifyReply, done),
    );
    putInFront(adapter.getHttpServer(), (request, response, proceed) => this.front(request, response, proceed));
  }

  setHeader({ answer }: Exchange, name: string, value: string): void {
    if (isReply(answer)) answer.header(name, value);
    else (answer as ServerResponse).setHeader(name, value);
  }

  patternOf(request: FastifyRequest['raw']): string | undefined {
    return request[PATTERN];
  }

  /**
   * Fastify's router answers a path that it cannot decode before any hook. Such a request is checked here, like any
   * other that no route matches.
   */
  private front(request: IncomingMessage, response: ServerResponse, proceed: () => void): void {
    const { door, routes } = this.deps;
    const exchange = door.open(request, response);
    if (exchange.path !== undefined || exchange.own || exchange.skipped) return proceed();
    exchange.answer = response;
    const settle = (verdict: Verdict | undefined): void => {
      if (!verdict) return proceed();
      for (const [name, value] of refusalHeaders(exchange, verdict)) response.setHeader(name, value);
      response.writeHead(verdict.status, { 'Content-Type': 'application/json; charset=utf-8' });
      response.end(JSON.stringify(refusalBody(exchange, verdict)));
    };
    const result = door.enter(exchange, routes.base, request);
    if (result instanceof Promise) {
      result.then(settle, () => {
        response.statusCode = 500;
        response.end();
      });
    } else settle(result);
  }

  private onRequest(request: FastifyRequest, reply: FastifyReply, done: Done): void {
    const { door, routes, statusPage } = this.deps;
    const exchange = door.open(request.raw, reply.raw);
    exchange.answer = reply;
    if (!this.asked) this.askForTrust(request);
    if (exchange.own) {
      if (statusPage.allows(exchange)) {
        reply.hijack();
        statusPage.answer(exchange, reply.raw);
      } else done();
      return;
    }
    const plan = this.needsRoute ? this.planFor(request) : routes.base;
    if (!plan) return done(); // one of several routes: the guard knows which
    this.answer(exchange, reply, done, door.enter(exchange, plan, request.raw));
  }

  private askForTrust({ ips }: FastifyRequest): void {
    this.asked = true;
    if (ips !== undefined) this.deps.onFrameworkTrust();
  }

  /** The plan of the route that Fastify found; its pattern is kept for the metrics. */
  private planFor({ routeOptions: { url, config }, raw }: FastifyRequest): RoutePlan | undefined {
    if (url !== undefined) raw[PATTERN] = url;
    return config ? this.planOf(config) : this.deps.routes.base;
  }

  private planOf(config: object): RoutePlan | undefined {
    let plan = this.plans.get(config);
    if (!plan) {
      plan = this.deps.routes.planOfConfig(config);
      if (plan) this.plans.set(config, plan);
    }
    return plan;
  }

  private answer(exchange: Exchange, reply: FastifyReply, done: Done, result: StepResult): void {
    if (result instanceof Promise) {
      result.then((verdict) => this.finish(exchange, reply, done, verdict), done);
    } else this.finish(exchange, reply, done, result);
  }

  private finish(exchange: Exchange, reply: FastifyReply, done: Done, verdict: Verdict | undefined): void {
    if (!verdict) return done();
    if (reply.sent) return; // somebody has answered while a store was asked
    for (const [name, value] of refusalHeaders(exchange, verdict)) reply.header(name, value);
    done(toHttpException(exchange, verdict));
  }
}

function isReply(answer: unknown): answer is FastifyReply {
  return typeof (answer as FastifyReply).header === 'function';
}
