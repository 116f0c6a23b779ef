import { type Log } from '../../src/kernel/index.js';

/** Keeps what was written, as `level: message`. */
export class RecordingLog implements Log {
  readonly lines: string[] = [];
  debug = (message: string): void => void this.lines.push(`debug: ${message}`);
  info = (message: string): void => void this.lines.push(`info: ${message}`);
  warn = (message: string): void => void this.lines.push(`warn: ${message}`);
  error = (message: string): void => void this.lines.push(`error: ${message}`);

  matching(pattern: RegExp): string[] {
    return this.lines.filter((line) => pattern.test(line));
  }
}
