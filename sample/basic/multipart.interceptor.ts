import {
  BadRequestException,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  PayloadTooLargeException,
} from '@nestjs/common';
import { type Request, type Response } from 'express';
import multer, { MulterError } from 'multer';
import { type Observable } from 'rxjs';
import { BODY_LIMIT } from './bodies.js';

/**
 * Puts the fields of a multipart form into the body, on Express; files are read and let go. It is to Express what
 * `@fastify/multipart` is to Fastify. An interceptor runs after the guard, which has seen the body as it came.
 */
@Injectable()
export class MultipartInterceptor implements NestInterceptor {
  private readonly parse = multer({ limits: { fileSize: BODY_LIMIT, fieldSize: BODY_LIMIT, files: 10 } }).any();

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<Request>();
    const response = context.switchToHttp().getResponse<Response>();
    if (request.is('multipart/form-data')) {
      await new Promise<void>((resolve, reject) => {
        this.parse(request, response, (error: unknown) => (error ? reject(asHttp(error)) : resolve()));
      });
    }
    return next.handle();
  }
}

/** Multer's errors say nothing of whose fault they are; a form that cannot be read is the client's. */
function asHttp(error: unknown): Error {
  const tooLarge = error instanceof MulterError && error.code.startsWith('LIMIT_');
  return tooLarge ? new PayloadTooLargeException(error.message) : new BadRequestException('The form cannot be read');
}
