import fc from 'fast-check';
import { SERVER_TIME } from '../../src/stores/redis/index.js';
import { GIVE_BACK_TEXT } from '../../src/stores/window/give-back.lua.js';
import { HIT_TEXT } from '../../src/stores/window/hit.lua.js';
import { advance, charge, noHits, waitFor } from '../../src/stores/window/arithmetic.js';
import { emptyBucket, fill, leak, waitForRoom } from '../../src/stores/window/bucket.js';
import { MemoryWindowStore } from '../../src/stores/window/index.js';
import { type Charge, type WindowRule } from '../../src/stores/window/port.js';
import { shapeOf, wireOf } from '../../src/stores/window/shape.js';
import { HandClock } from '../support/clock.js';
import { type RedisServer, startRedis } from '../support/redis.js';

/**
 * The scripts with a clock that the test moves: the time comes as the last argument, and no key ends by the server's own
 * clock.
 */
function withClock(text: string): string {
  return text.replace(SERVER_TIME, 'local now = tonumber(table.remove(ARGV))').replace("'PX', life", "'KEEPTTL'");
}
const GIVE_BACK = withClock(GIVE_BACK_TEXT);

/** Names that the text of a key could be confused by. */
const NAMES = ['default', 'default:1', 'a', 'aa', '17', '', 'a=b;c', 'a b', 'default=', '%3b', 'ü\u0000'];

const rule: fc.Arbitrary<WindowRule> = fc
  .record({
    name: fc.constantFrom(...NAMES),
    limit: fc.integer({ min: 1, max: 12 }),
    kind: fc.constantFrom('sliding', 'fixed', 'bucket'),
    burst: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ name, limit, kind, burst }) => ({
    name,
    limit,
    // One length per name, and one rate: memory forgets what has run out by the rule that wrote it.
    window: 1 + (NAMES.indexOf(name) % 5),
    ...(kind === 'bucket' && { limit: 1 + (NAMES.indexOf(name) % 7) }),
    ...(kind === 'fixed' && { fixed: true }),
    ...(kind === 'bucket' && { burst }),
  }));

const rules = fc.uniqueArray(rule, { minLength: 1, maxLength: 4, selector: ({ name }) => name });

const steps = (pause: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      pause,
      client: fc.constantFrom('one', 'two'),
      rules,
      beside: fc.option(rules, { nil: undefined }),
      repeat: fc.integer({ min: 1, max: 8 }),
      cost: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 13 })),
      back: fc.boolean(),
    }),
    { maxLength: 25 },
  );
const forward = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 12_000 }));
const anywhere = fc.oneof(forward, fc.integer({ min: -3000, max: -1 }));

/** Redis tells milliseconds since the epoch; the windows that are fixed begin at multiples of them. */
const START = 1_790_000_000_000;

function argsOf({ rules }: Pick<Charge, 'rules'>): (string | number)[] {
  return [...wireOf(rules)];
}

/** A rule's state by itself, without what memory does to stay within its bounds. What is refused leaves no trace. */
function stateOf(rule: WindowRule): (now: number, cost: number) => number {
  const { limit, fixed } = rule;
  const window = rule.window * 1000;
  const shape = shapeOf(rule);
  let held = noHits();
  let level = emptyBucket();
  return (now, cost) => {
    const hits = { ...held };
    const bucket = { ...level };
    if (shape) leak(bucket, now, shape);
    else advance(hits, now, window, fixed);
    const wait = shape ? waitForRoom(bucket, shape, cost) : waitFor(hits, limit, now, window, fixed, cost);
    if (wait > 0) return wait;
    if (shape) fill(bucket, shape, cost);
    else charge(hits, now, window, fixed, cost);
    [held, level] = [hits, bucket];
    return 0;
  };
}

describe('the limits in Lua', () => {
  let server: RedisServer;
  let run = 0;
  beforeAll(async () => void (server = await startRedis()));
  afterAll(() => server.close());

  const hit = (prefix: string, charges: readonly Charge[], cost: number, now: number): Promise<unknown> =>
    server.look.eval(
      withClock(HIT_TEXT),
      charges.length,
      ...charges.map(({ client }) => prefix + client),
      ...charges.flatMap((charge) => [charge.rules.length, ...argsOf(charge)]),
      cost,
      now,
    );

  it('answer what those in memory answer, on any history', async () => {
    expect(withClock(HIT_TEXT)).not.toMatch(/'TIME'|'PX'/);
    expect(HIT_TEXT).toMatch(/'TIME'(?:.|\n)*'PX'/);
    expect(GIVE_BACK).not.toBe(GIVE_BACK_TEXT);
    await fc.assert(
      fc.asyncProperty(steps(forward), async (history) => {
        const clock = new HandClock(START);
        const memory = new MemoryWindowStore(clock, 1000);
        const prefix = `history:${run++}:`;
        for (const { pause, client, rules, beside, repeat, cost, back } of history) {
          clock.advance(pause);
          const now = clock.monotonic();
          const other = beside && { client: 'third', rules: beside };
          for (let i = 0; i < repeat; i++) {
            const answer = await hit(prefix, [{ client, rules }, ...(other ? [other] : [])], cost, now);
            const { retryIn, refusedBy, states } = memory.hit(client, rules, cost, other);
            const numbers = states.flatMap(({ remaining, resetIn }) => [remaining, resetIn]);
            expect(answer).toEqual([retryIn, refusedBy, ...numbers]);
          }
          if (!back) continue;
          await server.look.eval(GIVE_BACK, 1, prefix + client, ...argsOf({ rules }), cost, now);
          memory.giveBack(client, rules, cost);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('decide alike where the clock goes back', async () => {
    await fc.assert(
      fc.asyncProperty(rule, steps(anywhere), async (rule, history) => {
        const decide = stateOf(rule);
        const prefix = `back:${run++}:`;
        let now = START;
        for (const { pause, repeat, cost } of history) {
          now += pause;
          for (let i = 0; i < repeat; i++) {
            const wait = decide(now, cost);
            expect(await hit(prefix, [{ client: 'one', rules: [rule] }], cost, now)).toMatchObject({
              0: wait,
              1: wait > 0 ? 0 : -1,
            });
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
