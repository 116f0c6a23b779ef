import { type ArgumentsHost, BadRequestException, Catch } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';

/** The parser of `@fastify/multipart` throws plain errors, which would be answered 500. */
const BROKEN_FORM = /^Multipart: Boundary not found$|unexpected end of multipart data$/i;

/** A form that cannot be read is the client's fault: 400. */
@Catch()
export class FormErrorsFilter extends BaseExceptionFilter {
  override catch(error: unknown, host: ArgumentsHost): void {
    const broken = error instanceof Error && BROKEN_FORM.test(error.message);
    super.catch(broken ? new BadRequestException('The form cannot be read') : error, host);
  }
}
