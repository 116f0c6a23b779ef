// One contestant of bench/run.mjs: `node bench/server.mjs CONTESTANT PLATFORM [REDIS_URL]`. Tells its port and, when
// asked, the CPU time that it has used, over the IPC channel.
import 'reflect-metadata';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { seconds, ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';
import { GuardModule } from '../dist/esm/index.js';

const [contestant, platform, redisUrl] = process.argv.slice(2);
const LIMIT = 1_000_000_000;

class BenchController {
  hello() {
    return { hello: 'world' };
  }

  echo(body) {
    return body;
  }
}
// Plain JavaScript has no decorator syntax; this is what it compiles to.
const method = (name) => Object.getOwnPropertyDescriptor(BenchController.prototype, name);
Get('hello')(BenchController.prototype, 'hello', method('hello'));
Post('echo')(BenchController.prototype, 'echo', method('echo'));
Body()(BenchController.prototype, 'echo', 0);
Reflect.defineMetadata('design:paramtypes', [Object], BenchController.prototype, 'echo');
Controller()(BenchController);

class EmptyGuard {
  canActivate() {
    return true;
  }
}
class EmptyInterceptor {
  intercept(_context, next) {
    return next.handle();
  }
}

const common = { rateLimit: { limit: LIMIT }, proxy: { trusted: ['127.0.0.1'] } };
const CONTESTANTS = {
  bare: {},
  floor: {
    providers: [
      { provide: APP_GUARD, useClass: EmptyGuard },
      { provide: APP_INTERCEPTOR, useClass: EmptyInterceptor },
    ],
  },
  guard: { imports: [GuardModule.forRoot(common)] },
  'guard, telemetry': {
    // Nobody listens there: what counts is the cost on the request path.
    imports: [
      GuardModule.forRoot({ ...common, agent: { apiKey: 'fg_bench_0123456789', endpoint: 'http://127.0.0.1:9' } }),
    ],
  },
  'guard, redis': redisUrl ? { imports: [GuardModule.forRoot({ ...common, redis: { url: redisUrl } })] } : undefined,
  throttler: {
    imports: [ThrottlerModule.forRoot([{ ttl: seconds(60), limit: LIMIT }])],
    providers: [{ provide: APP_GUARD, useClass: ThrottlerGuard }],
  },
};

class BenchModule {}
Module({ controllers: [BenchController], ...CONTESTANTS[contestant] })(BenchModule);

const adapter =
  platform === 'express' ? new ExpressAdapter() : new FastifyAdapter({ trustProxy: contestant === 'throttler' });
if (platform === 'express' && contestant === 'throttler') adapter.set('trust proxy', 1);
const app = await NestFactory.create(BenchModule, adapter, { logger: ['error'] });
await app.listen(0, '127.0.0.1');
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ cpu: user + system, memory: process.memoryUsage().rss });
});
process.on('disconnect', () => process.exit(0));
process.send({ port: app.getHttpServer().address().port });
