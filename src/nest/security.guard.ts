import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { type Exchange, type StepResult } from '../kernel/index.js';
import { refusalHeaders, toHttpException } from './exceptions.js';
import { type Door, type Platform } from './http/index.js';
import { type Handler, type Routes } from './routes.js';

type AnyRequest = { raw?: IncomingMessage; body?: unknown };
type AnyResponse = { raw?: ServerResponse };

/**
 * The global guard: runs what needs the handler or the body. The door has run the rest before the body was read.
 * Contexts that are not HTTP pass; their handshakes and requests went through the door.
 */
@Injectable()
export class SecurityGuard implements CanActivate {
  constructor(
    private readonly door: Door,
    private readonly routes: Routes,
    private readonly platform: () => Platform | undefined,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<AnyRequest>();
    const raw = request.raw ?? (request as IncomingMessage);
    const exchange = this.door.exchangeOf(raw) ?? this.openLate(raw, http.getResponse<AnyResponse>());
    if (exchange.own || (exchange.skipped && exchange.plan === undefined)) return true;
    const plan = this.routes.planOf(context.getClass(), context.getHandler() as Handler);
    return this.decide(exchange, this.door.pass(exchange, plan, raw, request.body));
  }

  /** A request that came past the door, such as one that a test hands to the handler, is checked whole here. */
  private openLate(raw: IncomingMessage, response: AnyResponse): Exchange {
    const exchange = this.door.open(raw, response.raw ?? (response as ServerResponse));
    exchange.answer = response;
    return exchange;
  }

  private decide(exchange: Exchange, result: StepResult): boolean | Promise<boolean> {
    if (result instanceof Promise) return result.then((verdict) => this.decide(exchange, verdict));
    if (!result) return true;
    for (const [name, value] of refusalHeaders(exchange, result)) this.platform()?.setHeader(exchange, name, value);
    throw toHttpException(exchange, result);
  }
}
