import { type ConfigurationProblem, GuardConfigurationError } from '../kernel/index.js';
import { checkKey, parseKey } from './codec/cipher.js';
import { type AgentOptions } from './options.js';
import { isApiKey } from './options/credential-options.js';
import { type KeyPair } from './transport/keyring.js';

/** New keys for an agent that runs. */
export interface NewKeys {
  apiKey: string;
  /** Must be there where telemetry is encrypted, and only there. */
  encryptionKey?: string;
}

/** What is wrong with the encryption keys. Never contains one. */
export function keyProblems({ encryptionKey, nextEncryptionKey }: AgentOptions): ConfigurationProblem[] {
  const keys = [
    ['encryptionKey', 'GUARD_PROJECT_ENCRYPTION_KEY', encryptionKey],
    ['nextEncryptionKey', 'GUARD_NEXT_PROJECT_ENCRYPTION_KEY', nextEncryptionKey],
  ] as const;
  return keys.flatMap(([option, variable, key]) => {
    const message = key === undefined ? undefined : checkKey(key);
    return message === undefined ? [] : [{ path: `agent.${option}`, variables: [variable], message }];
  });
}

/**
 * The keys that checked options mean; undefined where there is no API key. The one that was issued with the encryption
 * key wins where an encryption key is set, and only there.
 */
export function keyPairs(options: AgentOptions): { keys: KeyPair; nextKeys?: KeyPair } | undefined {
  const { apiKey, apiKeyWithEncryption, nextApiKey, nextEncryptionKey } = options;
  const encryptionKey = parseKey(options.encryptionKey);
  const keys: KeyPair | undefined =
    encryptionKey && apiKeyWithEncryption
      ? {
          apiKey: apiKeyWithEncryption,
          encryptionKey,
          source: 'agent.apiKeyWithEncryption (GUARD_API_KEY_W_ENCRYPTION)',
        }
      : apiKey
        ? { apiKey, encryptionKey, source: 'agent.apiKey (GUARD_API_KEY)' }
        : undefined;
  if (!keys || (nextApiKey === undefined && nextEncryptionKey === undefined)) return keys && { keys };
  const nextKeys: KeyPair = {
    apiKey: nextApiKey ?? keys.apiKey,
    encryptionKey: parseKey(nextEncryptionKey) ?? encryptionKey,
    source:
      nextApiKey === undefined
        ? 'agent.nextEncryptionKey (GUARD_NEXT_PROJECT_ENCRYPTION_KEY)'
        : 'agent.nextApiKey (GUARD_NEXT_API_KEY)',
  };
  return { keys, nextKeys };
}

/**
 * New keys, checked.
 *
 * @throws GuardConfigurationError where one is malformed, or where they would turn encryption on or off
 */
export function newKeyPair({ apiKey, encryptionKey }: NewKeys, encrypted: boolean): KeyPair {
  const problems: ConfigurationProblem[] = [];
  const add = (path: string, message: string | undefined): void => {
    if (message !== undefined) problems.push({ path, variables: [], message });
  };
  if (!isApiKey(apiKey)) add('apiKey', 'must be at least 10 characters of printable ASCII without spaces');
  if (encrypted) add('encryptionKey', checkKey(encryptionKey));
  else if (encryptionKey !== undefined) add('encryptionKey', 'must not be set: telemetry is not encrypted here');
  if (problems.length > 0) throw new GuardConfigurationError(problems);
  return { apiKey, encryptionKey: parseKey(encryptionKey), source: 'the keys of GuardAgent.useKeys' };
}
