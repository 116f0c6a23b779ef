import { asList, Option } from '../../kernel/index.js';
import { AreNetworks } from '../../net/index.js';

export class IpOptions {
  @Option({
    about:
      'Addresses and networks; where it is not empty, only these pass. A match also passes `ip.deny`, user agent rules, limits and detection; bans still hold.',
    env: 'GUARD_WHITELIST',
    parse: asList,
  })
  @AreNetworks()
  allow: readonly string[] = [];

  @Option({ about: 'Addresses and networks that are refused.', env: 'GUARD_BLACKLIST', parse: asList })
  @AreNetworks()
  deny: readonly string[] = [];

  @Option({
    about: 'Addresses and networks that user agent rules and limits leave alone.',
    env: 'GUARD_EXEMPT_IPS',
    parse: asList,
  })
  @AreNetworks()
  exempt: readonly string[] = [];
}
