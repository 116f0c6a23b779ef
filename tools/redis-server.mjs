// Finds a Redis server for the tests (`redis-server`, else `valkey-server`) and installs one where there is none:
// on Debian and its relatives with apt-get; elsewhere it says what to do. Prints the path. Safe to run again.
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The path of an executable on PATH (and where packages put servers), or undefined. */
export function which(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
  return folders
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // the question was whether it is one
  }
}

/** The path of a Redis or Valkey server, or undefined. */
export function findRedisServer() {
  return which('redis-server') ?? which('valkey-server');
}

/** The path of a Redis server; installs one where there is none. Throws an Error with a sentence to act on. */
export function ensureRedisServer() {
  const found = findRedisServer();
  if (found) return found;
  if (process.platform === 'darwin') throw new Error('The tests need Redis: brew install redis');
  if (!which('apt-get')) {
    throw new Error(
      'The tests need redis-server (or valkey-server) 6.2 or newer on PATH: install it with your package manager.',
    );
  }
  installWithApt();
  const installed = findRedisServer();
  if (!installed) throw new Error('apt-get installed redis-server, but it is not on PATH.');
  return installed;
}

function installWithApt() {
  const root = process.getuid?.() === 0;
  if (!root && !which('sudo')) throw new Error('The tests need Redis. As root: apt-get install redis-server');
  const run = (output, command, ...args) => {
    const line = root ? [command, ...args] : ['sudo', '-n', command, ...args];
    // A package that is installed "while the machine boots" does not start its service.
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
    execFileSync(line[0], line.slice(1), { stdio: ['ignore', output, output], env });
  };
  process.stderr.write('redis-server is missing: installing the Debian package\n');
  try {
    run(2, 'apt-get', 'update', '-q');
    run(2, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', 'redis-server');
  } catch (error) {
    throw new Error(
      'The tests need Redis and apt-get could not install it. As root: apt-get update && apt-get install redis-server',
      { cause: error },
    );
  }
  // The package may have started a service on port 6379 that nobody asked for; the tests start their own servers.
  for (const stop of [
    ['systemctl', 'disable', '--now', 'redis-server'],
    ['service', 'redis-server', 'stop'],
  ]) {
    try {
      if (which(stop[0])) run('ignore', ...stop);
    } catch {
      // There is no such service here, so none runs.
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureRedisServer());
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
