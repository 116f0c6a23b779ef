import { writeFileSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { type FailurePolicy } from '../../src/stores/index.js';
import { startApp } from '../support/app.js';
import { RecordingLog } from '../support/log.js';
import { FAULTS, GREEDY } from './faults.js';
import { failed, type Observation, tableOf } from './observation.js';
import { endure, Trial } from './trial.js';

const MODES: readonly FailurePolicy[] = ['local', 'closed', 'open'];
const LIMIT = 5;
/** Seconds that a decision waits for Redis: more than by default, so that a busy machine is no fault; `npm run faults` says. */
const DEADLINE = Number(process.env['FAULTS_DEADLINE'] ?? 0.25);
/** Milliseconds that no request takes: far above the deadline, far below any time-out of a client. */
const PATIENCE = 2000;

@Controller()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }
}

/** Three applications over the same servers, one for each answer to a failure. */
async function apps(connect: () => object, log: RecordingLog) {
  const say = (level: 'info' | 'warn' | 'error') => (text: unknown) => log[level](`${String(text)}`);
  return Promise.all(
    MODES.map(async (onFailure, i) => {
      const prefix = `${onFailure}:`;
      const app = await startApp({
        platform: i % 2 === 0 ? 'express' : 'fastify',
        controllers: [HelloController],
        logger: { log: say('info'), warn: say('warn'), error: say('error') },
        guard: {
          redis: { ...connect(), onFailure, prefix, commandTimeout: DEADLINE, connectTimeout: 10 },
          rateLimit: { limit: LIMIT, window: 600 },
        },
      });
      return { app, trial: new Trial(onFailure, prefix, app, GREEDY, `192.0.2.${i + 1}`) };
    }),
  );
}

describe('applications whose Redis fails', () => {
  const rows: [fault: string, seen: Observation][] = [];
  afterAll(() => {
    const file = process.env['FAULTS_TABLE'];
    if (file) writeFileSync(file, tableOf(rows));
  });

  describe.each(FAULTS)('$name', (fault) => {
    const log = new RecordingLog();
    let seen: readonly Observation[];

    beforeAll(async () => {
      const stage = await fault.stage();
      const running = await apps(stage.connect, log);
      try {
        seen = await endure(
          fault,
          stage,
          running.map(({ trial }) => trial),
        );
        for (const one of seen) rows.push([fault.name, one]);
      } finally {
        await Promise.all(running.map(({ app }) => app.close()));
        await stage.close();
      }
    }, 120_000);

    const of = (mode: FailurePolicy): Observation => seen.find((one) => one.mode === mode) as Observation;

    it('fails no request, but with 503 those of `closed` while it lasts', () => {
      expect([failed(of('local')), failed(of('open'))]).toEqual([0, 0]);
      expect(failed(of('closed'))).toBeGreaterThan(0);
      expect(Object.keys(of('closed').during)).toContain('503');
      for (const { after } of seen) expect(Object.keys(after)).toEqual(['200']);
    });

    it('keeps nobody waiting', () => {
      expect(Math.max(...seen.map(({ longest }) => longest))).toBeLessThan(PATIENCE);
    });

    it('keeps the limits that are promised', () => {
      const [before, during, after] = of('local').admitted;
      expect([before, during]).toEqual([2, LIMIT - 2]);
      expect(after).toBeLessThanOrEqual(fault.forgets ? LIMIT : LIMIT - 2);
      expect(of('closed').admitted.slice(0, 2)).toEqual([2, 0]);
      expect(of('open').admitted.slice(0, 2)).toEqual([2, 8]);
      for (const mode of ['closed', 'open'] as const) {
        expect(of(mode).admitted[2]).toBeLessThanOrEqual(fault.forgets ? LIMIT : LIMIT - 2);
      }
    });

    it('lets bans be made that hold at once, and writes them back', () => {
      expect(seen.map(({ ban }) => ban)).toEqual(MODES.map(() => ({ heldAtOnce: true, writtenBack: true })));
    });

    it('is told once at its beginning and once at its end', () => {
      for (const consequence of [/from its own memory/, /requests are refused/, /requests are not limited/]) {
        expect(log.matching(/Redis does not answer/).filter((line) => consequence.test(line))).toHaveLength(1);
      }
      expect(log.matching(/Redis answers again/)).toHaveLength(MODES.length);
    });
  });
});
