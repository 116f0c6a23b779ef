import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Clock, Exchange, type StepResult, type Verdict } from '../../kernel/index.js';
import { type Outcome, type Outcomes, type Pipeline, type RoutePlan } from '../../pipeline/index.js';
import { type Clients } from './clients.js';
import { hasUnreadBody, peekBody } from './peek-body.js';

const EXCHANGE = Symbol('nestjs-guard:exchange');

/** A request with the door's mark on it. */
type Marked = IncomingMessage & { [EXCHANGE]?: Exchange };

/** What is told at the end of a request. */
export interface Ending {
  readonly exchange: Exchange;
  readonly outcome: Outcome;
  readonly status: number;
  readonly seconds: number;
  /** Bytes written to the connection while the request lasted. */
  readonly bytes: number;
}

export interface DoorSettings {
  readonly clients: Clients;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly pipeline: Pipeline;
  readonly outcomes: Outcomes;
  /** Left-out paths; undefined where there are none. */
  readonly excluded: ((rawPath: string, path: string) => boolean) | undefined;
  /** The path of the module's own page; undefined where it is off. */
  readonly ownPath: string | undefined;
  readonly body: { readonly inspect: () => boolean; readonly limit: number; readonly timeout: number };
  readonly onEnd: ((ending: Ending) => void) | undefined;
  /** The pattern of the route that served a request, if one did. */
  readonly patternOf: (request: IncomingMessage) => string | undefined;
  readonly onUnread: (reason: 'unreadable') => void;
}

/**
 * Where every request comes in and every answer goes out, on whichever platform. It makes the exchange of a request,
 * once, runs what needs neither body nor handler, and counts the outcome when the answer is over.
 */
export class Door {
  constructor(private readonly settings: DoorSettings) {}

  /** The exchange of a request: made at the first call, the same at every later one. */
  open(request: Marked, response: ServerResponse): Exchange {
    const known = request[EXCHANGE];
    if (known) return known;
    const { clients, clock, newId, excluded, ownPath } = this.settings;
    const { client, address, bannable } = clients.identify(request);
    const exchange = new Exchange(
      request.method ?? 'GET',
      request.url ?? '/',
      request.headers,
      client,
      address,
      bannable,
      clock.monotonic(),
      newId,
    );
    request[EXCHANGE] = exchange;
    if (ownPath !== undefined && exchange.rawPath === ownPath) exchange.own = true;
    else if (excluded && exchange.path !== undefined && excluded(exchange.rawPath, exchange.path))
      exchange.skipped = true;
    const written = request.socket?.bytesWritten ?? 0;
    response.once('close', () => this.close(exchange, request, response, written));
    return exchange;
  }

  exchangeOf(request: Marked): Exchange | undefined {
    return request[EXCHANGE];
  }

  /**
   * Runs the head of a plan; nothing where the request is left out. The first bytes of a form with files are inspected
   * here too: the parsers of the platforms consume them at different times, and drop what an attack can stand in.
   */
  enter(exchange: Exchange, plan: RoutePlan, request: IncomingMessage): StepResult {
    exchange.plan = plan;
    exchange.handler = plan.handler;
    if (plan.skipped) exchange.skipped = true;
    if (exchange.skipped) return undefined;
    const result = this.settings.pipeline.run(exchange, plan.head);
    if (plan.body.length === 0 || !this.settings.body.inspect() || !isMultipart(exchange) || !hasUnreadBody(request))
      return result;
    if (!(result instanceof Promise)) return result ?? this.peek(exchange, plan, request);
    return result.then((verdict) => verdict ?? this.peek(exchange, plan, request));
  }

  /**
   * Runs what only the handler's own plan has: the steps of its head that the door did not run, because it could not
   * tell the route, and then the body.
   */
  pass(exchange: Exchange, plan: RoutePlan, request: IncomingMessage, body: unknown): StepResult {
    const entered = exchange.plan as RoutePlan | undefined;
    if (entered === plan) return this.inspect(exchange, plan, request, body);
    exchange.plan = plan;
    exchange.handler = plan.handler;
    exchange.skipped = plan.skipped;
    if (plan.skipped) return undefined;
    const missing = plan.head.filter((step) => !entered?.head.includes(step));
    const result = this.settings.pipeline.run(exchange, missing);
    if (!(result instanceof Promise)) return result ?? this.inspect(exchange, plan, request, body);
    return result.then((verdict) => verdict ?? this.inspect(exchange, plan, request, body));
  }

  /** Runs the body steps of a plan on what the framework parsed, or on the first bytes of what it did not. */
  inspect(exchange: Exchange, plan: RoutePlan, request: IncomingMessage, body: unknown): StepResult {
    if (exchange.skipped || exchange.bodySeen || plan.body.length === 0) return undefined;
    const streamed = isStream(body);
    if (body !== undefined && body !== null && !streamed) {
      exchange.body = body;
      return this.settings.pipeline.run(exchange, plan.body);
    }
    if (!this.settings.body.inspect()) return undefined;
    if (hasUnreadBody(request)) return this.peek(exchange, plan, request);
    if (streamed) this.settings.onUnread('unreadable');
    return undefined;
  }

  private async peek(exchange: Exchange, plan: RoutePlan, request: IncomingMessage): Promise<Verdict | undefined> {
    const { limit, timeout } = this.settings.body;
    const { bytes, truncated, late } = await peekBody(request, limit, timeout);
    if (late) this.settings.onUnread('unreadable');
    exchange.rawBody = { bytes, truncated };
    exchange.bodySeen = true;
    const verdict = await this.settings.pipeline.run(exchange, plan.body);
    exchange.rawBody = undefined;
    return verdict;
  }

  private close(exchange: Exchange, request: IncomingMessage, response: ServerResponse, written: number): void {
    if (exchange.own) return;
    const status = response.statusCode;
    const outcome = this.settings.outcomes.record(exchange, status, response.writableFinished);
    exchange.onSettled?.(status, response.writableFinished);
    const { onEnd, clock, patternOf } = this.settings;
    if (!onEnd) return;
    exchange.route = patternOf(request);
    const bytes = Math.max(0, (request.socket?.bytesWritten ?? 0) - written);
    onEnd({ exchange, outcome, status, seconds: (clock.monotonic() - exchange.startedAt) / 1000, bytes });
  }
}

/** A body that the framework hands on as it comes: nothing of it has been read. */
const isStream = (body: unknown): boolean =>
  typeof body === 'object' && body !== null && typeof (body as { pipe?: unknown }).pipe === 'function';

function isMultipart({ headers }: Exchange): boolean {
  const type = headers['content-type'];
  return type !== undefined && /^\s*multipart\//i.test(type);
}
