import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const READY = /^listening on (http:\/\/\S+)$/;
const PATIENCE = 20_000;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program under test, with everything it said. */
export class Child {
  readonly lines: string[] = [];
  readonly ended: Promise<Ending>;
  private readonly process: ChildProcess;
  private ending: Ending | undefined;

  constructor(args: readonly string[], variables: Record<string, string> = {}) {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(GUARD_|PLATFORM)/.test(name)));
    this.process = spawn(process.execPath, args, { env: { ...env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(this.process);
    for (const stream of [this.process.stdout, this.process.stderr]) {
      if (stream) createInterface({ input: stream }).on('line', (line) => this.lines.push(line));
    }
    this.ended = new Promise((resolve) => {
      this.process.once('close', (code, signal) => {
        running.delete(this.process);
        this.ending = { code, signal };
        resolve(this.ending);
      });
    });
  }

  get said(): string {
    return this.lines.join('\n');
  }

  signal(name: NodeJS.Signals): void {
    this.process.kill(name);
  }

  /** Sends a signal and gives how it ended: without a code of its own where it had to be killed after `patience` ms. */
  async stop(signal: NodeJS.Signals = 'SIGTERM', patience = 10_000): Promise<Ending> {
    this.signal(signal);
    const late = setTimeout(() => this.signal('SIGKILL'), patience);
    const ending = await this.ended;
    clearTimeout(late);
    return ending;
  }

  /** The first group of the first line that matches; throws where the program ends or takes too long before. */
  async line(pattern: RegExp, patience = PATIENCE): Promise<string> {
    for (const end = Date.now() + patience; Date.now() < end; await new Promise((done) => setTimeout(done, 20))) {
      const found = this.lines.map((line) => pattern.exec(line)).find((match) => match !== null);
      if (found) return found[1] ?? found[0];
      if (this.ending) break;
    }
    throw new Error(`expected ${pattern}; it said:\n${this.lines.slice(-20).join('\n')}`);
  }
}

/** A script of package.json on a free port, once it listens. The script is one plain command that begins with `exec node`. */
export async function startScript(name: string, variables: Record<string, string> = {}) {
  const child = runScript(name, variables);
  return { child, base: await child.line(READY) };
}

export function runScript(name: string, variables: Record<string, string> = {}): Child {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const words = (scripts[name] ?? '').split(' ');
  if (words[0] !== 'exec' || words[1] !== 'node')
    throw new Error(`"${name}" is no plain command: a signal would be lost`);
  return new Child(words.slice(2), { PORT: '0', ...variables });
}
