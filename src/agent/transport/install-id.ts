import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Log } from '../../kernel/index.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The id of this installation: the bare UUID in `~/.guard-agent/install-id`, made where it is missing or spoilt. The
 * family's Python agent uses the same file. Where the home cannot be read or written: an id for this process and one
 * warning. Never throws.
 */
export async function loadInstallId(log: Log, home: () => string = homedir): Promise<string> {
  try {
    const folder = join(home(), '.guard-agent');
    const file = join(folder, 'install-id');
    const found = await read(file);
    if (found !== undefined && UUID.test(found)) return found;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return await write(file, found !== undefined);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'no home folder';
    log.warn(
      `The installation id cannot be kept in ~/.guard-agent/install-id (${code}): this process uses a new one. ` +
        'Set agent.installId (GUARD_AGENT_INSTALL_ID) to have a stable one.',
    );
    return randomUUID();
  }
}

async function read(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Puts a whole file in place in one step, so that two processes that start together end with the same id. */
async function write(file: string, replace: boolean): Promise<string> {
  const id = randomUUID();
  const draft = `${file}.${id}`;
  await writeFile(draft, id, { mode: 0o600 });
  try {
    if (replace) {
      await rename(draft, file);
    } else {
      await link(draft, file);
    }
    return id;
  } catch (error) {
    const other = (error as NodeJS.ErrnoException).code === 'EEXIST' ? await read(file) : undefined;
    if (other !== undefined && UUID.test(other)) return other;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
