import { IsArray, IsIn, Matches } from 'class-validator';
import { AgentOptions, agentProblems, NEEDS_REDIS, parseEndpoint, parseProxy } from '../agent/index.js';
import { asBoolean, asList, type ConfigurationProblem, GuardConfigurationError, Option } from '../kernel/index.js';
import { DetectionOptions } from '../policies/attacks/index.js';
import { BanOptions } from '../policies/ban/index.js';
import { DynamicRulesOptions } from '../policies/dynamic-rules/index.js';
import { EmergencyOptions } from '../policies/emergency/index.js';
import { IpOptions } from '../policies/ip/index.js';
import { RateLimitOptions } from '../policies/rate-limit/index.js';
import { UserAgentOptions } from '../policies/user-agent/index.js';
import { CountryOptions } from '../sources/geo/index.js';
import { MemoryOptions, RedisOptions } from '../stores/index.js';
import { build, type ReadVariable } from './build.js';
import { noVariables, textOf, variablesFrom, type VariableSource } from './environment.js';
import { freeze } from './freeze.js';
import { type Input } from './input.js';
import { MutedOptions } from './muted-options.js';
import { ProxyOptions } from './proxy-options.js';
import { StatusOptions } from './status-options.js';
import { fromProcess, type ReadPlain, systemProxy } from './system-proxy.js';

/** All options, with their defaults. What an application hands in is checked against this and then frozen. */
export class GuardOptions {
  @Option({
    about: '`monitor` reports what would have been blocked, and blocks nothing.',
    env: 'GUARD_PASSIVE_MODE',
    parse: (text) => (asBoolean(text) === true ? 'monitor' : 'enforce'),
  })
  @IsIn(['enforce', 'monitor'], { message: "must be 'enforce' or 'monitor'" })
  mode: 'enforce' | 'monitor' = 'enforce';

  @Option({
    about: 'What a check that throws means: `closed` answers 500, `open` goes on with the next check.',
    env: 'GUARD_FAIL_SECURE',
    parse: (text) => (asBoolean(text) === true ? 'closed' : 'open'),
  })
  @IsIn(['closed', 'open'], { message: "must be 'closed' or 'open'" })
  failMode: 'closed' | 'open' = 'closed';

