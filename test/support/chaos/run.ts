import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AgentDependencies,
  AgentOptions,
  agentSettings,
  type AgentStats,
  GuardAgent,
} from '../../../src/agent/index.js';
import { silentLog } from '../../../src/kernel/index.js';
import { Redaction } from '../../../src/telemetry/redaction/index.js';
import { HandClock } from '../clock.js';
import { MoodyPlatform } from './moody-platform.js';
import { Dice } from './random.js';

const KEY = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';

/** How the agent of a run keeps what waits, and whether it encrypts. */
export interface Manner extends Partial<AgentOptions> {
  readonly encrypted?: boolean;
  /** The place in Redis, for `durability: redis`, and what befalls it between two flushes. */
  readonly spill?: AgentDependencies['spill'];
  readonly disturb?: (dice: Dice) => Promise<void>;
}

export interface Outcome {
  /** What was found wrong; empty where nothing was. */
  readonly problems: readonly string[];
  readonly batches: number;
  /** How often the balance was looked at. */
  readonly samples: number;
  readonly stats: AgentStats;
  readonly answers: Readonly<Record<string, number>>;
}

/**
 * Lets one agent deliver at least so many batches, over real sockets, to a platform that answers at random. Looks at
 * the balance at every step of both sides and every millisecond, and at the end holds each event and metric against
 * what the platform has said about it. The clock is moved by hand, so that nobody waits out a pause of minutes.
 */
export async function chaos(
  seed: number,
  batches: number,
  { encrypted, spill, disturb, ...manner }: Manner,
): Promise<Outcome> {
  const dice = new Dice(seed);
  const clock = new HandClock();
  const problems = new Set<string>();
  const calls: number[] = [];
  const recorded = { events: [] as string[], metrics: [] as string[] };
  let samples = 0;

  const look = (): void => {
    const stats = agent.stats();
    const { queued, underWay, spilled } = stats.places;
    const dropped = Object.values(stats.droppedBy).reduce((sum, count) => sum + count, 0);
    const sum = { pending: 0, dropped: 0 };
    for (const kind of ['events', 'metrics'] as const) {
      const balance = stats[kind];
      const { delivered, rejected } = balance;
      if (balance.recorded !== recorded[kind].length) problems.add(`${balance.recorded} ${kind} were counted`);
      if (balance.recorded !== delivered + rejected + balance.dropped + balance.pending) {
        problems.add(`out of balance: ${kind} ${JSON.stringify(balance)}`);
      }
      if (Object.values(balance).some((count) => count < 0)) problems.add(`negative: ${JSON.stringify(balance)}`);
      sum.pending += balance.pending;
      sum.dropped += balance.dropped;
    }
    if (sum.pending !== queued + underWay + spilled) problems.add(`misplaced: ${JSON.stringify(stats.places)}`);
    if (sum.dropped !== dropped) problems.add(`dropped without a reason: ${JSON.stringify(stats.droppedBy)}`);
    samples += 1;
  };
  const record = (count: number): void => {
    for (let i = 0; i < count; i++) {
      const kind = dice.next() < 0.8 ? 'events' : 'metrics';
      const name = `${kind}/${recorded[kind].length}`;
      // Counted first: whoever looks at the agent in between sees both or none.
      recorded[kind].push(name);
      if (kind === 'metrics') agent.metric({ type: 'request_count', value: i, endpoint: name });
      else agent.record({ type: 'a', reason: name, metadata: { text: 'x'.repeat(dice.between(0, 2_000)) } });
      look();
    }
  };
  const platform = await MoodyPlatform.start(dice, clock, encrypted ? Buffer.from(KEY, 'base64') : undefined, () => {
    look();
    // At most 100 calls a minute leave an agent; the clock may have moved while two of them were on their way.
    const now = clock.monotonic();
    if (calls.push(now) > 102 && now - (calls.shift() as number) < 60_000) problems.add('more than 100 calls a minute');
    // The application goes on while a call is under way.
    if (dice.next() < 0.2) record(dice.between(1, 5));
  });
  const spillDirectory = mkdtempSync(join(tmpdir(), 'nestjs-guard-chaos-'));
  const options = Object.assign(new AgentOptions(), {
    apiKey: 'fg_chaos_0123456789abcdef',
    installId: '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11',
    endpoint: platform.url,
    encryptionKey: encrypted ? KEY : undefined,
    bufferSize: 20,
    maxQueue: 60,
    flushInterval: 0.1,
    retryAttempts: 1,
    backoffFactor: 0.001,
    timeout: 0.5,
    shutdownTimeout: 5,
    spillDirectory: manner.durability === 'file' ? spillDirectory : undefined,
    spillMaxAge: 31_536_000,
    takeOverAfter: 3_600,
    ...manner,
  });
  const agent = new GuardAgent(agentSettings(options), {
    clock,
    log: silentLog,
    version: '1.2.3',
    redactor: new Redaction(),
    spill,
  });
  const sampler = setInterval(look, 1);
  try {
    agent.onModuleInit();
    while (platform.verdicts.size < batches) {
      record(dice.between(1, 40));
      const flushed = agent.flush({ timeout: 0.3 });
      if (dice.next() < 0.8) await flushed;
      look();
      await disturb?.(dice);
      clock.advance(dice.pick([0, 0, 5, 700, 61_000, 61_000, 301_000]));
    }
    platform.good = true;
    for (let i = 0; i < 1_000 && pending(agent) > 0; i++) {
      clock.advance(301_000);
      await agent.flush({ timeout: 5 });
      look();
      // A connection that broke at the last moment comes back in its own time, which the clock does not move.
      if (agent.stats().spill?.working === false) await sleep(10);
    }
    if (pending(agent) > 0) problems.add(`never drained: ${JSON.stringify(agent.stats())}`);
    await agent.onApplicationShutdown();
    look();
  } finally {
    clearInterval(sampler);
    await platform.stop();
    rmSync(spillDirectory, { recursive: true, force: true });
  }
  for (const complaint of platform.complaints) problems.add(complaint);
  const stats = agent.stats();
  for (const kind of ['events', 'metrics'] as const) {
    const fates = recorded[kind].map((name) => platform[kind].get(name));
    const count = (verdict: string): number => fates.filter((fate) => fate?.verdict === verdict).length;
    const told = { delivered: count('accepted'), rejected: count('rejected') };
    const { delivered, rejected } = stats[kind];
    if (told.delivered !== delivered || told.rejected !== rejected) {
      problems.add(`the platform took ${JSON.stringify(told)} ${kind}, the agent counts ${delivered}, ${rejected}`);
    }
    if (platform[kind].size > recorded[kind].length) problems.add(`${kind} came that nobody had recorded`);
    for (const [name, { keys, batches }] of platform[kind]) {
      if (keys.size > 1) problems.add(`${name} came under ${keys.size} keys`);
      if (batches.size > 1) problems.add(`${name} came in ${[...batches].join(' and ')}`);
    }
  }
  const answers = Object.fromEntries(platform.answered);
  return { problems: [...problems], batches: platform.verdicts.size, samples, stats, answers };
}

function pending(agent: GuardAgent): number {
  const { events, metrics } = agent.stats();
  return events.pending + metrics.pending;
}
