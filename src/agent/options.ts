import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsPositive,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { asBoolean, asList, asNumber, Option } from '../kernel/index.js';
import { checkKey } from './codec/cipher.js';
import { parseEndpoint } from './transport/endpoint.js';

/**
 * What goes when the queue is full: `drop-oldest` the oldest waiting item, `drop-newest` the one that comes. With `spill`
 * what comes goes out of the memory when the queue is half full, and comes back when there is room again.
 */
export const OVERFLOW_POLICIES = ['drop-oldest', 'drop-newest', 'spill'] as const;
export type OverflowPolicy = (typeof OVERFLOW_POLICIES)[number];

/** Where what waits is kept: in the memory of the process only, or in files or Redis too. */
export const DURABILITIES = ['memory', 'file', 'redis'] as const;
export type Durability = (typeof DURABILITIES)[number];

const HEADER_TEXT = /^[\x21-\x7e]+$/;
const HEADER_TEXT_MESSAGE = { message: '$property must be printable ASCII without spaces: it travels in a header' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Valid where `check` returns undefined; its text becomes the message. The message never contains the value. */
function Checked(name: string, check: (value: unknown) => string | undefined): PropertyDecorator {
  return ValidateBy({
    name,
    validator: {
      validate: (value) => check(value) === undefined,
      defaultMessage: (args) => `$property ${check(args?.value)}`,
    },
  });
}

/**
 * The agent: telemetry to the Guard platform. It runs where a key is set, unless `enabled` says otherwise. Durations
 * are seconds, sizes bytes. `agentProblems` checks what no single option can say.
 */
export class AgentOptions {
  @Option({ about: 'Send telemetry; on where an API key is set.', env: 'GUARD_ENABLE_AGENT', parse: asBoolean })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @Option({ about: 'The API key of the platform, `fg_…`.', env: 'GUARD_API_KEY', secret: true })
  @IsOptional()
  @IsString()
  @MinLength(10)
  @Matches(HEADER_TEXT, HEADER_TEXT_MESSAGE)
  apiKey?: string;

  @Option({
    about: 'The API key that is paired with the encryption key; wins over `apiKey` where an encryption key is set.',
    env: 'GUARD_API_KEY_W_ENCRYPTION',
    secret: true,
  })
  @IsOptional()
  @IsString()
  @MinLength(10)
  @Matches(HEADER_TEXT, HEADER_TEXT_MESSAGE)
  apiKeyWithEncryption?: string;

  @Option({ about: 'The project on the platform, `proj_…`.', env: 'GUARD_PROJECT_ID' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  @Matches(HEADER_TEXT, HEADER_TEXT_MESSAGE)
  projectId?: string;

  @Option({
    about: 'The AES-256-GCM key of the project (base64 of 32 bytes); telemetry is encrypted where it is set.',
    env: 'GUARD_PROJECT_ENCRYPTION_KEY',
    secret: true,
  })
  @IsOptional()
  @Checked('isEncryptionKey', checkKey)
  encryptionKey?: string;

  @Option({
    about: 'Signs every body with HMAC-SHA256.',
    env: 'GUARD_AGENT_PAYLOAD_SIGNING_SECRET',
    secret: true,
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  signingSecret?: string;

  @Option({ about: 'The address of the platform.', env: 'GUARD_AGENT_ENDPOINT' })
  @Checked('isEndpoint', (value) => {
    const endpoint = parseEndpoint(value);
    return typeof endpoint === 'string' ? endpoint : undefined;
  })
  endpoint = 'https://api.guard-core.com';

  @Option({ about: 'A certificate authority (PEM) for a self-hosted platform.', env: 'GUARD_AGENT_CA' })
  @IsOptional()
  @IsString()
  @Matches(/-----BEGIN CERTIFICATE-----/, { message: '$property must be a certificate in PEM form' })
  ca?: string;

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

  @Option({ about: 'Seconds that one call may take in all.', env: 'GUARD_AGENT_TIMEOUT', parse: asNumber })
  @IsNumber()
  @Min(0.1)
  @Max(600)
  timeout = 30;

  @Option({
    about: 'Tries after the first within one flush.',
    env: 'GUARD_AGENT_RETRY_ATTEMPTS',
    parse: asNumber,
  })
  @IsInt()
  @Min(0)
  @Max(20)
  retryAttempts = 3;

  @Option({
    about: 'Seconds before the first retry; doubles with each, at most 60.',
    env: 'GUARD_AGENT_BACKOFF_FACTOR',
    parse: asNumber,
  })
  @IsNumber()
  @IsPositive()
  @Max(60)
  backoffFactor = 1;

  @Option({ about: 'Compress bodies with gzip.', env: 'GUARD_AGENT_COMPRESSION_ENABLED', parse: asBoolean })
  @IsBoolean()
  compression = true;

  @Option({
    about: 'Bodies of at least this many bytes are compressed.',
    env: 'GUARD_AGENT_COMPRESSION_THRESHOLD',
    parse: asNumber,
  })
  @IsInt()
  @Min(0)
  compressionThreshold = 1_024;

  @Option({
    about: 'The UUID of this installation; from `~/.guard-agent/install-id` where it is not set.',
    env: 'GUARD_AGENT_INSTALL_ID',
  })
  @IsOptional()
  @Matches(UUID, { message: '$property must be a UUID' })
  installId?: string;

  @Option({
    about: 'Keys of event metadata whose values never leave the process, at any depth and in any case.',
    env: 'GUARD_AGENT_SENSITIVE_HEADERS',
    parse: asList,
  })
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  sensitiveHeaders: string[] = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'];

  @Option({
    about: 'Characters after which a text in an event is cut.',
    env: 'GUARD_AGENT_MAX_PAYLOAD_SIZE',
    parse: asNumber,
  })
  @IsInt()
  @Min(16)
  @Max(65_536)
  maxPayloadSize = 1_024;

  @Option({
    about: 'Seconds that a shutdown waits for the last flush.',
    env: 'GUARD_AGENT_SHUTDOWN_TIMEOUT',
    parse: asNumber,
  })
  @IsNumber()
  @Min(0)
  @Max(300)
  shutdownTimeout = 5;
}
