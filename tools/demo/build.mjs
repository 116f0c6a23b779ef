// Builds where nothing is built, or where a source is newer than what was built from it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Written first and last by a build. */
const BUILT = ['dist/esm/index.js', 'dist/cjs/index.js', 'build/sample/basic/main.js', 'build/sample/platform/main.js'];
const SOURCES = ['src', 'sample', 'tsconfig.json', 'tsconfig.build.json', 'tsconfig.cjs.json', 'tsconfig.sample.json'];

export function ensureBuilt() {
  const built = BUILT.map((path) => join(ROOT, path));
  if (built.every(existsSync)) {
    const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
    if (Math.max(...SOURCES.map((path) => newest(join(ROOT, path)))) < oldest) return;
  }
  console.log('building …');
  const { status } = spawnSync(process.execPath, ['tools/build.mjs'], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed');
}

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
