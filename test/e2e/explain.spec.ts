import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { All, Controller } from '@nestjs/common';
import fc from 'fast-check';
import { run } from '../../src/cli/index.js';
import { type GuardOptionsInput } from '../../src/index.js';
import { type Example, EXAMPLES } from '../attacks/examples.js';
import { PLATFORMS, type RunningApp, startApp } from '../support/app.js';
import { raw as send, statusOf } from '../support/http.js';

@Controller()
class AnyController {
  @All('items/:id')
  any(): string {
    return 'ok';
  }
}

const OPTIONS: GuardOptionsInput = {
  detection: {
    maxDepth: 8,
    maxValues: 60,
    onBudget: 'block',
    modes: { template: 'flag' },
    thresholds: { sqli: 0.9 },
    exceptions: [{ path: '/items/:id', in: 'body', field: 'html', categories: ['xss'] }],
  },
};
const HEAD = 'Host: shop.example\r\nConnection: close\r\n';

interface Parts {
  readonly text: string;
  readonly name: string;
  readonly place:
    'query' | 'path' | 'header' | 'cookie' | 'referer' | 'json' | 'deep' | 'form' | 'text' | 'multipart' | 'damaged';
}

/** A request as it goes over the wire. */
function rawOf({ text, name, place }: Parts): Buffer {
  const value = encodeURIComponent(text);
  const key = encodeURIComponent(name);
  const get = (path: string, headers = ''): Buffer => Buffer.from(`GET ${path} HTTP/1.1\r\n${HEAD}${headers}\r\n`);
  const post = (type: string, body: string): Buffer =>
    Buffer.from(
      `POST /items/1 HTTP/1.1\r\n${HEAD}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  switch (place) {
    case 'query':
      return get(`/items/1?${key}=${value}`);
    case 'path':
      return get(`/items/${value || 'x'}`);
    case 'header':
      return get('/items/1', `X-Note: ${text.replace(/[^\x20-\x7e]/g, '?')}\r\n`);
    case 'cookie':
      return get('/items/1', `Cookie: a=b; c=${value}\r\n`);
    case 'referer':
      return get('/items/1', `Referer: https://shop.example/?${key}=${value}\r\n`);
    case 'json':
      return post('application/json', JSON.stringify({ list: [{ [name]: text }], html: text }));
    case 'deep':
      return post(
        'application/json',
        `${'{"a":'.repeat(text.length % 16)}${JSON.stringify(text)}${'}'.repeat(text.length % 16)}`,
      );
    case 'form':
      return post('application/x-www-form-urlencoded', `${key}=${value}&html=${value}`);
    case 'text':
      return post('text/plain', text);
    case 'damaged':
      return post('application/xml', `<a b="${text}">${text}`);
    case 'multipart':
      return post(
        'multipart/form-data; boundary=xx',
        `--xx\r\nContent-Disposition: form-data; name="${key}"\r\n\r\n${text}\r\n` +
          `--xx\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n\r\n${text}\r\n--xx--\r\n`,
      );
  }
}

const PLACES: readonly Parts['place'][] = [
  'query',
  'path',
  'header',
  'cookie',
  'referer',
  'json',
  'deep',
  'form',
  'text',
  'multipart',
  'damaged',
];
const partsOf = ({ text, place, name = 'q' }: Example): Parts => ({ text, place, name });
// The parser of forms in Express drops `__proto__`, so that nothing comes to the application: no case for the guard.
const anything: fc.Arbitrary<Parts> = fc
  .record({
    text: fc.oneof(
      fc.constantFrom(...EXAMPLES.map(({ text }) => text)),
      fc.tuple(fc.constantFrom(...EXAMPLES.map(({ text }) => text)), fc.string()).map((texts) => texts.join(' ')),
      fc.string({ unit: 'grapheme' }),
    ),
    name: fc.oneof(fc.constantFrom('q', 'html', 'url', 'file', 'password', 'a.b', '$ne'), fc.string({ minLength: 1 })),
    place: fc.constantFrom(...PLACES),
  })
  .filter(({ name }) => !name.includes('__proto__'));

describe.each(PLATFORMS)('explain and an application on %s', (platform) => {
  let app: RunningApp;
  let folder: string;
  let options: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'explain-'));
    options = join(folder, 'options.json');
    writeFileSync(options, JSON.stringify(OPTIONS));
    const guard = { ...OPTIONS, rateLimit: { enabled: false }, ban: { enabled: false } };
    app = await startApp({ platform, controllers: [AnyController], guard });
  });
  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The status that explain foresees, and the one that was answered; 0 where the guard let the request through. */
  async function both(parts: Parts): Promise<{ foreseen: number; answered: number }> {
    const raw = rawOf(parts);
    const { output, problem } = await run(['explain', '-', '--json', '--options', options], () => Promise.resolve(raw));
    expect(problem).toBe('');
    const { action, status } = (JSON.parse(output) as { decision: { action: string; status: number } }).decision;
    const answered = statusOf(await send(app.base, raw));
    expect(answered).toBeGreaterThan(0);
    return { foreseen: action === 'blocked' ? status : 0, answered: [403, 413].includes(answered) ? answered : 0 };
  }

  /** Statuses with which the platform itself refuses what the guard would have inspected. */
  async function refusedByPlatform(parts: Parts): Promise<boolean> {
    return [400, 415].includes(statusOf(await send(app.base, rawOf(parts))));
  }

  async function agree(parts: Parts): Promise<number> {
    const { foreseen, answered } = await both(parts);
    if (foreseen !== answered && (await refusedByPlatform(parts))) return 0;
    expect({ parts, status: foreseen }).toEqual({ parts, status: answered });
    return foreseen;
  }

  it('decide alike over the examples', async () => {
    const seen = new Set<number>();
    for (const example of EXAMPLES) seen.add(await agree(partsOf(example)));
    expect([...seen].sort()).toEqual([0, 403]);
  }, 90_000);

  it('decide alike wherever a text stands', async () => {
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(anything, async (parts) => {
        const status = await agree(parts);
        seen.set(status, (seen.get(status) ?? 0) + 1);
      }),
      { numRuns: 60 },
    );
    expect(Math.min(seen.get(0) ?? 0, seen.get(403) ?? 0)).toBeGreaterThan(5);
  }, 90_000);
});
