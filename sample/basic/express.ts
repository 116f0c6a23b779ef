import { type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { assetsFolder, BODY_LIMIT, TEXT_TYPES } from './bodies.js';
import { MultipartInterceptor } from './multipart.interceptor.js';

export async function createOnExpress(module: DynamicModule): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(module, { abortOnError: false });
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.useBodyParser('urlencoded', { limit: BODY_LIMIT, extended: true });
  app.useBodyParser('text', { limit: BODY_LIMIT, type: TEXT_TYPES });
  app.useGlobalInterceptors(new MultipartInterceptor());
  app.useStaticAssets(assetsFolder(), { prefix: '/assets/' });
  return app;
}
