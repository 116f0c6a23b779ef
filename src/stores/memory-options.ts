import { IsInt, Max, Min } from 'class-validator';
import { asNumber, Option } from '../kernel/index.js';

/** The bounds of what each process keeps in memory: all state where there is no Redis, else what it falls back on. */
export class MemoryOptions {
  @Option({
    about:
      'The most pairs of client and limit that are tracked, and as many of client and offence; beyond it the least recently seen starts anew.',
    env: 'GUARD_MEMORY_MAX_CLIENTS',
    parse: asNumber,
  })
  @IsInt()
  @Min(1000)
  @Max(10_000_000)
  maxClients = 100_000;

  @Option({
    about: 'The most bytes that they take together: where that is less than `maxClients` need, fewer are tracked.',
    env: 'GUARD_MEMORY_MAX_BYTES',
    parse: asNumber,
  })
  @IsInt()
  @Min(1_048_576)
  @Max(8_589_934_592)
  maxBytes = 67_108_864;
}
