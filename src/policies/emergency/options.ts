import { IsBoolean } from 'class-validator';
import { asBoolean, asList, Option } from '../../kernel/index.js';
import { AreNetworks } from '../../net/index.js';

export class EmergencyOptions {
  @Option({
    about: 'Answer 503 to everyone who is not in `emergency.allow`.',
    env: 'GUARD_EMERGENCY_MODE',
    parse: asBoolean,
  })
  @IsBoolean()
  enabled = false;

  @Option({
    about: 'Addresses and networks that pass in an emergency.',
    env: 'GUARD_EMERGENCY_WHITELIST',
    parse: asList,
  })
  @AreNetworks()
  allow: readonly string[] = [];
}
