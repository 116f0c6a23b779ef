// Files that lie in node_modules: nobody wrote them for this demo.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const MOST = 300;
const SMALLEST = 300;
const LARGEST = 60_000;

/** Markdown pages, at most 300: `{ file, text }`. */
export function markdownFiles() {
  return pick((name) => /\.md$/i.test(name)).map((path) => ({ file: nameOf(path), text: readFileSync(path, 'utf8') }));
}

/** Package manifests, at most 300: `{ file, manifest }`. */
export function manifestFiles() {
  return pick((name) => name === 'package.json').flatMap((path) => {
    try {
      return [{ file: nameOf(path), manifest: JSON.parse(readFileSync(path, 'utf8')) }];
    } catch {
      return []; // some packages hold broken manifests on purpose, for tests
    }
  });
}

function nameOf(path) {
  return relative(MODULES, path);
}

/** Files at the top of packages, spread evenly over their names, neither tiny nor huge. */
function pick(wanted) {
  const found = packages().flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && wanted(entry.name))
      .map((entry) => join(folder, entry.name))
      .filter((path) => isFitting(statSync(path).size)),
  );
  const step = Math.max(1, found.length / MOST);
  return Array.from({ length: Math.min(MOST, found.length) }, (_, n) => found[Math.floor(n * step)]);
}

function packages() {
  return folders(MODULES).flatMap((folder) => (/[/\\]@[^/\\]+$/.test(folder) ? folders(folder) : [folder]));
}

function folders(parent) {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(parent, entry.name))
    .sort();
}

function isFitting(size) {
  return size >= SMALLEST && size <= LARGEST;
}
