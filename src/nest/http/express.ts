import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Exchange, type StepResult, type Verdict } from '../../kernel/index.js';
import { refusalHeaders, toHttpException } from '../exceptions.js';
import { ExpressRoutes, type ExpressRouter } from './express-routes.js';
import { chainRequestHook, type Platform, type PlatformDependencies, putInFront } from './platform.js';

type Next = (error?: unknown) => void;
type ExpressRequest = IncomingMessage & { body?: unknown; route?: { path?: unknown }; baseUrl?: string };

interface ExpressApplication {
  use(middleware: (request: ExpressRequest, response: ServerResponse, next: Next) => void): void;
  enabled(setting: string): boolean;
  readonly router?: ExpressRouter;
}

export class ExpressPlatform implements Platform {
  private located: ExpressRoutes | undefined;

  constructor(private readonly deps: PlatformDependencies) {}

  install(): void {
    const { adapter, door, routes } = this.deps;
    const application = adapter.getInstance<ExpressApplication>();
    // After every route and before Nest's answer for unknown ones: only what no route matched comes here.
    application.use((request, response, next) => {
      const exchange = door.exchangeOf(request);
      if (!exchange || exchange.own || exchange.plan !== routes.base) return next();
      this.answer(exchange, response, next, door.inspect(exchange, routes.base, request, request.body));
    });
    if (application.enabled('trust proxy')) this.deps.onFrameworkTrust();
    this.located = routes.decorated ? new ExpressRoutes(application, routes) : undefined;
    chainRequestHook(adapter, (request, response, next) =>
      this.onRequest(request as ExpressRequest, response as ServerResponse, next),
    );
    putInFront(adapter.getHttpServer(), (request, response, proceed) => {
      door.open(request, response);
      proceed();
    });
  }

  setHeader({ answer }: Exchange, name: string, value: string): void {
    const response = answer as ServerResponse;
    if (!response.headersSent) response.setHeader(name, value);
  }

  patternOf(request: ExpressRequest): string | undefined {
    const path = request.route?.path;
    return typeof path === 'string' ? `${request.baseUrl ?? ''}${path}` : undefined;
  }

  private onRequest(request: ExpressRequest, response: ServerResponse, next: Next): void {
    const { door, routes, statusPage } = this.deps;
    const exchange = door.open(request, response);
    exchange.answer = response;
    if (exchange.own) {
      if (!statusPage.answer(exchange, response)) next();
      return;
    }
    const plan = this.located ? this.located.planOf(exchange) : routes.base;
    if (!plan) return next(); // one of several routes: the guard knows which
    this.answer(exchange, response, next, door.enter(exchange, plan, request));
  }

  private answer(exchange: Exchange, response: ServerResponse, next: Next, result: StepResult): void {
    if (result instanceof Promise) {
      result.then((verdict) => this.finish(exchange, response, next, verdict), next);
    } else this.finish(exchange, response, next, result);
  }

  private finish(exchange: Exchange, response: ServerResponse, next: Next, verdict: Verdict | undefined): void {
    if (!verdict) return next();
    if (response.headersSent) return; // somebody has answered while a store was asked
    for (const [name, value] of refusalHeaders(exchange, verdict)) response.setHeader(name, value);
    next(toHttpException(exchange, verdict));
  }
}
