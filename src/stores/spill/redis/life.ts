import { randomUUID } from 'node:crypto';
import { type RedisLink, type Script } from '../../redis/index.js';

/** The name under which Redis knows us, and the number of the last script under it. */
export class Life {
  id = randomUUID();
  private number = 0;
  private readonly keys: readonly string[];

  constructor(private readonly link: RedisLink) {
    const { stream, lives, answers, bytes } = link.keys.spill;
    this.keys = [stream, lives, answers, bytes];
  }

  get begun(): boolean {
    return this.number > 0;
  }

  /**
   * Runs a script as the next of this life and returns its answer; undefined where this life is over, and another has
   * begun. Where it rejects, the next one must be the same again, or a `RedisRefusal` says that this was not done.
   */
  async run(script: Script, args: readonly (string | number)[]): Promise<string[] | undefined> {
    const answer = await this.link.runAside(script, this.keys, [this.id, this.number + 1, ...args]);
    const [outcome, ...rest] = (answer as unknown[]).map(String);
    if (outcome === 'over') {
      this.id = randomUUID();
      this.number = 0;
      return undefined;
    }
    this.number += 1;
    return rest;
  }
}
