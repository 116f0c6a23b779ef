import { Body, Controller, Get, HttpCode, type INestApplication, Post } from '@nestjs/common';
import { Detection, type GuardOptionsInput } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';

@Controller()
class GraphqlController {
  @Get('graphql')
  get(): object {
    return { data: {} };
  }

  @Post('graphql')
  @HttpCode(200)
  post(@Body() body: unknown): object {
    return { data: typeof body };
  }

  @Post('explorer')
  @HttpCode(200)
  @Detection({ modes: { graphql: 'off' } })
  explore(): object {
    return { data: {} };
  }
}

const DEEP = `${'{a'.repeat(40)}${'}'.repeat(40)}`;
const ALIASES = `{${Array.from({ length: 200 }, (_, i) => `a${i}: login(code: ${i})`).join(' ')}}`;
const UNFOLDING = `{...A} ${[...'ABCDEFGHIJKLMNOPQRS'].map((name, i, all) => `fragment ${name} on T {${all[i + 1] ? `...${all[i + 1]} ...${all[i + 1]}` : 'x'}}`).join(' ')}`;
const ORDINARY =
  'query Products($first: Int!) { products(first: $first) { items { id name variants { sku price } } } }';
const SCHEMA = '{ __schema { types { name } } }';

describe.each(PLATFORMS)('GraphQL on %s', (platform) => {
  const running: RunningApp[] = [];
  const start = async (detection: GuardOptionsInput['detection'] = {}): Promise<RunningApp> => {
    const app = await startApp({
      platform,
      controllers: [GraphqlController],
      guard: { detection, status: { token: TOKEN }, rateLimit: { enabled: false }, ban: { enabled: false } },
      configure: (nest: INestApplication) => {
        if (platform === 'express') return;
        const fastify = nest.getHttpAdapter().getInstance() as {
          addContentTypeParser(type: string, options: object, parse: (...args: any[]) => void): void;
        };
        fastify.addContentTypeParser('application/graphql', { parseAs: 'string' }, (_request, body, done) =>
          done(null, body),
        );
      },
    });
    running.push(app);
    return app;
  };
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });
  /** The statuses of a document in every way to send one. */
  const statuses = async (app: RunningApp, query: string, path = '/graphql'): Promise<number[]> => {
    const headers = { 'content-type': 'application/graphql' };
    const answers = [
      await app.call('POST', path, { body: { query, variables: { first: 1 } } }),
      await app.call('POST', path, { body: [{ query: '{a}' }, { query }] }),
      await app.call('POST', path, { body: query, headers }),
    ];
    if (path === '/graphql') answers.push(await app.get(`/graphql?query=${encodeURIComponent(query)}`));
    return answers.map(({ status }) => status);
  };

  it('is refused over its limits, however it is sent', async () => {
    const app = await start();
    expect(await statuses(app, ORDINARY)).toEqual([200, 200, 200, 200]);
    expect(await statuses(app, SCHEMA)).toEqual([200, 200, 200, 200]);
    for (const query of [DEEP, ALIASES, UNFOLDING]) expect(await statuses(app, query)).toEqual([403, 403, 403, 403]);
    const batch = Array.from({ length: 21 }, () => ({ query: '{a}' }));
    expect((await app.call('POST', '/graphql', { body: batch })).status).toBe(403);
    expect((await app.call('POST', '/graphql', { body: batch.slice(1) })).status).toBe(200);
  });

  it('has the limits of the options, and may be kept from asking for the schema', async () => {
    const app = await start({
      graphql: { maxDepth: 3, maxAliases: 0, maxFields: 5, maxDirectives: 1, maxBatch: 1, introspection: 'block' },
    });
    expect(await statuses(app, '{a{b{c}}}')).toEqual([200, 403, 200, 200]);
    for (const query of ['{a{b{c{d}}}}', '{a:b}', '{a b c d e f}', '{a @x b @y}', SCHEMA]) {
      expect(await statuses(app, query)).toEqual([403, 403, 403, 403]);
    }
  });

  it('is left alone on a route that says so', async () => {
    const app = await start();
    expect(await statuses(app, DEEP, '/explorer')).toEqual([200, 200, 200]);
  });

  it('still has its literals and variables read', async () => {
    const app = await start();
    expect(await statuses(app, `{ user(name: "x' or '1'='1") { id } }`)).toEqual([403, 403, 403, 403]);
    const body = { query: ORDINARY, variables: { first: "x' or '1'='1" } };
    expect((await app.call('POST', '/graphql', { body })).status).toBe(403);
  });
});
