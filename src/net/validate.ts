import { registerDecorator } from 'class-validator';
import { parseNetwork } from './network.js';

/**
 * The property is a list of IP addresses and CIDR networks. Entries in `words` are taken as they are. The message
 * names the entries that are none: addresses are no secrets.
 */
export function AreNetworks(words: readonly string[] = []): PropertyDecorator {
  const wrong = (value: unknown): string[] =>
    Array.isArray(value)
      ? value
          .filter((entry) => typeof entry !== 'string' || !(words.includes(entry) || parseNetwork(entry)))
          .map((entry) => JSON.stringify(entry) ?? typeof entry)
      : ['not a list'];
  return (target, property) =>
    registerDecorator({
      name: 'areNetworks',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value: unknown) => Array.isArray(value) && wrong(value).length === 0,
        defaultMessage: (args) =>
          Array.isArray(args?.value)
            ? `must be IP addresses or CIDR networks; these are none: ${wrong(args.value).slice(0, 5).join(', ')}`
            : 'must be a list of IP addresses or CIDR networks',
      },
    });
}
