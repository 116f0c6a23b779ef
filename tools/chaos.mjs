// `npm run chaos [batches] [seed]`: the agent before a platform that answers at random, resets, delays and cuts, over
// real sockets, for 10,000 batches where nothing else is said, and as many again over a Redis whose connections break
// and which stands still. Prints what was sent, answered and dropped.
import { spawnSync } from 'node:child_process';

const [batches = '10000', seed] = process.argv.slice(2);
const jest = [
  'node_modules/jest/bin/jest.js',
  '--selectProjects',
  'unit',
  'conformance',
  '--testPathPatterns',
  '/chaos.spec',
];
const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', ...jest], {
  stdio: 'inherit',
  env: { ...process.env, CHAOS_BATCHES: batches, ...(seed === undefined ? {} : { CHAOS_SEED: seed }) },
});
process.exit(status ?? 1);