  @Option({
    about: 'Path prefixes, on segment borders, that are left out of every check.',
    env: 'GUARD_EXCLUDE_PATHS',
    parse: asList,
  })
  @IsArray()
  @Matches(/^\/[^?#]*$/, { each: true, message: 'must be paths that begin with /' })
  excludePaths: readonly string[] = [];

  @Option({ about: 'Who the client is, behind proxies.', group: () => ProxyOptions })
  proxy = new ProxyOptions();

  @Option({ about: 'Allow and deny lists.', group: () => IpOptions })
  ip = new IpOptions();

  @Option({ about: 'Where countries come from.', group: () => CountryOptions })
  country = new CountryOptions();

  @Option({ about: 'User agents.', group: () => UserAgentOptions })
  userAgent = new UserAgentOptions();

  @Option({ about: 'Limits.', group: () => RateLimitOptions })
  rateLimit = new RateLimitOptions();

  @Option({ about: 'Automatic bans.', group: () => BanOptions })
  ban = new BanOptions();

  @Option({ about: 'Attack detection.', group: () => DetectionOptions })
  detection = new DetectionOptions();

  @Option({ about: 'Emergency mode.', group: () => EmergencyOptions })
  emergency = new EmergencyOptions();

  @Option({ about: 'What each process keeps in memory.', group: () => MemoryOptions })
  memory = new MemoryOptions();

  @Option({
    about: 'State shared by several instances; memory where it is not set.',
    group: () => RedisOptions,
    optional: true,
  })
  redis?: RedisOptions;

  @Option({ about: 'Telemetry; off where it is not set.', group: () => AgentOptions, optional: true })
  agent?: AgentOptions;

  @Option({ about: 'Rules from the platform.', group: () => DynamicRulesOptions })
  dynamicRules = new DynamicRulesOptions();

  @Option({ about: 'What is not told.', group: () => MutedOptions })
  muted = new MutedOptions();

  @Option({ about: "The module's own status page.", group: () => StatusOptions })
  status = new StatusOptions();

  /**
   * Options from the environment, through a `ConfigService`, with `overrides` that win over it: for a factory that
   * mixes both. The result is checked and frozen.
   *
   * @throws GuardConfigurationError that lists every problem of both.
   */
  static fromEnv(config: VariableSource, overrides: GuardOptionsInput = {}): GuardOptions {
    return resolve(overrides, variablesFrom(config), (name) => textOf(config.get(name)));
  }

  /**
   * Options that are written in code, checked and frozen. Options that are already checked come back as they are.
   *
   * @throws GuardConfigurationError that lists every problem.
   */
  static from(input: GuardOptionsInput): GuardOptions {
    return input instanceof GuardOptions && Object.isFrozen(input) ? input : resolve(input, noVariables, fromProcess);
  }
}

/** What an application may hand in: any part of the options. */
export type GuardOptionsInput = Input<GuardOptions>;

function resolve(input: GuardOptionsInput, read: ReadVariable, system: ReadPlain): GuardOptions {
  const built = build(GuardOptions, input, read);
  const options = built.options as GuardOptions;
  const isSet = (name: string): boolean => {
    const { text, problem } = read(name, true);
    return problem !== undefined || (text ?? '').trim() !== '';
  };

  const redisOn = options.redis?.enabled ?? (input.redis !== undefined || isSet('GUARD_REDIS_URL'));
  if (!redisOn) options.redis = undefined;
  const agentOn = options.agent?.enabled ?? isAgentConfigured(options.agent, built.problems);
  if (!agentOn) options.agent = undefined;

  const problems = built.problems.filter(
    ({ path }) => (redisOn || !path.startsWith('redis.')) && (agentOn || !path.startsWith('agent.')),
  );
  if (options.agent) problems.push(...agentProblems(options.agent), ...setProxy(options.agent, system));
  problems.push(...contradictions(options));
  if (problems.length > 0) throw new GuardConfigurationError(problems);
  return freeze(options);
}

/** Without a proxy of its own the agent takes the one that the environment names, as other programs do. */
function setProxy(agent: AgentOptions, system: ReadPlain): ConfigurationProblem[] {
  const endpoint = parseEndpoint(agent.endpoint);
  if (agent.proxy !== undefined || typeof endpoint === 'string') return [];
  const found = systemProxy(endpoint, system);
  const proxy = found && parseProxy(found.address);
  if (found && typeof proxy === 'string') return [{ path: 'agent.proxy', variables: [found.variable], message: proxy }];
  agent.proxy = found?.address;
  return [];
}

const CREDENTIALS = ['apiKey', 'apiKeyWithEncryption', 'encryptionKey', 'nextApiKey', 'nextEncryptionKey'] as const;

/** A credential means that telemetry is wanted, also one that cannot be read; the agent's other options alone do not. */
function isAgentConfigured(agent: AgentOptions | undefined, problems: readonly ConfigurationProblem[]): boolean {
  return CREDENTIALS.some((key) => agent?.[key] !== undefined || problems.some(({ path }) => path === `agent.${key}`));
}

/** What is right by itself and wrong together. */
function contradictions({ dynamicRules, agent, redis }: GuardOptions): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  if (agent?.durability === 'redis' && !redis) problems.push(NEEDS_REDIS);
  if (dynamicRules.enabled && !agent) {
    problems.push({
      path: 'dynamicRules.enabled',
      variables: ['GUARD_ENABLE_DYNAMIC_RULES'],
      message: 'needs agent.apiKey: rules come from the platform',
    });
  }
  return problems;
}
