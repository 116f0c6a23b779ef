// `npm test`: lint, types, build and every test, with one closing line. `--quick` leaves out what needs a Redis server
// or child processes, the build, lint and format.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const quick = process.argv.includes('--quick');
const bin = (path) => join(root, 'node_modules', path);
const results = { passed: 0, failed: 0 };
/** Tests that passed only when they were run again. */
const unsteady = [];
/** More files than these do not fail because of a busy machine. */
const MOST_AGAIN = 5;

/** One step that passes or fails as a whole. */
function step(name, args) {
  console.log(`\n# ${name}`);
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  results[status === 0 ? 'passed' : 'failed'] += 1;
  return status === 0;
}

/** Steps that do not touch each other's files, side by side; each prints when it has ended. */
async function together(...steps) {
  const outcomes = steps.map(async ([name, args]) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    const [status] = await once(child, 'close');
    console.log(`\n# ${name}\n${Buffer.concat(chunks).toString()}`.trimEnd());
    results[status === 0 ? 'passed' : 'failed'] += 1;
  });
  await Promise.all(outcomes);
}

/** Runs jest. Returns its report, or undefined where it left none. */
function jest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'nestjs-guard-test-'));
  const report = join(folder, 'report.json');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', bin('jest/bin/jest.js')];
  const { status } = spawnSync(process.execPath, [...node, '--json', `--outputFile=${report}`, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'test' },
  });
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(
      readFileSync(report, 'utf8'),
    );
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    const files = testResults.filter(({ status }) => status === 'failed');
    return { passed: numPassedTests, failed: status !== 0 && failed === 0 ? 1 : failed, files };
  } catch (error) {
    console.error(`jest left no report: ${error.message}`);
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The tests of some jest projects, each test counted. What failed beside others is run once more with the machine to
 * itself, for a machine that stalls is not a defect; what passes only then is named, so that nobody overlooks it.
 */
function tests(projects, extra = []) {
  console.log(`\n# tests: ${projects.join(', ')}`);
  const select = ['--selectProjects', ...projects];
  const first = jest([...extra, ...select]);
  results.passed += first?.passed ?? 0;
  if (!first || first.failed === 0 || first.files.length === 0 || first.files.length > MOST_AGAIN) {
    results.failed += first?.failed ?? 1;
    return;
  }
  console.log('\n# once more, alone');
  const again = jest([
    '--runInBand',
    ...select,
    '--runTestsByPath',
    ...first.files.map(({ name }) => relative(root, name)),
  ]);
  results.failed += again?.failed ?? first.failed;
  if (!again || again.failed > 0) return;
  results.passed += first.failed;
  for (const { name, assertionResults } of first.files) {
    for (const { fullName } of assertionResults.filter(({ status }) => status === 'failed')) {
      unsteady.push(`${relative(root, name)}: ${fullName}`);
    }
  }
}

const types = ['types', [bin('typescript/bin/tsc'), '--noEmit', '-p', 'tsconfig.json']];
if (quick) {
  await together(types);
  tests(['unit', 'e2e', 'architecture']);
} else {
  const format = ['format', [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']];
  await together(['lint', [bin('eslint/bin/eslint.js'), '.']], types, format);
  step('a Redis server', ['tools/redis-server.mjs']);
  const built = step('build', ['tools/build.mjs']);
  tests(['unit', 'e2e', 'architecture']);
  // Real servers and child processes: one test file at a time, so that they do not starve each other.
  tests(['conformance'], ['--runInBand']);
  if (built) tests(['process'], ['--runInBand']);
  // Last and alone: applications under load, which mostly wait.
  tests(['faults'], ['--maxWorkers=3']);
}
if (unsteady.length > 0)
  console.log(`\nPassed only when run again:\n${unsteady.map((name) => `- ${name}`).join('\n')}`);
console.log(`\n${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed === 0 ? 0 : 1);
