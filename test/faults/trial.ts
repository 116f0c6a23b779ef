import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { GuardService } from '../../src/index.js';
import { type FailurePolicy } from '../../src/stores/index.js';
import { type RunningApp } from '../support/app.js';
import { until } from '../support/redis.js';
import { type Fault, type Stage } from './fault.js';
import { type Observation } from './observation.js';

type Phase = 'before' | 'during' | 'recovering' | 'after';

/** Requests of the greedy client in each phase but the first. */
const GREED = 8;

/** Milliseconds between two of the other clients. */
const PAUSE = 40;

/** A trial of one application: who asks it what, and what comes of it. */
export class Trial {
  private phase: Phase = 'before';
  private readonly statuses: Record<Phase, Record<number, number>> = {
    before: {},
    during: {},
    recovering: {},
    after: {},
  };
  private readonly admitted = { before: 0, during: 0, after: 0 };
  private longest = 0;
  private clients = 0;
  private lane: Promise<void> | undefined;
  private ended = false;
  private ban = { heldAtOnce: false, writtenBack: false };
  private recovery = 0;
  private readonly agent = new http.Agent({ keepAlive: true });

  constructor(
    readonly mode: FailurePolicy,
    readonly prefix: string,
    private readonly app: RunningApp,
    private readonly greedy: string,
    private readonly outlaw: string,
  ) {}

  /** One client after the other asks once, until the end. */
  begin(): void {
    const run = async (): Promise<void> => {
      while (!this.ended) {
        const n = this.clients++;
        const { phase } = this;
        const status = await this.ask(`203.${n >> 16}.${(n >> 8) & 255}.${n & 255}`, this.agent);
        // What began before a turn and ended after it belongs to neither.
        if (phase === this.phase) this.statuses[phase][status] = (this.statuses[phase][status] ?? 0) + 1;
        await sleep(PAUSE);
      }
    };
    this.lane = run();
  }

  enter(phase: Phase): void {
    this.phase = phase;
  }

  /** Waits until one of these clients was answered in this phase. */
  answered(phase: Phase): Promise<void> {
    const is = (): boolean => Object.keys(this.statuses[phase]).length > 0;
    return until(is, `an answer ${phase} the fault`, 30_000);
  }

  /** The greedy client asks so many times, all at once: while a fault lasts that heals by itself there may be little time. */
  async want(phase: 'before' | 'during' | 'after', times = GREED): Promise<void> {
    const answers = await Promise.all(Array.from({ length: times }, () => this.ask(this.greedy)));
    this.admitted[phase] = answers.filter((status) => status === 200).length;
  }

  /** A ban that is made now. */
  async banish(): Promise<void> {
    await this.app.app.get(GuardService).ban(this.outlaw, { seconds: 600, reason: 'made meanwhile' });
    this.ban.heldAtOnce = (await this.ask(this.outlaw)) === 403;
  }

  async reachable(): Promise<boolean> {
    return (await this.app.status())['stores'].state !== 'down';
  }

  /** Waits until all is well. */
  ready(): Promise<void> {
    return until(async () => (await this.app.status())['stores'].state === 'up', 'the application being ready', 30_000);
  }

  /** Waits until Redis is asked again; `since` is on the clock of `performance.now()`. */
  async recovered(since: number): Promise<void> {
    await until(() => this.reachable(), 'Redis being asked again', 30_000);
    this.recovery = performance.now() - since;
  }

  async checkBan(has: Stage['has']): Promise<void> {
    await until(() => has(`${this.prefix}1:{bans}:list`, this.outlaw), 'the ban in Redis');
    this.ban.writtenBack = true;
  }

  async end(): Promise<Observation> {
    this.ended = true;
    await this.lane;
    this.agent.destroy();
    const { mode, statuses, longest, admitted, ban, recovery } = this;
    const { during, recovering, after } = statuses;
    return {
      ...{ mode, during, recovering, after, longest, ban, recovery },
      admitted: [admitted.before, admitted.during, admitted.after],
    };
  }

  /** Over a connection of its own where no agent is given: one that was idle for long may be closed just now. */
  private async ask(from: string, agent?: http.Agent): Promise<number> {
    const start = performance.now();
    const { status } = await this.app.get('/hello', { from, ...(agent && { agent }) }).catch(() => ({ status: 0 }));
    this.longest = Math.max(this.longest, performance.now() - start);
    return status;
  }
}

/** Runs one fault against applications that all reach the same servers, and are ready. */
export async function endure(fault: Fault, stage: Stage, trials: readonly Trial[]): Promise<Observation[]> {
  const all = (act: (trial: Trial) => Promise<unknown>): Promise<unknown> => Promise.all(trials.map(act));
  await all(async (trial) => {
    trial.begin();
    await trial.want('before', 2);
  });
  await stage.fail();
  let since = performance.now();
  await all(async (trial) => {
    trial.enter('during');
    await trial.want('during');
    await until(async () => !(await trial.reachable()), 'the application noticing');
    await trial.banish();
  });
  await sleep(Math.max(0, since + fault.lasts - performance.now()));
  if (stage.heal) {
    // Each has answered since it noticed.
    await all((trial) => trial.answered('during'));
    await stage.heal();
    since = performance.now();
  }
  await all(async (trial) => {
    if (stage.heal) trial.enter('recovering');
    await trial.recovered(since);
    await trial.answered('during');
    trial.enter('after');
    await trial.want('after');
    await trial.answered('after');
    await trial.checkBan(stage.has);
    await sleep(700); // longer than the pause between two tries: a state that does not last is seen
  });
  return Promise.all(trials.map((trial) => trial.end()));
}
