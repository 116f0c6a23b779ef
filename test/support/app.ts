import { type AddressInfo } from 'node:net';
import { type DynamicModule, type INestApplication, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { type AbstractHttpAdapter, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { GuardModule, type GuardOptionsInput } from '../../src/index.js';
import { call, type CallOptions, type Answer } from './http.js';

export type PlatformName = 'express' | 'fastify';
export const PLATFORMS: PlatformName[] = ['express', 'fastify'];
export const TOKEN = 'status-token-for-tests';

export function adapterFor(platform: PlatformName): AbstractHttpAdapter {
  return platform === 'express' ? new ExpressAdapter() : new FastifyAdapter();
}

export interface AppOptions {
  platform: PlatformName;
  /** In place of the platform's plain adapter. */
  adapter?: AbstractHttpAdapter;
  guard?: GuardOptionsInput;
  module?: DynamicModule;
  controllers?: Type[];
  metadata?: ModuleMetadata;
  logger?: false | { log: Log; error: Log; warn: Log; debug?: Log; verbose?: Log };
  /** Before the application is initialised. */
  configure?: (app: INestApplication) => void | Promise<void>;
}
type Log = (...args: unknown[]) => void;

/** The counters of `/guard/status`. */
export interface Status {
  requests: Record<string, number>;
  blockedBy: Record<string, number>;
  wouldBlockBy: Record<string, number>;
  [key: string]: any;
}

export class RunningApp {
  constructor(
    readonly app: INestApplication,
    readonly base: string,
  ) {}

  call(method: string, path: string, options?: CallOptions): Promise<Answer> {
    return call(this.base, method, path, options);
  }

  get(path: string, options?: CallOptions): Promise<Answer> {
    return call(this.base, 'GET', path, options);
  }

  async status(): Promise<Status> {
    const answer = await this.get('/guard/status', { headers: { authorization: `Bearer ${TOKEN}` } });
    if (answer.status !== 200) throw new Error(`status page: ${answer.status} ${answer.text}`);
    return answer.json as Status;
  }

  /** The status once `total` requests have ended; a request ends when its connection is done with it. */
  async settled(total: number): Promise<Status> {
    for (let i = 0; ; i++) {
      const status = await this.status();
      if ((status.requests['total'] ?? 0) >= total || i > 100) return status;
      await new Promise((done) => setTimeout(done, 20));
    }
  }

  async close(): Promise<void> {
    (this.app.getHttpServer() as { closeAllConnections?: () => void }).closeAllConnections?.();
    await this.app.close();
  }
}

/**
 * A real application on a real socket. X-Forwarded-For counts, so that every test can be a client of its own; the
 * status page is on.
 */
export async function startApp(options: AppOptions): Promise<RunningApp> {
  const guard: GuardOptionsInput = { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, ...options.guard };
  const { imports = [], controllers = [], ...rest } = options.metadata ?? {};
  @Module({
    ...rest,
    imports: [options.module ?? GuardModule.forRoot(guard), ...imports],
    controllers: [...(options.controllers ?? []), ...controllers],
  })
  class AppModule {}
  const app = await NestFactory.create(AppModule, options.adapter ?? adapterFor(options.platform), {
    logger: options.logger ?? false,
    abortOnError: false,
  });
  try {
    await options.configure?.(app);
    await app.listen(0, '127.0.0.1');
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  return new RunningApp(app, `http://127.0.0.1:${port}`);
}
