import { Controller, Get, Injectable, Module, type Type } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import {
  GuardAgent,
  GuardConfigurationError,
  GuardError,
  GuardModule,
  GuardOptions,
  type GuardOptionsFactory,
  type GuardOptionsInput,
  SecurityGuard,
  TelemetryInterceptor,
} from '../../src/index.js';
import { adapterFor, PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';

@Controller()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }
}

const LIMIT_2: GuardOptionsInput = { rateLimit: { limit: 2 }, status: { token: TOKEN } };

@Injectable()
class Factory implements GuardOptionsFactory {
  createGuardOptions(): GuardOptionsInput {
    return LIMIT_2;
  }
}

@Module({ providers: [Factory], exports: [Factory] })
class FactoryModule {}

/** Runs with variables in the environment and takes them away again. */
async function withEnvironment<T>(variables: Record<string, string>, run: () => Promise<T>): Promise<T> {
  Object.assign(process.env, variables);
  try {
    return await run();
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

const limitOf = async (app: RunningApp): Promise<unknown> => (await app.get('/hello')).headers['ratelimit-policy'];

describe.each(PLATFORMS)('GuardModule on %s', (platform) => {
  const start = (module: ReturnType<typeof GuardModule.forRoot>, imports: Type[] = []): Promise<RunningApp> =>
    startApp({ platform, module, controllers: [HelloController], metadata: { imports } });

  it.each<[way: string, module: () => ReturnType<typeof GuardModule.forRoot>]>([
    ['forRoot', () => GuardModule.forRoot(LIMIT_2)],
    ['a factory', () => GuardModule.forRootAsync({ useFactory: () => LIMIT_2 })],
    ['an asynchronous factory', () => GuardModule.forRootAsync({ useFactory: () => Promise.resolve(LIMIT_2) })],
    ['useClass', () => GuardModule.forRootAsync({ useClass: Factory })],
    ['useExisting', () => GuardModule.forRootAsync({ imports: [FactoryModule], useExisting: Factory })],
    [
      'a factory with ConfigService',
      () =>
        GuardModule.forRootAsync({
          imports: [ConfigModule.forRoot({ load: [() => ({ limit: 2 })] })],
          inject: [ConfigService],
          useFactory: (config: ConfigService) => ({ rateLimit: { limit: config.get<number>('limit') } }),
        }),
    ],
  ])('takes options from %s', async (_way, module) => {
    const app = await start(module());
    try {
      expect(await limitOf(app)).toBe('"default";q=2;w=60');
      expect((await app.get('/hello')).status).toBe(200);
      expect((await app.get('/hello')).status).toBe(429);
    } finally {
      await app.close();
    }
  });

  it('takes options from the environment, without arguments and without a global ConfigModule', async () => {
    await withEnvironment({ GUARD_RATE_LIMIT: '7', GUARD_RATE_LIMIT_WINDOW: '30' }, async () => {
      const app = await start(GuardModule.forRootAsync());
      try {
        expect(await limitOf(app)).toBe('"default";q=7;w=30');
      } finally {
        await app.close();
      }
    });
  });

  it('mixes the environment and code in a factory, code winning', async () => {
    await withEnvironment({ GUARD_RATE_LIMIT: '7', GUARD_RATE_LIMIT_WINDOW: '30' }, async () => {
      const app = await start(
        GuardModule.forRootAsync({
          imports: [ConfigModule],
          inject: [ConfigService],
          useFactory: (config: ConfigService) => GuardOptions.fromEnv(config, { rateLimit: { window: 10 } }),
        }),
      );
      try {
        expect(await limitOf(app)).toBe('"default";q=7;w=10');
      } finally {
        await app.close();
      }
    });
  });

  it('exports its config provider, its agent, its guard and its interceptor', async () => {
    const app = await start(GuardModule.forRoot(LIMIT_2));
    try {
      expect(app.app.get(GuardOptions).rateLimit.limit).toBe(2);
      expect(Object.isFrozen(app.app.get(GuardOptions).rateLimit)).toBe(true);
      expect(app.app.get(GuardAgent).stats().state).toBe('off');
      expect(app.app.get(SecurityGuard)).toBeInstanceOf(SecurityGuard);
      expect(app.app.get(TelemetryInterceptor)).toBeInstanceOf(TelemetryInterceptor);
    } finally {
      await app.close();
    }
  });

  it('protects an application that a test module makes', async () => {
    const module = await Test.createTestingModule({
      imports: [GuardModule.forRoot(LIMIT_2)],
      controllers: [HelloController],
    }).compile();
    const app = module.createNestApplication(adapterFor(platform), { logger: false });
    await app.listen(0, '127.0.0.1');
    try {
      const base = await app.getUrl();
      const codes: number[] = [];
      for (let i = 0; i < 3; i++) codes.push((await fetch(`${base}/hello`)).status);
      expect(codes).toEqual([200, 200, 429]);
    } finally {
      await app.close();
    }
  });

  it('keeps two applications in one process apart', async () => {
    const first = await start(GuardModule.forRoot({ rateLimit: { limit: 1 } }));
    const second = await start(GuardModule.forRoot({ rateLimit: { limit: 5 } }));
    try {
      expect([(await first.get('/hello')).status, (await first.get('/hello')).status]).toEqual([200, 429]);
      expect(await limitOf(second)).toBe('"default";q=5;w=60');
    } finally {
      await first.close();
      await second.close();
    }
  });

  it('refuses a second import and names both importers', async () => {
    @Module({ imports: [GuardModule.forRoot({ rateLimit: { limit: 9 } })] })
    class OrdersModule {}
    const started = start(GuardModule.forRoot(), [OrdersModule]);
    await expect(started).rejects.toThrow(GuardError);
    await expect(started).rejects.toThrow(/AppModule and OrdersModule|OrdersModule and AppModule/);
  });

  it('refuses to be imported without forRoot', async () => {
    const bare = startApp({ platform, module: GuardModule as never });
    await expect(bare).rejects.toThrow(/GuardModule\.forRoot/);
  });

  it('comes before whoever sets the request hook, earlier or later, and takes the slot from nobody', async () => {
    const calls: string[] = [];
    type Hook = (request: { url?: string }, response: unknown, next: () => void) => void;
    const hook =
      (name: string): Hook =>
      (request, _response, next) => {
        if (request.url?.startsWith('/hello')) calls.push(name);
        next();
      };
    const app = await startApp({
      platform,
      controllers: [HelloController],
      guard: { ...LIMIT_2, rateLimit: { limit: 1 } },
      configure: async (nest) => {
        const adapter = nest.getHttpAdapter() as unknown as { setOnRequestHook(hook: Hook): void };
        adapter.setOnRequestHook(hook('earlier'));
        await nest.init();
      },
    });
    try {
      await app.get('/hello');
      expect((await app.get('/hello')).status).toBe(429);
      expect(calls).toEqual(['earlier']);
      (app.app.getHttpAdapter() as unknown as { setOnRequestHook(hook: Hook): void }).setOnRequestHook(hook('later'));
      expect((await app.get('/hello')).status).toBe(429);
      expect(calls).toEqual(['earlier']);
    } finally {
      await app.close();
    }
  });
});

it('starts in an application context, where there is nothing to serve', async () => {
  @Module({ imports: [GuardModule.forRoot()] })
  class ContextModule {}
  const context = await NestFactory.createApplicationContext(ContextModule, { logger: false });
  expect(context.get(GuardAgent).stats().state).toBe('off');
  await context.close();
});

it('lists every problem of the configuration at once, with path and variable and without secrets', async () => {
  const wrong = startApp({
    platform: 'express',
    module: GuardModule.forRoot({
      mode: 'monitr' as never,
      excludePaths: ['docs'],
      proxy: { trusted: ['10.0.0.0/99'], depth: 0 },
      ip: { allow: ['nowhere'], deny: 'x' as never },
      userAgent: { deny: ['(?=x)'] },
      rateLimit: { limit: 0, window: -1, endpoints: { login: [0] as never } },
      ban: { threshold: 1.5, categories: { sqli: { threshold: 0, duration: 1 } } },
      detection: { status: 200 },
      agent: { apiKey: 'short', encryptionKey: 'not-a-key-but-secret', endpoint: 'ftp://x' },
      status: { token: 'tooshort' },
      rateLimits: {},
    } as never),
  });
  const error = (await wrong.catch((thrown: unknown) => thrown)) as GuardConfigurationError;
  expect(error).toBeInstanceOf(GuardConfigurationError);
  expect(error.problems.map(({ path }) => path).sort()).toEqual(
    [
      'agent.apiKey',
      'agent.encryptionKey',
      'agent.endpoint',
      'ban.categories.sqli.threshold',
      'ban.threshold',
      'detection.status',
      'excludePaths',
      'ip.allow',
      'ip.deny',
      'mode',
      'proxy.depth',
      'proxy.trusted',
      'rateLimit.endpoints.login',
      'rateLimit.endpoints.login',
      'rateLimit.limit',
      'rateLimit.window',
      'rateLimits',
      'status.token',
      'userAgent.deny',
    ].sort(),
  );
  expect(error.message).toContain('rateLimit.limit (GUARD_RATE_LIMIT)');
  expect(error.message).toContain('did you mean rateLimit?');
  for (const secret of ['short', 'not-a-key-but-secret', 'tooshort']) {
    expect(error.message.replaceAll('must be at least', '')).not.toContain(secret);
  }
});
