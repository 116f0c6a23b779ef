import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RedisOptions } from '../../src/stores/index.js';
import { RedisLink } from '../../src/stores/redis/index.js';
import { FileSpill, RedisSpill, type Spill, type SpillSettings } from '../../src/stores/spill/index.js';
import { HandClock } from '../support/clock.js';
import { RecordingLog } from '../support/log.js';
import { startCluster, startRedis } from '../support/redis.js';
import { optionsOf } from './twins.js';

export const SETTINGS: SpillSettings = { maxBytes: 1e8, maxAge: 1e9, takeOverAfter: 30_000 };

/** One instance's way to what all of one place share, on a clock that stands still. */
export interface Instance {
  readonly spill: Spill;
  readonly log: RecordingLog;
  /** Gives no sign of life from now on, and does not say goodbye. */
  kill(): Promise<void>;
}

/** One kind of spill: the same suite runs over each. */
export interface SpillTwin {
  readonly name: string;
  open(): Promise<void>;
  /** A place of its own for what comes; the clock is that of all its instances. */
  renew(): HandClock;
  start(settings?: Partial<SpillSettings>): Promise<Instance>;
  /** What is left in the place. */
  leftovers(): Promise<string[]>;
  /** Ends the instances of this place. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export const spillTwins: readonly SpillTwin[] = [fileTwin(), redisTwin(), clusterTwin()];

function fileTwin(): SpillTwin {
  let directory: string;
  let clock: HandClock;
  let made: FileSpill[] = [];
  return {
    name: 'files',
    open: async () => undefined,
    renew: () => {
      directory = mkdtempSync(join(tmpdir(), 'nestjs-guard-spill-'));
      return (clock = new HandClock());
    },
    start: async (settings) => {
      const log = new RecordingLog();
      const spill = new FileSpill({ ...SETTINGS, ...settings, directory }, clock, log);
      made.push(spill);
      await spill.open();
      // Its process is ours, and lives: only its silence tells.
      return { spill, log, kill: () => spill.settled() };
    },
    leftovers: async () => readdirSync(directory),
    clear: async () => {
      for (const spill of made.splice(0)) await spill.close();
      rmSync(directory, { recursive: true, force: true });
      made = [];
    },
    close: async () => undefined,
  };
}

function redisTwin(): SpillTwin {
  let server: Awaited<ReturnType<typeof startRedis>>;
  return overRedis('Redis', {
    open: async () => void (server = await startRedis()),
    options: () => ({ url: server.url }),
    keys: (pattern) => server.look.keys(pattern),
    close: () => server.close(),
  });
}

function clusterTwin(): SpillTwin {
  let cluster: Awaited<ReturnType<typeof startCluster>>;
  return overRedis('Redis Cluster', {
    open: async () => void (cluster = await startCluster()),
    options: () => ({ client: cluster.client }),
    keys: async (pattern) => (await Promise.all(cluster.nodes.map(({ look }) => look.keys(pattern)))).flat(),
    close: () => cluster.close(),
  });
}

interface Servers {
  open(): Promise<void>;
  options(): Partial<RedisOptions>;
  keys(pattern: string): Promise<string[]>;
  close(): Promise<void>;
}

function overRedis(name: string, servers: Servers): SpillTwin {
  let place = 0;
  let clock: HandClock;
  let made: { spill: RedisSpill; link: RedisLink }[] = [];
  return {
    name,
    open: () => servers.open(),
    renew: () => {
      place += 1;
      return (clock = new HandClock());
    },
    start: async (settings) => {
      const log = new RecordingLog();
      const options = optionsOf({ ...servers.options(), prefix: `t${place}:`, commandTimeout: 2 });
      const link = new RedisLink(options, clock, log);
      const spill = new RedisSpill({ ...SETTINGS, ...settings }, link, clock, log);
      made.push({ spill, link });
      await link.open();
      await spill.open();
      const kill = async (): Promise<void> => {
        await spill.settled();
        await link.close();
      };
      return { spill, log, kill };
    },
    leftovers: async () => (await servers.keys(`t${place}:*`)).filter((key) => !key.endsWith(':probe')),
    clear: async () => {
      for (const { spill, link } of made) {
        await spill.close();
        await link.close();
      }
      made = [];
    },
    close: () => servers.close(),
  };
}
