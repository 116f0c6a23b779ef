import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { Detection, type GuardOptionsInput, GuardService } from '../../src/index.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';

const XSS = '<img src=x onerror=alert(1)>';
const SQLI = "1' OR '1'='1' -- ";

@Controller()
class EditorController {
  @Post('posts/:id')
  @HttpCode(200)
  @Detection({ fields: { body: { 'post.html': ['xss'] }, query: { preview: ['xss'] } } })
  edit(@Body() body: unknown): unknown {
    return body;
  }

  @Post('plain/:id')
  @HttpCode(200)
  plain(@Body() body: unknown): unknown {
    return body;
  }

  @Get('search')
  @Detection({ modes: { sqli: 'off', xss: 'flag' } })
  search(@Query('q') q: string): unknown {
    return { q };
  }
}

describe.each(PLATFORMS)('what is ordinary where, on %s', (platform) => {
  const running: RunningApp[] = [];
  const start = async (
    detection: GuardOptionsInput['detection'] = {},
    rest: GuardOptionsInput = {},
  ): Promise<RunningApp> => {
    const app = await startApp({
      platform,
      controllers: [EditorController],
      guard: { detection, status: { token: TOKEN }, rateLimit: { enabled: false }, ban: { enabled: false }, ...rest },
    });
    running.push(app);
    return app;
  };
  afterEach(async () => {
    for (const app of running.splice(0)) await app.close();
  });
  const post = async (app: RunningApp, path: string, body: unknown): Promise<number> =>
    (await app.call('POST', path, { body })).status;

  it('a route names its fields, and nothing else passes', async () => {
    const app = await start();
    expect(await post(app, '/posts/1', { post: { html: XSS } })).toBe(200);
    expect(await post(app, `/posts/1?preview=${encodeURIComponent(XSS)}`, {})).toBe(200);
    expect(await post(app, '/posts/1', { post: { html: SQLI } })).toBe(403);
    expect(await post(app, '/posts/1', { post: { title: XSS } })).toBe(403);
    expect(await post(app, `/posts/1?other=${encodeURIComponent(XSS)}`, {})).toBe(403);
    expect(await post(app, '/plain/1', { post: { html: XSS } })).toBe(403);
  });

  it('a client may say what is source code, unless the options forbid it', async () => {
    const body = { language: 'html', code: XSS };
    expect(await post(await start(), '/plain/1', body)).toBe(200);
    expect(await post(await start({ declaredCode: false }), '/plain/1', body)).toBe(403);
  });

  it('a form with files names them too', async () => {
    const app = await start();
    const form = (name: string): FormData => {
      const data = new FormData();
      data.append(name, XSS);
      return data;
    };
    const send = async (path: string, name: string): Promise<number> =>
      (await fetch(`${app.base}${path}`, { method: 'POST', body: form(name) })).status;
    expect(await send('/posts/1', 'title')).toBe(403);
    expect(await send('/plain/1', 'post[html]')).toBe(403);
    expect(await send('/posts/1', 'post[html]')).not.toBe(403);
  });

  it('a path names them in the configuration, as the router sees it', async () => {
    const app = await start({
      exceptions: [{ path: '/plain/:id', in: 'body', field: 'post.html', categories: ['xss'] }],
    });
    expect(await post(app, '/plain/1', { post: { html: XSS } })).toBe(200);
    expect(await post(app, '/plain/1', { post: { title: XSS } })).toBe(403);
    expect(await post(app, '/plain/1/', { post: { html: XSS } })).toBe(403);
    expect(await post(app, '/x/..%2fplain/1', { post: { html: XSS } })).toBe(403);
  });

  it('a route has modes: what is off passes, what is flagged passes and is told', async () => {
    const app = await start();
    expect((await app.get(`/search?q=${encodeURIComponent(SQLI)}`)).status).toBe(200);
    expect((await app.get(`/search?q=${encodeURIComponent(XSS)}`)).status).toBe(200);
    expect((await app.get(`/search?q=${encodeURIComponent('; cat /etc/passwd')}`)).status).toBe(403);
    const { requests, wouldBlockBy } = await app.settled(3);
    expect([requests, wouldBlockBy]).toMatchObject([{ served: 2, blocked: 1 }, { detection: 1 }]);
  });

  it('a category that is flagged bans nobody', async () => {
    const app = await start({ modes: { xss: 'flag' } }, { ban: { enabled: true, threshold: 1 } });
    for (let i = 0; i < 3; i++) expect(await post(app, '/plain/1', { a: XSS })).toBe(200);
    expect(await post(app, '/plain/1', { a: SQLI })).toBe(403);
  });

  it.each([
    ['allow', [200, 200], {}],
    ['flag', [200, 200], { detection: 2 }],
    ['block', [413, 413], {}],
  ] as const)('what a bound leaves unread is %sed as said', async (onBudget, statuses, wouldBlockBy) => {
    const app = await start({ onBudget, maxDepth: 3, maxValues: 10 });
    const deep = { a: { b: { c: { d: { e: 'x' } } } } };
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`k${i}`, 'v']));
    expect([await post(app, '/plain/1', deep), await post(app, '/plain/1', many)]).toEqual(statuses);
    const { detection, wouldBlockBy: told } = await app.settled(2);
    expect(detection.unread).toEqual({ 'too-deep': 1, 'too-many': 1 });
    expect(told).toEqual(wouldBlockBy);
  });

  it('the report names routes, fields and what to except', async () => {
    const app = await start({}, { mode: 'monitor' });
    for (const id of [1, 2]) expect(await post(app, `/posts/${id}`, { post: { title: XSS } })).toBe(200);
    const { lines } = app.app.get(GuardService).detections();
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      handler: 'EditorController.edit',
      category: 'xss',
      count: 2,
      blocked: 0,
      exception: { path: '/posts/*', in: 'body', field: 'post.title', categories: ['xss'] },
    });
  });
});
