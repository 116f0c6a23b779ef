import { type IncomingMessage } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import { type Response } from 'express';
import { Received } from '../store/received.js';
import { Refusal } from './refusal.js';

/** Counts a refused call and answers it. */
@Injectable()
@Catch(Refusal)
export class RefusalFilter implements ExceptionFilter<Refusal> {
  constructor(private readonly received: Received) {}

  catch(refusal: Refusal, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<IncomingMessage>();
    const response = host.switchToHttp().getResponse<Response>();
    const status = refusal.getStatus();
    this.received.refuse(`${request.method} ${request.url?.split('?', 1)[0]}`, status, refusal.detail);
    // What was not read of a body would be taken for the next request.
    if (!request.complete) response.setHeader('Connection', 'close');
    response.status(status).json(refusal.getResponse());
  }
}
