import { type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { type Response } from 'express';
import { concatMap, NEVER, type Observable, of } from 'rxjs';
import { type Failure, FailureOrders } from './failure-orders.js';

/** Carries out what the platform was told to do wrong. It runs after the credentials and before the body is read. */
@Injectable()
export class FailureInterceptor implements NestInterceptor {
  constructor(private readonly orders: FailureOrders) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const failure = this.orders.next();
    if (!failure) return next.handle();
    if (failure.delayMs > 0) await pause(failure.delayMs, undefined, { ref: false });
    const http = context.switchToHttp();
    return fail(failure, http.getRequest<IncomingMessage>(), http.getResponse<Response>(), next);
  }
}

function fail(failure: Failure, request: IncomingMessage, response: Response, next: CallHandler): Observable<unknown> {
  switch (failure.mode) {
    case 'html':
      response.type('html');
      return of('<!doctype html><title>Somewhere else</title><p>This is not the page that you are looking for.');
    case 'empty':
      return of(undefined);
    case 'partial':
      return of({ success: false, errors: ['told to take nothing'] });
    case 'redirect':
      response.setHeader('Location', `http://${request.headers.host ?? 'localhost'}/elsewhere`);
      throw new HttpException({ success: false, detail: 'told to redirect' }, 307);
    case 'half':
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 1000 });
      response.write('{"success": tr', () => response.destroy());
      // Nest must not answer what has been answered already.
      return NEVER;
    case 'reset':
      request.socket.resetAndDestroy();
      return NEVER;
    case 'lost':
      return next.handle().pipe(
        concatMap(() => {
          request.socket.resetAndDestroy();
          return NEVER;
        }),
      );
    default:
      if (failure.status === undefined) return next.handle();
      if (failure.retryAfter !== undefined) response.setHeader('Retry-After', failure.retryAfter);
      throw new HttpException({ success: false, detail: 'told to fail' }, failure.status);
  }
}
