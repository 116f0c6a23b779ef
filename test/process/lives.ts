import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type AgentOptions } from '../../src/agent/index.js';

/** The agent's options, and how an application lives with them. */
export interface Way extends Partial<AgentOptions> {
  readonly redisUrl?: string;
}

const AGENT = {
  apiKey: 'fg_test_0123456789abcdef',
  installId: '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11',
  overflow: 'spill',
  bufferSize: 50,
  maxQueue: 1_000,
  flushInterval: 0.1,
  retryAttempts: 0,
} as const;

const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** One life of an application that records events and metrics, `pace` of them at a time, `every` so many milliseconds. */
export class Life {
  private told = '';
  private readonly gone: Promise<unknown>;
  private readonly child: ChildProcess;

  constructor(
    readonly name: string,
    way: Way,
    { pace, every } = { pace: 20, every: 2 },
  ) {
    const script = join(process.cwd(), 'test/process/durability.child.mjs');
    this.child = spawn(process.execPath, [script, JSON.stringify({ ...AGENT, ...way, name, pace, every })], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    running.add(this.child);
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.told += text));
    this.gone = once(this.child, 'close');
  }

  get ended(): boolean {
    return this.child.exitCode !== null;
  }

  /** How many events it has said to be kept, and how many items it has dropped; a line that is not finished says nothing. */
  get said(): { kept: number; dropped: number } {
    const [kept = 0, dropped = 0] = (this.told.split('\n').at(-2) ?? '').split(' ').map(Number);
    return { kept, dropped };
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.gone;
    running.delete(this.child);
  }

  /** The names of the events that it has said to be kept, and of the metrics. */
  get kept(): { events: string[]; metrics: string[] } {
    const events = Array.from({ length: this.said.kept }, (_, i) => `${this.name}/${i}`);
    return { events, metrics: events.filter((_, i) => i % 10 === 0) };
  }
}
