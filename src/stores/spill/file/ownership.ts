import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Clock } from '../../../kernel/index.js';

/** Milliseconds without a sign of life after which an owner counts as dead, whatever its process id says. */
export const DEAD_AFTER = 30_000;
const LOCK = '.lock';
/** `<journal>.<owner>`: a folder of segments and whose it is. */
const FOLDER = /^([0-9a-f-]{36})\.([0-9a-f-]{36})$/;

/**
 * Who owns which folder of a directory. An owner has a file, `<owner>.lock`, that tells its process and whose time of
 * change is its last sign of life. A folder carries its owner's name, so that taking it over is one rename, which only
 * one taker can win, and after which it is seen to belong to one that lives.
 */
export class Ownership {
  private readonly id = randomUUID();
  private me: string | undefined;

  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
  ) {}

  /** Gives the first sign of life. */
  async enter(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFile(this.lockOf(this.id), JSON.stringify({ pid: process.pid, home: await this.home() }), {
      mode: 0o600,
    });
    await this.beat();
  }

  /** Gives a sign of life; false where another has declared us dead. */
  async beat(): Promise<boolean> {
    try {
      const now = this.clock.now() / 1000;
      await utimes(this.lockOf(this.id), now, now);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
  }

  /** Makes a folder of our own. */
  async folder(): Promise<string> {
    const path = join(this.directory, `${randomUUID()}.${this.id}`);
    await mkdir(path, { mode: 0o700 });
    return path;
  }

  /** Takes over the folders of the dead and returns where they are now. */
  async takeOver(): Promise<string[]> {
    const names = await readdir(this.directory);
    const dead = new Map<string, boolean>([[this.id, false]]);
    const taken: string[] = [];
    for (const name of names) {
      const [, journal, owner] = FOLDER.exec(name) ?? [];
      if (journal === undefined || owner === undefined) continue;
      if (!dead.has(owner)) dead.set(owner, await this.isDead(owner));
      if (!dead.get(owner)) continue;
      // An owner that only slept must find out, before it loses the first folder.
      await rm(this.lockOf(owner), { force: true });
      const path = join(this.directory, `${journal}.${this.id}`);
      if (await renamed(join(this.directory, name), path)) taken.push(path);
    }
    for (const name of names.filter((name) => name.endsWith(LOCK))) {
      const owner = name.slice(0, -LOCK.length);
      if (dead.get(owner) ?? (await this.isDead(owner))) await rm(this.lockOf(owner), { force: true });
    }
    return taken;
  }

  /** Others may take what is left. */
  async leave(): Promise<void> {
    await rm(this.lockOf(this.id), { force: true });
  }

  private lockOf(owner: string): string {
    return join(this.directory, owner + LOCK);
  }

  /** Dead: no lock, no sign of life for long, or the process is gone as far as we can see processes. */
  private async isDead(owner: string): Promise<boolean> {
    try {
      const { mtimeMs } = await stat(this.lockOf(owner));
      if (this.clock.now() - mtimeMs > DEAD_AFTER) return true;
      const { pid, home } = JSON.parse(await readFile(this.lockOf(owner), 'utf8')) as { pid: number; home: string };
      return home === (await this.home()) && !exists(pid);
    } catch (error) {
      // A lock that is being written tells nothing yet; its time of change will.
      return (error as NodeJS.ErrnoException).code === 'ENOENT';
    }
  }

  /** The machine and, on Linux, the namespace of process ids: containers may share a name and a directory. */
  private async home(): Promise<string> {
    this.me ??= `${hostname()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`;
    return this.me;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
