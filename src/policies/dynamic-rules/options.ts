import { IsBoolean, IsInt, Max, Min } from 'class-validator';
import { asBoolean, asNumber, Option } from '../../kernel/index.js';

export class DynamicRulesOptions {
  @Option({
    about: 'Pull rules from the platform; needs `agent.apiKey`.',
    env: 'GUARD_ENABLE_DYNAMIC_RULES',
    parse: asBoolean,
  })
  @IsBoolean()
  enabled = false;

  @Option({ about: 'Seconds between two fetches.', env: 'GUARD_DYNAMIC_RULE_INTERVAL', parse: asNumber })
  @IsInt()
  @Min(60)
  @Max(86_400)
  interval = 300;
}
