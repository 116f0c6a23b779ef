import { ArrayMaxSize, IsArray, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { asList, asNumber, Option, type SecurityEvent } from '../kernel/index.js';
import { type AddressBits, asAddressBits, checkAddressBits } from './options/address-bits.js';
import { Checked, checkFunction } from './options/checked.js';
import { QueueOptions } from './options/queue-options.js';

/**
 * Sees each event in the form in which it would be sent, redacted, and may change it. What it returns is sent,
 * redacted once more; where it returns nothing, the event is dropped and counted (`before_send`), and where it throws or
 * returns a promise too (`before_send_failed`). It runs outside of requests, once for each event.
 */
export type BeforeSend = (event: SecurityEvent) => SecurityEvent | null | undefined | void;

/**
 * Is told what the platform has refused for good: `transport_send`, or `encryption` where the API key and the encryption
 * key are not a pair. The message is fit to print.
 */
export type OnAgentError = (stage: 'transport_send' | 'encryption', message: string, context: object) => void;

/**
 * The agent: telemetry to the Guard platform. It runs where a key is set, unless `enabled` says otherwise. Durations
 * are seconds, sizes bytes. `agentProblems` checks what no single option can say.
 *
 * One flat group for who sets it, written in layers by subject, each on top of the one before, as validation follows
 * inheritance: credentials, calls, queue, and here what leaves the process and in which form.
 */
export class AgentOptions extends QueueOptions {
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
    about:
      'Names of fields and parameters whose values never leave the process, in metadata, JSON, forms and queries; password, token and the like always are.',
    env: 'GUARD_AGENT_SENSITIVE_FIELDS',
    parse: asList,
  })
  @IsArray()
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  sensitiveFields: string[] = [];

  @Option({
    about:
      'Cut addresses in telemetry and in the log lines of refusals: `true` for /24 and /48, or the bits that stay, `{ ipv4: 16, ipv6: 32 }`, `16/32`.',
    env: 'GUARD_AGENT_TRUNCATE_ADDRESSES',
    parse: asAddressBits,
  })
  @Checked('isAddressBits', checkAddressBits)
  truncateAddresses: boolean | AddressBits = false;

  @Option({
    about: 'Characters after which a text in an event is cut.',
    env: 'GUARD_AGENT_MAX_PAYLOAD_SIZE',
    parse: asNumber,
  })
  @IsInt()
  @Min(16)
  @Max(65_536)
  maxPayloadSize = 1_024;

  @Option({ about: 'Sees each event before it is sent; may change it, or drop it.', code: true })
  @IsOptional()
  @Checked('isFunction', checkFunction)
  beforeSend?: BeforeSend;

  @Option({ about: 'Is told what the platform has refused for good.', code: true })
  @IsOptional()
  @Checked('isFunction', checkFunction)
  onError?: OnAgentError;
}
