import multipart from '@fastify/multipart';
import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FormErrorsFilter } from './form-errors.filter.js';
import { assetsFolder, BODY_LIMIT, TEXT_TYPES } from './bodies.js';

export async function createOnFastify(module: DynamicModule): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({ bodyLimit: BODY_LIMIT });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { abortOnError: false });
  app.useBodyParser(TEXT_TYPES, {}, (_request, body, done) => done(null, body.toString()));
  await app.register(multipart, { attachFieldsToBody: 'keyValues', limits: { fileSize: BODY_LIMIT } });
  app.useGlobalFilters(new FormErrorsFilter(adapter));
  app.useStaticAssets({ root: assetsFolder(), prefix: '/assets/' });
  return app;
}
