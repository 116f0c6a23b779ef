import {
  createDetectionEngine,
  DEFAULT_DETECTION_SETTINGS,
  type DetectionSettings,
} from '../../../src/detection/index.js';
import { isExcepted } from '../../../src/detection/exceptions.js';

const engine = createDetectionEngine();
const XSS = '<img src=x onerror=alert(1)>';
const SQLI = "1' OR '1'='1' -- ";
const settings = (values: Partial<DetectionSettings>): DetectionSettings => ({
  ...DEFAULT_DETECTION_SETTINGS,
  ...values,
});
const inBody = (field: string, ...categories: string[]): Partial<DetectionSettings> => ({
  exceptions: [{ in: 'body', field, categories: new Set(categories) }],
});

describe('a field that is excepted', () => {
  const holds = (field: string, name: string | undefined): boolean =>
    isExcepted([{ in: 'body', field, categories: new Set(['xss']) }], 'body', name, 'xss');

  it.each([
    ['html', 'html'],
    ['html', 'html.de'],
    ['post.html', 'post.html'],
    ['post.html', 'post[html]'],
    ['tags', 'tags[]'],
    ['a.b.c', 'a[b][c]'],
    ['*.html', 'post.html'],
    ['items.*', 'items.note'],
    ['*', 'anything.at.all'],
    ['*', undefined],
  ])('%s means %s', (field, name) => expect(holds(field, name)).toBe(true));

  it.each([
    ['html', 'htm'],
    ['html', 'HTML'],
    ['html', 'post.html'],
    ['post.html', 'post'],
    ['post.html', 'post.htmlx'],
    ['*.html', 'html'],
    ['*.html', 'a.b.html'],
    ['html', undefined],
    ['constructor', '__proto__'],
  ])('%s does not mean %s', (field, name) => expect(holds(field, name)).toBe(false));

  it('is so in its place and for its categories alone', () => {
    const exceptions = [{ in: 'query' as const, field: 'q', categories: new Set(['xss']) }];
    expect(isExcepted(exceptions, 'query', 'q', 'xss')).toBe(true);
    expect(isExcepted(exceptions, 'query', 'q', 'sqli')).toBe(false);
    expect(isExcepted(exceptions, 'body', 'q', 'xss')).toBe(false);
  });

  it('lets its own pass and hides nothing beside it', () => {
    const ask = (body: unknown, values: Partial<DetectionSettings>) =>
      engine.inspectParsedBody(body, 'application/json', settings(values))?.finding;
    expect(ask({ post: { html: XSS } }, {})).toMatchObject({ category: 'xss', place: { name: 'post.html' } });
    expect(ask({ post: { html: XSS } }, inBody('post.html', 'xss'))).toBeUndefined();
    expect(ask({ posts: [{ html: XSS }] }, inBody('posts.html', 'xss'))).toBeUndefined();
    expect(ask({ post: { html: XSS, title: XSS } }, inBody('post.html', 'xss'))).toMatchObject({
      place: { name: 'post.title' },
    });
    expect(ask({ post: { html: SQLI } }, inBody('post.html', 'xss'))).toMatchObject({ category: 'sqli' });
    expect(ask({ html: XSS }, inBody('post.html', 'xss'))).toMatchObject({ category: 'xss' });
  });

  it('is the same in a form as in JSON', () => {
    const form = Buffer.from(`post%5Bhtml%5D=${encodeURIComponent(XSS)}`);
    const body = { bytes: form, type: 'application/x-www-form-urlencoded', truncated: false };
    expect(engine.inspectRawBody(body, settings({}))?.finding?.category).toBe('xss');
    expect(engine.inspectRawBody(body, settings(inBody('post.html', 'xss')))).toBeUndefined();
  });
});

describe('a category that is only flagged', () => {
  const flag = new Set(['xss']);

  it('does not decide, and is told', () => {
    const { finding, flagged } = engine.inspectParsedBody({ a: XSS }, undefined, settings({ flag })) ?? {};
    expect(finding).toBeUndefined();
    expect(flagged).toMatchObject({ category: 'xss', place: { kind: 'body', name: 'a' } });
  });

  it('hides none that decides, before it or after it', () => {
    for (const body of [
      { a: XSS, b: SQLI },
      { a: SQLI, b: XSS },
    ]) {
      const inspection = engine.inspectParsedBody(body, undefined, settings({ flag }));
      expect(inspection?.finding?.category).toBe('sqli');
      expect(inspection?.flagged).toBeUndefined();
    }
  });
});

describe('a threshold', () => {
  it('is the least confidence that counts for its category', () => {
    const confidence = engine.inspectParsedBody({ a: XSS }, undefined, settings({}))?.finding?.confidence ?? 0;
    const at = (threshold: number) =>
      engine.inspectParsedBody({ a: XSS }, undefined, settings({ thresholds: new Map([['xss', threshold]]) }))?.finding;
    expect(at(confidence)?.category).toBe('xss');
    expect(at(Math.min(1, confidence + 0.001))).toBeUndefined();
    expect(
      engine.inspectParsedBody({ a: SQLI }, undefined, settings({ thresholds: new Map([['xss', 1]]) }))?.finding
        ?.category,
    ).toBe('sqli');
  });
});
