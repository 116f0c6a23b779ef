import {
  Controller,
  Get,
  type INestApplication,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestMiddleware,
  Param,
  Scope,
  Version,
  VersioningType,
} from '@nestjs/common';
import { RouterModule } from '@nestjs/core';
import { AllowIps, RateLimit, SkipGuard } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';

@Controller('plain')
class PlainController {
  @Get()
  @SkipGuard()
  index(): string {
    return 'index';
  }

  @Get(['one', 'two/:id'])
  @RateLimit({ limit: 1 })
  several(): string {
    return 'several';
  }

  @Get('deep/:a/:b')
  @RateLimit({ limit: 2 })
  rest(): string {
    return 'rest';
  }
}

@Controller({ path: 'versioned', version: '1' })
class VersionedController {
  @Get()
  @RateLimit({ limit: 1 })
  first(): string {
    return 'v1';
  }

  @Get()
  @Version('2')
  second(): string {
    return 'v2';
  }
}

abstract class BaseController {
  @Get('shared')
  shared(): string {
    return 'shared';
  }
}

@Controller('open')
class OpenController extends BaseController {}

@Controller('closed')
@AllowIps('10.0.0.0/8')
class ClosedController extends BaseController {}

@Controller({ path: 'scoped', scope: Scope.REQUEST })
class ScopedController {
  @Get(':id')
  @RateLimit({ limit: 1 })
  one(@Param('id') id: string): string {
    return id;
  }
}

@Controller('cats')
class CatsController {
  @Get()
  @RateLimit({ limit: 1 })
  all(): string {
    return 'cats';
  }
}
@Module({ controllers: [CatsController] })
class CatsModule {}

@Injectable()
class HeaderMiddleware implements NestMiddleware {
  use(_request: unknown, response: { setHeader(name: string, value: string): void }, next: () => void): void {
    response.setHeader('X-Middleware', 'yes');
    next();
  }
}
@Module({})
class MiddlewareModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(HeaderMiddleware).forRoutes(PlainController);
  }
}

describe.each(PLATFORMS)('the rules of routes on %s are known at the door', (platform) => {
  let app: RunningApp;
  const start = async (configure?: (app: INestApplication) => void): Promise<void> => {
    app = await startApp({
      platform,
      // Two routes of one path exist only where versions are on.
      controllers: [
        PlainController,
        OpenController,
        ClosedController,
        ScopedController,
        ...(configure ? [VersionedController] : []),
      ],
      metadata: {
        imports: [CatsModule, MiddlewareModule, RouterModule.register([{ path: 'house', module: CatsModule }])],
      },
      guard: { proxy: { trusted: ['127.0.0.1'] }, status: { token: TOKEN }, ip: { deny: ['203.0.113.0/24'] } },
      ...(configure && { configure }),
    });
  };
  afterEach(() => app?.close());

  const codes = async (paths: string[], from: string, headers = {}): Promise<number[]> => {
    const all: number[] = [];
    for (const path of paths) all.push((await app.get(path, { from, headers })).status);
    return all;
  };

  it('for index routes, several paths, parameters, request scope and other modules', async () => {
    await start();
    expect(await codes(['/plain', '/plain/'], '203.0.113.1')).toEqual([200, platform === 'express' ? 200 : 403]);
    expect(await codes(['/plain/one', '/plain/two/7', '/plain/one'], '198.51.100.1')).toEqual([200, 429, 429]);
    expect(await codes(['/plain/deep/1/2', '/plain/deep/3/4', '/plain/deep/5/6'], '198.51.100.2')).toEqual([
      200, 200, 429,
    ]);
    expect(await codes(['/scoped/1', '/scoped/2'], '198.51.100.3')).toEqual([200, 429]);
    expect(await codes(['/house/cats', '/house/cats'], '198.51.100.4')).toEqual([200, 429]);
    expect((await app.get('/plain/one', { from: '198.51.100.5' })).headers['x-middleware']).toBe('yes');
  });

  it('with a global prefix and versions in the path', async () => {
    await start((nest) => {
      nest.setGlobalPrefix('api');
      nest.enableVersioning({ type: VersioningType.URI });
    });
    expect(await codes(['/api/plain'], '203.0.113.1')).toEqual([200]);
    expect(await codes(['/api/v1/versioned', '/api/v1/versioned'], '198.51.100.1')).toEqual([200, 429]);
    expect(await codes(['/api/v2/versioned', '/api/v2/versioned'], '198.51.100.1')).toEqual([200, 200]);
  });

  it('with versions in a header, where the path alone does not tell the route', async () => {
    await start((nest) => void nest.enableVersioning({ type: VersioningType.HEADER, header: 'x-version' }));
    const path = '/versioned';
    expect(await codes([path, path], '198.51.100.1', { 'x-version': '1' })).toEqual([200, 429]);
    expect(await codes([path, path, path], '198.51.100.1', { 'x-version': '2' })).toEqual([200, 200, 200]);
    expect(await codes([path], '203.0.113.1', { 'x-version': '2' })).toEqual([403]);
  });

  it('where classes share a handler by inheritance, each has its own', async () => {
    await start();
    expect(await codes(['/open/shared', '/closed/shared'], '198.51.100.1')).toEqual([200, 403]);
    expect(await codes(['/open/shared', '/closed/shared'], '10.0.0.1')).toEqual([200, 200]);
  });

  it('runs no check twice: one request takes one from a limit', async () => {
    await start();
    for (const path of ['/plain/deep/1/2', '/open/shared', '/no/such']) {
      const answer = await app.get(path, { from: `198.51.100.${path.length}` });
      expect(Number(/r=(\d+)/.exec(String(answer.headers['ratelimit']))?.[1])).toBe(path.startsWith('/plain') ? 1 : 99);
    }
  });
});
