// Child processes that are certain to end with the demo.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

const READY = /^listening on (http:\/\/\S+)$/;
const READY_WITHIN = 30_000;
const STOP_WITHIN = 12_000;
const LINES_KEPT = 200;

/** Starts processes and stops every one of them. */
export class Processes {
  #running = new Set();

  constructor() {
    // The last resort: whatever ends the demo ends its children.
    process.on('exit', () => {
      for (const one of this.#running) one.child.kill('SIGKILL');
    });
  }

  /** Starts a program in a process group of its own, so that Ctrl-C is ours to hand on. */
  start(name, command, args, env) {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const one = new Running(name, child);
    this.#running.add(one);
    void one.ended.then(() => this.#running.delete(one));
    return one;
  }

  /** Starts a server of ours and waits for its address. */
  async serve(name, script, settings) {
    const one = this.start(name, process.execPath, [script], { ...cleanEnvironment(), PORT: '0', ...settings });
    one.base = await one.line(READY, READY_WITHIN);
    return one;
  }

  async stopAll() {
    await Promise.all([...this.#running].map((one) => one.stop()));
  }
}

/** One running program with its last lines. */
class Running {
  lines = [];

  constructor(name, child) {
    this.name = name;
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        if (this.lines.length > LINES_KEPT) this.lines.shift();
      });
    }
    this.ended = new Promise((resolve) => {
      child.once('error', (error) => resolve({ code: -1, error: error.message }));
      child.once('close', (code, signal) => resolve({ code, signal }));
    });
    void this.ended.then((end) => (this.end = end));
  }

  /** The first group of the first line that matches. */
  async line(pattern, within) {
    const deadline = performance.now() + within;
    while (performance.now() < deadline && !this.end) {
      const found = this.lines.map((line) => pattern.exec(line)).find(Boolean);
      if (found) return found[1] ?? found[0];
      await pause(20);
    }
    const why = this.end ? `ended with code ${this.end.code}` : `did not come up in ${within / 1000} s`;
    throw new Error(`${this.name} ${why}. Its last lines:\n${this.lines.slice(-15).join('\n')}`);
  }

  /** SIGTERM, and SIGKILL where that is not enough. Gives how it ended. */
  async stop() {
    this.child.kill('SIGTERM');
    const late = await Promise.race([this.ended, pause(STOP_WITHIN, 'late', { ref: false })]);
    if (late === 'late') this.child.kill('SIGKILL');
    return this.ended;
  }
}

/** The environment without anything that would configure what the demo starts. */
function cleanEnvironment() {
  const ours = /^(GUARD_|PLATFORM|SAMPLE_|PORT$|HOST$|REDIS_URL$|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
}
