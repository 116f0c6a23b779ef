import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { asBoolean, asNumber, Option } from '../../kernel/index.js';
import { CallOptions } from './call-options.js';

/**
 * What goes when the queue is full: `drop-oldest` the oldest waiting item, `drop-newest` the one that comes. With `spill`
 * what comes goes out of the memory when the queue is half full, and comes back when there is room again.
 */
export const OVERFLOW_POLICIES = ['drop-oldest', 'drop-newest', 'spill'] as const;
export type OverflowPolicy = (typeof OVERFLOW_POLICIES)[number];

/** Where what waits is kept: in the memory of the process only, or in files or Redis too. */
export const DURABILITIES = ['memory', 'file', 'redis'] as const;
export type Durability = (typeof DURABILITIES)[number];

/** What is sent when, and what waits where until then. */
export class QueueOptions extends CallOptions {
  @Option({ about: 'Send security events.', env: 'GUARD_AGENT_ENABLE_EVENTS', parse: asBoolean })
  @IsBoolean()
  events = true;

  @Option({ about: 'Send request metrics.', env: 'GUARD_AGENT_ENABLE_METRICS', parse: asBoolean })
  @IsBoolean()
  metrics = true;

  @Option({
    about: 'This many waiting events, or metrics, are sent without waiting for the interval.',
    env: 'GUARD_AGENT_BUFFER_SIZE',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(100_000)
  bufferSize = 100;

  @Option({ about: 'Seconds between two flushes.', env: 'GUARD_AGENT_FLUSH_INTERVAL', parse: asNumber })
  @IsNumber()
  @Min(0.1)
  @Max(86_400)
  flushInterval = 30;

  @Option({ about: 'Seconds between two status reports.', env: 'GUARD_AGENT_STATUS_INTERVAL', parse: asNumber })
  @IsNumber()
  @Min(60)
  @Max(86_400)
  statusInterval = 300;

  @Option({
    about: 'Seconds that a shutdown waits for the last flush.',
    env: 'GUARD_AGENT_SHUTDOWN_TIMEOUT',
    parse: asNumber,
  })
  @IsNumber()
  @Min(0)
  @Max(300)
  shutdownTimeout = 5;

  @Option({
    about: 'The most events that wait in memory, and the most metrics.',
    env: 'GUARD_AGENT_MAX_QUEUE',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxQueue = 10_000;

  @Option({
    about: 'The most bytes (estimated) that events take while they wait, and as many for metrics.',
    env: 'GUARD_AGENT_MAX_QUEUE_BYTES',
    parse: asNumber,
  })
  @IsInt()
  @Min(65_536)
  @Max(1_073_741_824)
  maxQueueBytes = 16_777_216;

  @Option({
    about: 'What goes when the queue is full: `drop-oldest` or `drop-newest`; `spill` moves it out of the memory.',
    env: 'GUARD_AGENT_BUFFER_OVERFLOW_POLICY',
  })
  @IsIn(OVERFLOW_POLICIES)
  overflow: OverflowPolicy = 'drop-oldest';

  @Option({
    about: 'Where what waits is kept: `memory`, or `file` or `redis` to outlive the process.',
    env: 'GUARD_AGENT_DURABILITY',
  })
  @IsIn(DURABILITIES)
  durability: Durability = 'memory';

  @Option({
    about: 'The folder for `durability: file`; any number of processes of one user share it.',
    env: 'GUARD_AGENT_SPILL_DIRECTORY',
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(4_096)
  spillDirectory?: string;

  @Option({
    about: 'The most bytes that are kept outside the memory: by one process in files, by all instances in Redis.',
    env: 'GUARD_AGENT_SPILL_MAX_BYTES',
    parse: asNumber,
  })
  @IsInt()
  @Min(1_048_576)
  @Max(1_099_511_627_776)
  spillMaxBytes = 268_435_456;

  @Option({
    about: 'Seconds after which what nobody has sent is dropped.',
    env: 'GUARD_AGENT_SPILL_MAX_AGE',
    parse: asNumber,
  })
  @IsNumber()
  @Min(60)
  @Max(31_536_000)
  spillMaxAge = 604_800;

  @Option({
    about: 'Seconds without a sign of life after which others take over what an instance kept in files or in Redis.',
    env: 'GUARD_AGENT_TAKE_OVER_AFTER',
    parse: asNumber,
  })
  @IsNumber()
  @Min(1)
  @Max(3_600)
  takeOverAfter = 30;
}
