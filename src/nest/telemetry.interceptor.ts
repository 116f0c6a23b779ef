import { type IncomingMessage } from 'node:http';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, tap } from 'rxjs';
import { type Door } from './http/index.js';

/**
 * The global interceptor: adds to the telemetry of a request what only the handler knows, the class of the error that
 * it threw. Bound only where telemetry is on, for the first interceptor of a route is dear; the outcome itself is
 * counted at the door. Streams pass through as they are.
 */
@Injectable()
export class TelemetryInterceptor implements NestInterceptor {
  constructor(private readonly door: Door) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<{ raw?: IncomingMessage }>();
    const exchange = this.door.exchangeOf(request.raw ?? (request as IncomingMessage));
    if (!exchange) return next.handle();
    return next.handle().pipe(
      tap({
        error: (error: unknown) => {
          exchange.error = error instanceof Error ? error.constructor.name : typeof error;
        },
      }),
    );
  }
}
