import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call } from '../support/http.js';
import { Child } from './children.js';

const MINUTES = 4 * 60_000;
const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-demo-test-'));
const corpus = join(folder, 'corpus.jsonl');

beforeAll(() => {
  const row = (label: string, url: string): string => {
    const request = { method: 'GET', url, headers: [['Host', 'a.example']], body: null };
    return JSON.stringify({ id: '0', label, source: 'rows of a test', category: 'c', place: 'query', request });
  };
  const attack = row('attack', `/search?q=${encodeURIComponent("1' OR '1'='1' -- ")}`);
  writeFileSync(corpus, `${attack}\n${row('benign', '/search?q=shoes')}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A demo and a way to find every process that descends from it, by a variable that they inherit. */
function demo(...options: string[]): { child: Child; left: () => string[] } {
  const mark = randomUUID();
  const child = new Child(['tools/demo.mjs', ...options], { DEMO_MARK: mark });
  const environment = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'utf8');
    } catch {
      return ''; // it has ended meanwhile, or is not ours
    }
  };
  const processes = (): string[] => (existsSync('/proc/self/environ') ? readdirSync('/proc') : []);
  return { child, left: () => processes().filter((name) => /^\d+$/.test(name) && environment(name).includes(mark)) };
}

describe.each([['express'], ['fastify', '--redis']])('npm run demo on %s %s', (platform, ...more) => {
  it(
    'balances, stays up where it is told to, and leaves nothing running',
    async () => {
      const { child, left } = demo('--platform', platform, '--corpus', corpus, '--keep', ...more);
      await child.line(/^Still running/, MINUTES);
      expect(child.lines.filter((line) => line.startsWith('NOT OK'))).toEqual([]);
      expect(child.lines.filter((line) => line.startsWith('ok '))).toHaveLength(10);
      expect(cells(child, 'corpus: rows of a test (attack)')).toEqual(['1', '0', '0', '1', '0', '0']);
      expect(cells(child, 'corpus: rows of a test (benign)')).toEqual(['1', '1', '0', '0', '0', '0']);
      expect(cells(child, 'shop').slice(-2)).toEqual(['0', '0']);
      expect(cells(child, 'limits, lists, bans').slice(-2)).toEqual(['0', '0']);
      for (const check of ['ban', 'ip', 'userAgent', 'rateLimit', 'detection']) {
        expect(child.said).toMatch(new RegExp(`\\| +${check} \\|`));
      }
      const page = await child.line(/events as they arrive +(http\S+)/);
      expect((await call(page, 'GET', '/')).text).toContain('penetration_attempt');

      expect(await child.stop('SIGINT')).toEqual({ code: 0, signal: null });
      expect(left()).toEqual([]);
    },
    MINUTES,
  );
});

describe('a demo that is interrupted', () => {
  it(
    'ends with code 130 and leaves nothing running',
    async () => {
      const { child, left } = demo();
      await child.line(/^measuring latency/, MINUTES);
      expect(await child.stop('SIGINT')).toEqual({ code: 130, signal: null });
      expect(left()).toEqual([]);
    },
    MINUTES,
  );
});

describe('a demo that cannot start', () => {
  it.each([
    [['--platform', 'koa'], '--platform is express or fastify'],
    [['--nonsense'], '--nonsense'],
    [['--corpus', '/no/such/file'], 'no such file'],
  ])('says why: %j', async (options, why) => {
    const { child, left } = demo(...options);
    expect((await child.ended).code).toBe(1);
    expect(child.said).toContain(why);
    expect(left()).toEqual([]);
  });
});

/** The numbers of a row of the traffic table. */
function cells(child: Child, row: string): string[] {
  const line = child.lines.find((one) => one.startsWith(`| ${row} `)) ?? '';
  return line
    .split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());
}
