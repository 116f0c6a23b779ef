import { IsArray } from 'class-validator';
import { asList, isPattern, Option } from '../../kernel/index.js';

export class UserAgentOptions {
  @Option({
    about: 'Words or RE2 expressions; a client whose User-Agent contains one, in any case, is refused.',
    env: 'GUARD_BLOCKED_USER_AGENTS',
    parse: asList,
  })
  @IsArray()
  deny: readonly string[] = [];

  problems(): { path: string; message: string }[] {
    if (!Array.isArray(this.deny)) return [];
    return this.deny
      .filter((pattern) => !isPattern(pattern))
      .map((pattern) => ({
        path: 'deny',
        message: `no word and no RE2 expression: ${JSON.stringify(pattern)}`,
      }));
  }
}
