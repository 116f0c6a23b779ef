import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, readlink, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Clock } from '../../../kernel/index.js';

const LOCK = '.lock';
/** What a dead one left, while it is being moved in. */
const TAKEN = '.taken';
const OWNER = /^[0-9a-f-]{36}$/;

/**
 * Who owns which journal of a directory. An owner has a file, `<owner>.lock`, that tells its process and whose time of
 * change is its last sign of life, and a folder, `<owner>`, with its journals: folders of segments. Taking over all that
 * a dead one left is one rename into the taker's own folder, which only one taker can win: what belongs together never
 * comes into two hands, and is seen to belong to one that lives.
 */
export class Ownership {
  private readonly id = randomUUID();
  private readonly folder: string;
  private place: string | undefined;

  constructor(
    private readonly directory: string,
    private readonly clock: Clock,
    /** Milliseconds without a sign of life after which an owner counts as dead, whatever its process id says. */
    private readonly takeOverAfter: number,
  ) {
    this.folder = join(directory, this.id);
  }

  /** Gives the first sign of life. */
  async enter(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFile(this.lockOf(this.id), JSON.stringify({ pid: process.pid, home: await this.whereabouts() }), {
      mode: 0o600,
    });
    await this.beat();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
  }

  /** Gives a sign of life; false where another has declared us dead. */
  async beat(): Promise<boolean> {
    try {
      const now = this.clock.now() / 1000;
      await utimes(this.lockOf(this.id), now, now);
      return true;
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return false;
      throw error;
    }
  }

  /** Makes a journal of our own. */
  async journal(): Promise<string> {
    const path = join(this.folder, randomUUID());
    await mkdir(path, { mode: 0o700 });
    return path;
  }

  /** Takes over the journals of the dead and returns all that are ours now. */
  async takeOver(): Promise<string[]> {
    const names = await readdir(this.directory);
    const locks = names.filter((name) => name.endsWith(LOCK)).map((name) => name.slice(0, -LOCK.length));
    for (const owner of new Set([...names.filter((name) => OWNER.test(name)), ...locks])) {
      if (owner === this.id || !(await this.isDead(owner))) continue;
      // An owner that only slept must find out, before it loses its folder.
      await rm(this.lockOf(owner), { force: true });
      try {
        await rename(join(this.directory, owner), join(this.folder, randomUUID() + TAKEN));
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error; // another was faster, or it left nothing
      }
    }
    await this.moveIn(this.folder);
    return (await readdir(this.folder)).map((name) => join(this.folder, name));
  }

  /** Others may take what is left. */
  async leave(): Promise<void> {
    await rm(this.lockOf(this.id), { force: true });
    try {
      await rmdir(this.folder);
    } catch (error) {
      // What is left keeps the folder; or somebody has taken it all already.
      if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'ENOENT') throw error;
    }
  }

  /** Moves the journals among what was taken, and among what that one had taken, up to our own. */
  private async moveIn(folder: string): Promise<void> {
    for (const name of await readdir(folder)) {
      const path = join(folder, name);
      if (name.endsWith(TAKEN)) {
        await this.moveIn(path);
        await rmdir(path);
      } else if (folder !== this.folder) {
        await rename(path, join(this.folder, name));
      }
    }
  }

  private lockOf(owner: string): string {
    return join(this.directory, owner + LOCK);
  }

  /** Dead: no lock, no sign of life for long, or the process is gone as far as we can see processes. */
  private async isDead(owner: string): Promise<boolean> {
    try {
      const { mtimeMs } = await stat(this.lockOf(owner));
      if (this.clock.now() - mtimeMs > this.takeOverAfter) return true;
      const { pid, home } = JSON.parse(await readFile(this.lockOf(owner), 'utf8')) as { pid: number; home: string };
      return home === (await this.whereabouts()) && !exists(pid);
    } catch (error) {
      // A lock that is being written tells nothing yet; its time of change will.
      return codeOf(error) === 'ENOENT';
    }
  }

  /** The machine and, on Linux, the namespace of process ids: containers may share a name and a directory. */
  private async whereabouts(): Promise<string> {
    this.place ??= `${hostname()} ${await readlink('/proc/self/ns/pid').catch(() => '')}`;
    return this.place;
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
