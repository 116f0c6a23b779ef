import { IsBoolean, IsInt, IsNumber, IsOptional, IsPositive, IsString, Matches, Max, Min } from 'class-validator';
import { asBoolean, asNumber, Option } from '../../kernel/index.js';
import { parseEndpoint } from '../transport/endpoint.js';
import { parseProxy } from '../transport/proxy.js';
import { CredentialOptions } from './credential-options.js';
import { Checked } from './checked.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Where the calls go and how each is made. */
export class CallOptions extends CredentialOptions {
  @Option({ about: 'The address of the platform.', env: 'GUARD_AGENT_ENDPOINT' })
  @Checked('isEndpoint', (value) => {
    const endpoint = parseEndpoint(value);
    return typeof endpoint === 'string' ? endpoint : undefined;
  })
  endpoint = 'https://api.guard-core.com';

  @Option({ about: 'A certificate authority (PEM) for a self-hosted platform.', env: 'GUARD_AGENT_CA', file: true })
  @IsOptional()
  @IsString()
  @Matches(/-----BEGIN CERTIFICATE-----/, { message: '$property must be a certificate in PEM form' })
  ca?: string;

  @Option({
    about:
      'The proxy on the way to the platform, `http://user:password@host:port`; from HTTPS_PROXY, HTTP_PROXY and NO_PROXY where it is not set, none where it is `false`.',
    env: 'GUARD_AGENT_PROXY',
    parse: (text) => (text.trim() === 'false' ? false : text.trim()),
    secret: true,
  })
  @IsOptional()
  @Checked('isProxy', (value) => {
    const proxy = value === false ? undefined : parseProxy(value);
    return typeof proxy === 'string' ? proxy : undefined;
  })
  proxy?: string | false;

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
}
