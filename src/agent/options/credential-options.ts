import { IsBoolean, IsOptional, IsString, Matches, MaxLength, MinLength } from 'class-validator';
import { asBoolean, Option } from '../../kernel/index.js';
import { checkKey } from '../codec/cipher.js';
import { Checked } from './checked.js';

const SHORTEST_KEY = 10;
const HEADER_TEXT = /^[\x21-\x7e]+$/;
const HEADER_TEXT_MESSAGE = { message: '$property must be printable ASCII without spaces: it travels in a header' };

/** True for what the platform may have issued as an API key. */
export function isApiKey(value: unknown): value is string {
  return typeof value === 'string' && value.length >= SHORTEST_KEY && HEADER_TEXT.test(value);
}

/** Whose telemetry it is, and what protects it on its way. */
export class CredentialOptions {
  @Option({ about: 'Send telemetry; on where an API key is set.', env: 'GUARD_ENABLE_AGENT', parse: asBoolean })
  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @Option({ about: 'The API key of the platform, `fg_…`.', env: 'GUARD_API_KEY', secret: true })
  @IsOptional()
  @IsString()
  @MinLength(SHORTEST_KEY)
  @Matches(HEADER_TEXT, HEADER_TEXT_MESSAGE)
  apiKey?: string;

  @Option({
    about: 'The API key that is paired with the encryption key; wins over `apiKey` where an encryption key is set.',
    env: 'GUARD_API_KEY_W_ENCRYPTION',
    secret: true,
  })
  @IsOptional()
  @IsString()
  @MinLength(SHORTEST_KEY)
  @Matches(HEADER_TEXT, HEADER_TEXT_MESSAGE)
  apiKeyWithEncryption?: string;

  @Option({
    about: 'During a rotation: the API key that is used as soon as the platform refuses the other one.',
    env: 'GUARD_NEXT_API_KEY',
    secret: true,
  })
  @IsOptional()
  @IsString()
  @MinLength(SHORTEST_KEY)
  @Matches(HEADER_TEXT, HEADER_TEXT_MESSAGE)
  nextApiKey?: string;

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
    about: 'During a rotation: the encryption key that is paired with `nextApiKey`.',
    env: 'GUARD_NEXT_PROJECT_ENCRYPTION_KEY',
    secret: true,
  })
  @IsOptional()
  @Checked('isEncryptionKey', checkKey)
  nextEncryptionKey?: string;

  @Option({
    about: 'Signs every body with HMAC-SHA256.',
    env: 'GUARD_AGENT_PAYLOAD_SIGNING_SECRET',
    secret: true,
  })
  @IsOptional()
  @IsString()
  @MinLength(1)
  signingSecret?: string;
}
