import { appendFileSync, existsSync } from 'node:fs';
import { Controller, Get } from '@nestjs/common';
import { type FailurePolicy } from '../../src/stores/index.js';
import { PLATFORMS, startApp } from '../support/app.js';
import { RecordingLog } from '../support/log.js';
import { type Fault, GREEDY } from './fault.js';
import { failed, type Observation, tableOf, together } from './observation.js';
import { endure, Trial } from './trial.js';

const MODES: readonly FailurePolicy[] = ['local', 'closed', 'open'];
const LIMIT = 5;
/** Seconds that a decision waits for Redis: more than by default, so that a busy machine is no fault; `npm run faults` says. */
const DEADLINE = Number(process.env['FAULTS_DEADLINE'] ?? 0.5);
/** Milliseconds that no request takes: far above the deadline, far below what a request would wait for a Redis that hangs. */
const PATIENCE = 5000;

@Controller()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }
}

/** Applications over the same servers: on each platform one for each answer to a failure. */
async function apps(connect: () => object, log: RecordingLog) {
  const say = (level: 'info' | 'warn' | 'error') => (text: unknown) => log[level](`${String(text)}`);
  const each = PLATFORMS.flatMap((platform) => MODES.map((mode) => ({ platform, mode })));
  return Promise.all(
    each.map(async ({ platform, mode }, i) => {
      const prefix = `${platform}:${mode}:`;
      const app = await startApp({
        platform,
        controllers: [HelloController],
        logger: { log: say('info'), warn: say('warn'), error: say('error') },
        guard: {
          redis: { ...connect(), onFailure: mode, prefix, commandTimeout: DEADLINE, connectTimeout: 10 },
          rateLimit: { limit: LIMIT, window: 600 },
        },
      });
      return { app, trial: new Trial(mode, prefix, app, GREEDY, `192.0.2.${i + 1}`) };
    }),
  );
}

interface Seen {
  readonly observations: readonly Observation[];
  readonly log: RecordingLog;
}

async function tryOut(fault: Fault): Promise<Seen> {
  const log = new RecordingLog();
  const stage = await fault.stage();
  const running = await apps(stage.connect, log);
  try {
    const trials = running.map(({ trial }) => trial);
    await Promise.all(trials.map((trial) => trial.ready()));
    // On a machine that stalls, a start may have to tell of a connection that took too long.
    log.lines.length = 0;
    return { observations: await endure(fault, stage, trials), log };
  } finally {
    await Promise.all(running.map(({ app }) => app.close()));
    await stage.close();
  }
}

/** Tries faults, one after the other: Nest has one logger in a process. */
export function describeFaults(faults: readonly Fault[]): void {
  const rows: [fault: string, seen: Observation][] = [];
  afterAll(() => {
    const file = process.env['FAULTS_TABLE'];
    if (file) appendFileSync(file, tableOf(rows, !existsSync(file)));
  });

  describe.each(faults)('applications whose Redis fails: $name', (fault) => {
    let log: RecordingLog;
    let seen: readonly Observation[];

    beforeAll(async () => {
      ({ observations: seen, log } = await tryOut(fault));
      for (const mode of MODES) rows.push([fault.name, together(of(mode))]);
    }, 120_000);

    const of = (mode: FailurePolicy): readonly Observation[] => seen.filter((one) => one.mode === mode);
    const onEach = <T>(value: T): T[] => PLATFORMS.map(() => value);
    const left = fault.forgets ? LIMIT : LIMIT - 2;

    it('fails no request, but with 503 those of `closed` while it lasts', () => {
      for (const mode of ['local', 'open'] as const) expect(of(mode).map(failed)).toEqual(onEach(0));
      for (const { during } of of('closed')) expect(Object.keys(during)).toContain('503');
      for (const { after } of seen) expect(Object.keys(after)).toEqual(['200']);
    });

    it('keeps nobody waiting', () => {
      expect(Math.max(...seen.map(({ longest }) => longest))).toBeLessThan(PATIENCE);
    });

    it.each([
      ['local', LIMIT - 2],
      ['closed', 0],
      ['open', 8],
    ] as const)('keeps the limit that `%s` promises', (mode, meanwhile) => {
      const admitted = of(mode).map((one) => one.admitted);
      expect(admitted.map(([before, during]) => [before, during])).toEqual(onEach([2, meanwhile]));
      for (const [, , after] of admitted) expect(after).toBeLessThanOrEqual(left);
    });

    it('lets bans be made that hold at once, and writes them back', () => {
      expect(seen.map(({ ban }) => ban)).toEqual(seen.map(() => ({ heldAtOnce: true, writtenBack: true })));
    });

    it('is told once at its beginning and once at its end', () => {
      for (const consequence of [/from its own memory/, /requests are refused/, /requests are not limited/]) {
        const told = log.matching(/Redis does not answer/).filter((line) => consequence.test(line));
        expect(told).toHaveLength(PLATFORMS.length);
      }
      expect(log.matching(/Redis answers again/)).toHaveLength(seen.length);
    });
  });
}
