import { SetMetadata } from '@nestjs/common';
import { GuardDecoratorError } from '../../kernel/index.js';
import { parseNetwork } from '../../net/index.js';

export const ALLOW_IPS = 'nestjs-guard:allow-ips';
export const DENY_IPS = 'nestjs-guard:deny-ips';

/**
 * Lets only these addresses and networks reach the route. On its routes it stands in place of `ip.allow` and
 * `ip.deny`. On a class it holds for every route that has none of its own.
 *
 * @throws GuardDecoratorError where an entry is no address or network, or none is given.
 * @example `@AllowIps('10.0.0.0/8', '2001:db8::/32')`
 */
export function AllowIps(...networks: string[]): MethodDecorator & ClassDecorator {
  return SetMetadata(ALLOW_IPS, checked('AllowIps', networks));
}

/**
 * Refuses these addresses and networks on the route, beside the configured lists. Not read where `@AllowIps` stands
 * on the same route.
 *
 * @throws GuardDecoratorError where an entry is no address or network, or none is given.
 */
export function DenyIps(...networks: string[]): MethodDecorator & ClassDecorator {
  return SetMetadata(DENY_IPS, checked('DenyIps', networks));
}

function checked(decorator: string, networks: readonly string[]): readonly string[] {
  if (networks.length === 0) throw new GuardDecoratorError(decorator, 'at least one address or network is needed');
  const wrong = networks.filter((text) => typeof text !== 'string' || !parseNetwork(text));
  if (wrong.length > 0) {
    throw new GuardDecoratorError(
      decorator,
      `no IP address or network: ${wrong.map((text) => JSON.stringify(text)).join(', ')}`,
    );
  }
  return Object.freeze([...networks]);
}
