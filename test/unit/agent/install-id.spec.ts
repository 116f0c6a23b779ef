import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadInstallId } from '../../../src/agent/transport/install-id.js';
import { INSTALL_ID, MemoryLog } from './build.js';

let home: string;
let log: MemoryLog;
const file = (): string => join(home, '.guard-agent', 'install-id');
const load = (): Promise<string> => loadInstallId(log, () => home);
const UUID = /^[0-9a-f-]{36}$/;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'guard-'));
  log = new MemoryLog();
});
afterEach(() => rm(home, { recursive: true, force: true }));

describe('the installation id', () => {
  it('is made once and kept as the bare UUID', async () => {
    const id = await load();
    expect(id).toMatch(UUID);
    expect(await readFile(file(), 'utf8')).toBe(id);
    expect(await load()).toBe(id);
    expect(await readdir(join(home, '.guard-agent'))).toEqual(['install-id']);
  });

  it('is the one that the Python agent has written, trimmed', async () => {
    await mkdir(join(home, '.guard-agent'));
    await writeFile(file(), `\n${INSTALL_ID}  \n`);
    expect(await load()).toBe(INSTALL_ID);
  });

  it.each(['', 'garbage', '\r\nX-Evil: 1'])('is made anew where the file holds %j', async (text) => {
    await mkdir(join(home, '.guard-agent'));
    await writeFile(file(), text);
    const id = await load();
    expect(id).toMatch(UUID);
    expect(await load()).toBe(id);
    expect(log.lines).toEqual([]);
  });

  it('is the same for processes that start together', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, load));
    expect(new Set(ids).size).toBe(1);
  });

  it.each(['a file stands where the folder should be', 'a folder stands where the file should be', 'there is no home'])(
    'is one of the process, with one warning, where %s',
    async (trouble) => {
      if (trouble.startsWith('a file')) await writeFile(join(home, '.guard-agent'), '');
      if (trouble.startsWith('a folder')) await mkdir(file(), { recursive: true });
      const noHome = (): string => {
        throw new Error('no home');
      };
      const id = await loadInstallId(log, trouble.startsWith('there') ? noHome : () => home);
      expect(id).toMatch(UUID);
      expect(log.matching(/^warn .*GUARD_AGENT_INSTALL_ID/)).toHaveLength(1);
    },
  );
});
