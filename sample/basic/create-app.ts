import { type INestApplication } from '@nestjs/common';
import { AppModule } from './app.module.js';
import { createOnExpress } from './express.js';
import { createOnFastify } from './fastify.js';

export interface AppSettings {
  /** `express` or `fastify`. */
  readonly platform: string;
  /** True: without the guard, to compare. */
  readonly bare?: boolean;
}

/** The same application on either platform. */
export function createApp({ platform, bare = false }: AppSettings): Promise<INestApplication> {
  const module = AppModule.create({ bare });
  if (platform === 'express') return createOnExpress(module);
  if (platform === 'fastify') return createOnFastify(module);
  throw new Error(`PLATFORM must be express or fastify, not ${platform}`);
}
