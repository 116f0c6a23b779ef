import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type GuardAgent } from '../../../src/agent/index.js';
import { build, ENCRYPTION_KEY } from './build.js';
import { accept, json, PlatformStub, type Responder } from './platform-stub.js';

const bare =
  (status: number): Responder =>
  (_call, response) =>
    response.writeHead(status).end();

/** The whole table of answers, and what networks do. */
const ANSWERS: Record<string, Responder> = {
  ok: accept,
  created: bare(201),
  partial: json(200, { success: false }),
  html: (_call, response) => response.end('<html>'),
  tooLarge: bare(413),
  badRequest: bare(400),
  notFound: bare(404),
  unprocessable: bare(422),
  throttled: json(429, {}, { 'retry-after': '3' }),
  error: bare(503),
  noContent: bare(204),
  redirect: bare(302),
  reset: (_call, _response, request) => request.socket.resetAndDestroy(),
  cut: (_call, response) => {
    response.writeHead(200, { 'content-length': 100 });
    response.write('{', () => response.destroy());
  },
  late: (_call, response) => void setTimeout(() => response.end('{}'), 5),
  silent: () => undefined,
};

function expectBalance(agent: GuardAgent): void {
  for (const { recorded, delivered, rejected, dropped, pending } of [agent.stats().events, agent.stats().metrics]) {
    expect({ recorded, sum: delivered + rejected + dropped + pending }).toEqual({ recorded, sum: recorded });
    expect(Math.min(delivered, rejected, dropped, pending)).toBeGreaterThanOrEqual(0);
  }
}

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ record: fc.integer({ min: 1, max: 30 }), poison: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ metric: fc.integer({ min: 1, max: 10 }) }) },
  { weight: 3, arbitrary: fc.record({ flush: fc.constantFrom('await', 'leave') }) },
);

describe('the balance', () => {
  it('recorded = delivered + rejected + dropped + pending holds at every moment, whatever the platform does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...Object.keys(ANSWERS)), { maxLength: 12 }),
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.constantFrom(
          { overflow: 'drop-oldest' as const },
          { overflow: 'drop-newest' as const },
          { overflow: 'drop-oldest' as const, durability: 'file' as const },
          { overflow: 'spill' as const, durability: 'file' as const },
        ),
        fc.constantFrom(undefined, ENCRYPTION_KEY),
        async (answers, steps, keeping, encryptionKey) => {
          const platform = await PlatformStub.start();
          platform.script.push(...answers.map((name) => ANSWERS[name] as Responder));
          const spillDirectory = mkdtempSync(join(tmpdir(), 'nestjs-guard-balance-'));
          const options = {
            ...keeping,
            spillDirectory,
            encryptionKey,
            bufferSize: 10,
            maxQueue: 40,
            retryAttempts: 1,
            timeout: 0.1,
          };
          const { agent } = build(platform.url, { ...options, flushInterval: 0.1, shutdownTimeout: 0.1 });
          const sampler = setInterval(() => expectBalance(agent), 1);
          agent.onModuleInit();
          try {
            for (const one of steps) {
              if ('record' in one) {
                for (let i = 0; i < one.record; i++) {
                  agent.record({ type: 'a', metadata: one.poison && i === 0 ? { bad: Symbol('x') } : { i } });
                  expectBalance(agent);
                }
              } else if ('metric' in one) {
                for (let i = 0; i < one.metric; i++) agent.metric({ type: 'request_count', value: i });
              } else {
                const flushed = agent.flush({ timeout: 0.05 });
                if (one.flush === 'await') await flushed;
              }
              expectBalance(agent);
            }
            platform.otherwise = bare(201);
            await agent.onApplicationShutdown();
            expectBalance(agent);
          } finally {
            clearInterval(sampler);
            await platform.stop();
            rmSync(spillDirectory, { recursive: true });
          }
        },
      ),
      { numRuns: 60, interruptAfterTimeLimit: 20_000 },
    );
  });

  it('reaches the platform exactly: delivered is what was accepted, no event twice', async () => {
    const platform = await PlatformStub.start();
    const kept: string[] = [];
    const keep: Responder = (call, response) => {
      const { events } = JSON.parse(call.text) as { events: { idempotency_key: string }[] };
      kept.push(...events.map(({ idempotency_key }) => idempotency_key));
      response.end('{}');
    };
    platform.otherwise = keep;
    for (const name of ['error', 'reset', 'html', 'tooLarge', 'error']) {
      platform.script.push(ANSWERS[name] as Responder, keep);
    }
    const { agent } = build(platform.url, { maxQueue: 5_000 });
    for (let round = 0; round < 20; round++) {
      for (let i = 0; i < 100; i++) agent.record({ type: 'a', metadata: { round, i } });
      await agent.flush();
    }
    await agent.onApplicationShutdown();
    expect(agent.stats().events).toEqual({ recorded: 2_000, delivered: 2_000, rejected: 0, dropped: 0, pending: 0 });
    expect(kept).toHaveLength(2_000);
    expect(new Set(kept).size).toBe(2_000);
    await platform.stop();
  });
});
