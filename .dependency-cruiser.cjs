/** The floors of the house, lowest first. A room may use rooms of lower floors, and of its own nothing but itself. */
const F1 = '^src/(detection|net)/';
const F2 = '^src/(stores|sources)/';
const F3 = '^src/(policies|telemetry|agent)/';
const CONFIG = '^src/config/';
const PIPELINE = '^src/pipeline/';
const NEST = '^src/nest/';
const CLI = '^src/cli/';
const ROOT = '^src/[^/]+\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/', pathNot: '^src/kernel/' },
    },
    {
      name: 'f1-uses-the-kernel-only',
      severity: 'error',
      from: { path: '^src/(detection|net)/' },
      to: { path: '^src/', pathNot: ['^src/kernel/', '^src/$1/'] },
    },
    {
      name: 'f2-uses-lower-floors',
      severity: 'error',
      from: { path: '^src/(stores|sources)/' },
      to: { path: '^src/', pathNot: ['^src/kernel/', F1, '^src/$1/'] },
    },
    {
      name: 'policies-use-lower-floors-and-not-each-other',
      severity: 'error',
      from: { path: '^src/policies/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/kernel/', F1, F2, '^src/policies/$1/'] },
    },
    {
      name: 'telemetry-rooms-use-lower-floors-and-not-each-other',
      severity: 'error',
      from: { path: '^src/telemetry/([^/]+)/' },
      to: { path: '^src/', pathNot: ['^src/kernel/', F1, F2, '^src/telemetry/$1/'] },
    },
    {
      name: 'agent-uses-lower-floors',
      severity: 'error',
      from: { path: '^src/agent/' },
      to: { path: '^src/', pathNot: ['^src/kernel/', F1, F2, '^src/agent/'] },
    },
    {
      name: 'config-is-below-the-pipeline',
      severity: 'error',
      from: { path: CONFIG },
      to: { path: [PIPELINE, NEST, ROOT] },
    },
    { name: 'pipeline-is-below-nest', severity: 'error', from: { path: PIPELINE }, to: { path: [NEST, ROOT] } },
    { name: 'nest-is-below-the-module', severity: 'error', from: { path: NEST }, to: { path: ROOT } },
    { name: 'nobody-imports-the-cli', severity: 'error', from: { path: '^src/', pathNot: CLI }, to: { path: CLI } },
    { name: 'the-cli-is-beside-the-module', severity: 'error', from: { path: CLI }, to: { path: ROOT } },
    {
      name: 'no-nest-below-f3',
      severity: 'error',
      from: { path: ['^src/kernel/', F1, F2] },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'nest-on-f3-is-common-only',
      severity: 'error',
      from: { path: F3 },
      to: { path: 'node_modules/@nestjs/(?!common/)' },
    },
    {
      name: 'ioredis-lives-in-one-folder',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/stores/redis/' },
      to: { path: 'node_modules/ioredis/' },
    },
    {
      name: 'mmdb-lib-lives-in-one-folder',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/sources/geo/' },
      to: { path: 'node_modules/mmdb-lib/' },
    },
    {
      name: 'rooms-are-entered-through-their-index',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/(net|detection|agent|config|pipeline|cli)/', pathNot: ['^src/$1/', '/index\\.ts$'] },
    },
    {
      name: 'policies-are-entered-through-their-index',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/policies/' },
      to: { path: '^src/policies/[^/]+/', pathNot: '/index\\.ts$' },
    },
    {
      name: 'nobody-imports-the-barrel',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/index\\.ts$' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'], mainFields: ['module', 'main', 'types'] },
  },
};
