import { type ConfigurationProblem, GuardConfigurationError } from '../kernel/index.js';
import { type SpillSettings } from '../stores/index.js';
import { keyPairs, keyProblems } from './keys.js';
import { type AgentOptions } from './options.js';
import { type LaneLimits } from './queue/lane.js';
import { parseEndpoint } from './transport/endpoint.js';
import { type KeyPair } from './transport/keyring.js';
import { parseProxy } from './transport/proxy.js';

/** The agent's options, checked and in the form in which they are used. Durations are milliseconds. */
export interface AgentSettings extends LaneLimits {
  readonly keys: KeyPair;
  /** The keys that follow, during a rotation. */
  readonly nextKeys?: KeyPair;
  readonly projectId?: string;
  readonly signingSecret?: string;
  readonly endpoint: URL;
  readonly ca?: string;
  readonly proxy?: URL;
  readonly events: boolean;
  readonly metrics: boolean;
  readonly bufferSize: number;
  readonly flushInterval: number;
  readonly statusInterval: number;
  readonly timeout: number;
  readonly retryAttempts: number;
  readonly backoffBase: number;
  readonly compression: boolean;
  readonly compressionThreshold: number;
  readonly installId?: string;
  readonly shutdownTimeout: number;
  /** How what waits is kept outside the memory; undefined where it is in memory only. */
  readonly spill?: SpillSettings;
  /** The folder where it is kept in files; undefined where it is in Redis. */
  readonly spillDirectory?: string;
}

/** What is wrong where `durability` is redis and there is no Redis: the agent alone cannot know. */
export const NEEDS_REDIS: ConfigurationProblem = {
  path: 'agent.durability',
  variables: ['GUARD_AGENT_DURABILITY'],
  message: 'cannot be redis where no Redis is configured (redis.url or redis.client)',
};

/** What is wrong with the agent's options beyond what each of them says alone. Never contains a value. */
export function agentProblems(options: AgentOptions, path = 'agent'): ConfigurationProblem[] {
  if (options.enabled === false) return [];
  const problems: ConfigurationProblem[] = [];
  const next = options.nextApiKey ?? options.nextEncryptionKey;
  const add = (option: string, variables: string[], message: string): void => {
    problems.push({ path: `${path}.${option}`, variables, message });
  };
  if (options.apiKeyWithEncryption !== undefined && !options.apiKey && options.encryptionKey === undefined) {
    add('encryptionKey', ['GUARD_PROJECT_ENCRYPTION_KEY'], `must be set: ${path}.apiKeyWithEncryption needs it`);
  } else if (!options.apiKey && !options.apiKeyWithEncryption && (options.enabled || options.encryptionKey || next)) {
    add('apiKey', ['GUARD_API_KEY', 'GUARD_API_KEY_W_ENCRYPTION'], 'must be set where the agent is to run');
  }
  if (options.nextEncryptionKey !== undefined && options.encryptionKey === undefined) {
    add(
      'nextEncryptionKey',
      ['GUARD_NEXT_PROJECT_ENCRYPTION_KEY'],
      `must not be set without ${path}.encryptionKey: a rotation does not turn encryption on`,
    );
  }
  if (options.maxQueue < options.bufferSize) {
    add('maxQueue', ['GUARD_AGENT_MAX_QUEUE'], `must not be less than ${path}.bufferSize`);
  }
  if (options.durability === 'file' && !options.spillDirectory) {
    add('spillDirectory', ['GUARD_AGENT_SPILL_DIRECTORY'], `must be set where ${path}.durability is file`);
  }
  if (options.overflow === 'spill' && options.durability === 'memory') {
    add(
      'overflow',
      ['GUARD_AGENT_BUFFER_OVERFLOW_POLICY'],
      `cannot be spill where ${path}.durability is memory: there is nowhere to spill to`,
    );
  }
  return problems;
}

/**
 * The settings that validated options mean; undefined where the agent is off.
 *
 * @throws GuardConfigurationError where the options cannot work. There is no fallback to plain text.
 */
export function agentSettings(options: AgentOptions): AgentSettings | undefined {
  const problems = agentProblems(options);
  const on = options.enabled !== false;
  const endpoint = parseEndpoint(options.endpoint);
  if (on && typeof endpoint === 'string') {
    problems.push({ path: 'agent.endpoint', variables: ['GUARD_AGENT_ENDPOINT'], message: endpoint });
  }
  if (on) problems.push(...keyProblems(options));
  if (problems.length > 0) throw new GuardConfigurationError(problems);
  const pairs = on ? keyPairs(options) : undefined;
  if (!pairs || typeof endpoint === 'string') return undefined;
  return {
    ...pairs,
    projectId: options.projectId,
    signingSecret: options.signingSecret,
    endpoint,
    ca: options.ca,
    proxy: proxyOf(options),
    events: options.events,
    metrics: options.metrics,
    bufferSize: options.bufferSize,
    maxQueue: options.maxQueue,
    maxQueueBytes: options.maxQueueBytes,
    overflow: options.overflow,
    flushInterval: options.flushInterval * 1000,
    statusInterval: options.statusInterval * 1000,
    timeout: options.timeout * 1000,
    retryAttempts: options.retryAttempts,
    backoffBase: options.backoffFactor * 1000,
    compression: options.compression,
    compressionThreshold: options.compressionThreshold,
    installId: options.installId,
    shutdownTimeout: options.shutdownTimeout * 1000,
    ...spillOf(options),
  };
}

function proxyOf({ proxy }: AgentOptions): URL | undefined {
  const address = proxy ? parseProxy(proxy) : undefined;
  return typeof address === 'string' ? undefined : address;
}

function spillOf(options: AgentOptions): Pick<AgentSettings, 'spill' | 'spillDirectory'> {
  const { durability, spillDirectory, spillMaxBytes, spillMaxAge, takeOverAfter } = options;
  if (durability === 'memory') return {};
  return {
    spill: { maxBytes: spillMaxBytes, maxAge: spillMaxAge * 1000, takeOverAfter: takeOverAfter * 1000 },
    spillDirectory: durability === 'file' ? spillDirectory : undefined,
  };
}
