/** The format of keys and values. It changes when an older version could not read what is written. */
const FORMAT = '1';

/**
 * The names of all keys; what they hold stands in docs/redis-keys.md. The braces are the cluster's hash tag: all keys
 * of one client lie in one slot, and clients spread over the cluster.
 */
export class RedisKeys {
  private readonly base: string;

  constructor(prefix: string) {
    this.base = `${prefix}${FORMAT}:`;
  }

  window(client: string): string {
    return `${this.base}w:{${client}}`;
  }

  counters(client: string): string {
    return `${this.base}c:{${client}}`;
  }

  get bans(): { list: string; ends: string; state: string; channel: string } {
    const base = `${this.base}{bans}:`;
    return { list: `${base}list`, ends: `${base}ends`, state: `${base}state`, channel: `${base}changes` };
  }

  get spill(): { stream: string; lives: string; answers: string; bytes: string } {
    const base = `${this.base}{spill}:`;
    return { stream: `${base}stream`, lives: `${base}lives`, answers: `${base}answers`, bytes: `${base}bytes` };
  }

  /** In the slot of another key of ours. */
  probe(key: string): string {
    const open = key.indexOf('{');
    return `${this.base}probe:${open < 0 ? '' : key.slice(open, key.lastIndexOf('}') + 1)}`;
  }
}
