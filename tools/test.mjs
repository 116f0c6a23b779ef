// `npm test`: lint, types, build and every test, with one closing line. `--quick` leaves out what needs a Redis server
// or child processes, the build, lint and format.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const bin = (path) => join(root, 'node_modules', path);
const results = { passed: 0, failed: 0 };

/** One step that passes or fails as a whole. */
function step(name, args) {
  console.log(`\n# ${name}`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  results[status === 0 ? 'passed' : 'failed'] += 1;
  return status === 0;
}

/** The tests of some jest projects, each test counted. */
function tests(projects, extra = []) {
  console.log(`\n# tests: ${projects.join(', ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-test-'));
  const report = join(folder, 'report.json');
  const jest = bin('jest/bin/jest.js');
  const args = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest, ...extra];
  const { status } = spawnSync(
    process.execPath,
    [...args, '--json', `--outputFile=${report}`, '--selectProjects', ...projects],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_ENV: 'test' } },
  );
  try {
    const told = JSON.parse(readFileSync(report, 'utf8'));
    results.passed += told.numPassedTests;
    results.failed += told.numFailedTests + told.numRuntimeErrorTestSuites;
    if (status !== 0 && told.numFailedTests + told.numRuntimeErrorTestSuites === 0) results.failed += 1;
  } catch (error) {
    console.error(`jest left no report: ${error.message}`);
    results.failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!quick) {
  step('lint', [bin('eslint/bin/eslint.js'), '.']);
  step('format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']);
}
step('types', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']);
if (quick) {
  tests(['unit', 'e2e', 'architecture']);
} else {
  step('a Redis server', ['tools/redis-server.mjs']);
  const built = step('build', ['tools/build.mjs']);
  tests(['unit', 'e2e', 'architecture']);
  // Real servers and child processes: one test file at a time, so that they do not starve each other.
  tests(['conformance'], ['--runInBand']);
  // `npm run faults` runs the table of faults: two minutes that want a quiet machine.
  if (built) tests(['process'], ['--runInBand']);
}
console.log(`\n${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed === 0 ? 0 : 1);
