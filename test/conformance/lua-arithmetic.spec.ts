import fc from 'fast-check';
import { SERVER_TIME } from '../../src/stores/redis/index.js';
import { HIT_TEXT } from '../../src/stores/window/hit.lua.js';
import { advance, charge, type Hits, noHits, resetIn, used, waitFor } from '../../src/stores/window/arithmetic.js';
import { type WindowRule } from '../../src/stores/window/port.js';
import { type RedisServer, startRedis } from '../support/redis.js';

/** The script with a clock that the test moves: the time comes as the last argument. */
const WITH_CLOCK = HIT_TEXT.replace(SERVER_TIME, 'local now = tonumber(table.remove(ARGV))');

/** The same decision in TypeScript, as the script answers it; what is refused leaves no trace. */
function decide(state: Map<string, Hits>, rules: readonly WindowRule[], cost: number, now: number): number[] {
  const decided = rules.map(({ name, limit, window, fixed }) => {
    const hits = { ...(state.get(name) ?? noHits()) };
    advance(hits, now, window * 1000, fixed);
    return { hits, wait: waitFor(hits, limit, now, window * 1000, fixed, cost) };
  });
  const retryIn = Math.max(...decided.map(({ wait }) => wait));
  return decided.reduce<number[]>(
    (answer, { hits, wait }, i) => {
      const { name, limit, window, fixed } = rules[i] as WindowRule;
      if (retryIn === 0) {
        charge(hits, now, window * 1000, fixed, cost);
        state.set(name, hits);
      }
      const remaining = Math.max(0, limit - used(hits, now, window * 1000));
      return [...answer, remaining, wait > 0 ? wait : resetIn(hits, now, window * 1000)];
    },
    [retryIn, retryIn === 0 ? -1 : decided.findIndex(({ wait }) => wait === retryIn)],
  );
}

describe('the windows in Lua', () => {
  let server: RedisServer;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.close());

  it('answers what the one in TypeScript answers, on any history', async () => {
    expect(WITH_CLOCK).not.toBe(HIT_TEXT);
    const rule = fc
      .record({
        name: fc.constantFrom('a', 'bb', 'ccccc'),
        limit: fc.integer({ min: 0, max: 12 }),
        fixed: fc.boolean(),
      })
      .map(({ name, limit, fixed }) => ({ name, limit, fixed, window: name.length }));
    const request = fc.record({
      // Mostly forward, sometimes nowhere, sometimes back.
      pause: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 }), fc.integer({ min: -3000, max: 12_000 })),
      rules: fc.uniqueArray(rule, { minLength: 1, maxLength: 3, selector: ({ name }) => name }),
      repeat: fc.integer({ min: 1, max: 8 }),
      cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 13 })),
    });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 25 }), async (requests) => {
        const state = new Map<string, Hits>();
        let now = 1_790_000_000_000;
        const key = `history:${run++}`;
        for (const { pause, rules, repeat, cost } of requests) {
          now += pause;
          for (let i = 0; i < repeat; i++) {
            const args = rules.flatMap(({ name, limit, window, fixed }) => [name, limit, window * 1000, fixed ? 1 : 0]);
            const answer = await server.look.eval(WITH_CLOCK, 1, key, ...args, cost, now);
            expect(answer).toEqual(decide(state, rules, cost, now));
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
