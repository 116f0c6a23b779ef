// `npm run faults [name]`: makes a Redis fail in each way that it can, before running applications, and prints what their
// clients saw as a Markdown table. With a name, or a part of one, that fault alone. Two minutes: one after the other, with
// the deadline that is the default, where `npm test` gives more time.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-faults-'));
const table = join(folder, 'table.md');
const jest = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', 'node_modules/jest/bin/jest.js'];
const { status } = spawnSync(
  process.execPath,
  [...jest, '--selectProjects', 'faults', '-t', process.argv[2] ?? '', '--verbose=false', '--runInBand'],
  { stdio: 'inherit', env: { ...process.env, FAULTS_TABLE: table, FAULTS_DEADLINE: '0.05' } },
);
if (existsSync(table)) console.log(`\n${readFileSync(table, 'utf8')}`);
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
