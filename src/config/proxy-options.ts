import { IsInt, Matches, Max, Min } from 'class-validator';
import { asList, asNumber, Option } from '../kernel/index.js';
import { AreNetworks } from '../net/index.js';

export class ProxyOptions {
  @Option({
    about:
      'Proxies whose forwarding header is believed: addresses, networks, or `unix` for sockets without an address.',
    env: 'GUARD_TRUSTED_PROXIES',
    parse: asList,
  })
  @AreNetworks(['unix'])
  trusted: readonly string[] = [];

  @Option({
    about: 'The fewest entries that the header must have to be believed.',
    env: 'GUARD_TRUSTED_PROXY_DEPTH',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(100)
  depth = 1;

  @Option({ about: 'The forwarding header.', env: 'GUARD_CLIENT_IP_HEADER' })
  @Matches(/^(?!forwarded$)[a-z0-9-]+$/i, {
    message: 'must be a header name, and not Forwarded, whose syntax differs',
  })
  header = 'x-forwarded-for';
}
