import { AgentOptions, type AgentDependencies, agentSettings, GuardAgent } from '../../../src/agent/index.js';
import { type AgentSettings } from '../../../src/agent/settings.js';
import { type Log, systemClock } from '../../../src/kernel/index.js';
import { Redaction } from '../../../src/telemetry/redaction/index.js';

export const API_KEY = 'fg_test_0123456789abcdef';
export const ENCRYPTION_KEY = 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=';
export const INSTALL_ID = '7d9f1c52-3c1b-4a86-9d0e-5b1f6f1f0c11';

/** A log that keeps its lines. */
export class MemoryLog implements Log {
  readonly lines: string[] = [];
  debug = (message: string): void => void this.lines.push(`debug ${message}`);
  info = (message: string): void => void this.lines.push(`info ${message}`);
  warn = (message: string): void => void this.lines.push(`warn ${message}`);
  error = (message: string): void => void this.lines.push(`error ${message}`);
  matching(pattern: RegExp): string[] {
    return this.lines.filter((line) => pattern.test(line));
  }
}

export function settings(endpoint: string, options: Partial<AgentOptions> = {}): AgentSettings {
  const all = Object.assign(new AgentOptions(), {
    apiKey: API_KEY,
    installId: INSTALL_ID,
    endpoint,
    flushInterval: 3_600,
    backoffFactor: 0.001,
    timeout: 5,
    ...options,
  });
  return agentSettings(all) as AgentSettings;
}

export interface Built {
  agent: GuardAgent;
  log: MemoryLog;
}

export function build(
  endpoint: string,
  options: Partial<AgentOptions> = {},
  dependencies: Partial<AgentDependencies> = {},
): Built {
  const log = new MemoryLog();
  const agent = new GuardAgent(settings(endpoint, options), {
    clock: systemClock,
    log,
    version: '1.2.3',
    redactor: new Redaction(),
    ...dependencies,
  });
  return { agent, log };
}

/** Waits until something is true, as real sockets take the time that they take. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
