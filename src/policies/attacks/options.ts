import { IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsString, Max, Min } from 'class-validator';
import { DETECTION_CATEGORIES } from '../../detection/index.js';
import { asBoolean, asList, asNumber, Option } from '../../kernel/index.js';

export class DetectionExcludeOptions {
  @Option({ about: 'Header names that are not inspected.', env: 'GUARD_EXCLUDED_DETECTION_HEADERS', parse: asList })
  @IsArray()
  @IsString({ each: true })
  headers: readonly string[] = [];

  @Option({ about: 'Query parameters that are not inspected.', env: 'GUARD_EXCLUDED_DETECTION_PARAMS', parse: asList })
  @IsArray()
  @IsString({ each: true })
  params: readonly string[] = [];

  @Option({
    about: 'Body fields, at any depth, that are not inspected.',
    env: 'GUARD_EXCLUDED_DETECTION_BODY_FIELDS',
    parse: asList,
  })
  @IsArray()
  @IsString({ each: true })
  bodyFields: readonly string[] = [];
}

export class DetectionOptions {
  @Option({ about: 'Look for attacks.', env: 'GUARD_ENABLE_PENETRATION_DETECTION', parse: asBoolean })
  @IsBoolean()
  enabled = true;

  @Option({ about: 'Inspect bodies too.', env: 'GUARD_DETECTION_SCAN_BODY', parse: asBoolean })
  @IsBoolean()
  body = true;

  @Option({
    about: 'The status of the answer to an attack (the family answers 400).',
    env: 'GUARD_DETECTION_STATUS',
    parse: asNumber,
  })
  @IsInt()
  @Min(400)
  @Max(499)
  status = 403;

  @Option({ about: 'Categories that are looked for.', env: 'GUARD_ENABLED_DETECTION_CATEGORIES', parse: asList })
  @IsArray()
  @IsIn(DETECTION_CATEGORIES, { each: true })
  categories: readonly string[] = [...DETECTION_CATEGORIES];

  @Option({
    about: 'Bytes of a body that are inspected.',
    env: 'GUARD_DETECTION_MAX_BODY_INSPECT_BYTES',
    parse: asNumber,
  })
  @IsInt()
  @Min(1024)
  @Max(10_485_760)
  maxBodyBytes = 262_144;

  @Option({
    about: 'Names and values that are inspected per request.',
    env: 'GUARD_DETECTION_MAX_SCAN_VALUES',
    parse: asNumber,
  })
  @IsInt()
  @Min(2)
  @Max(100_000)
  maxValues = 4096;

  @Option({
    about: 'Characters that are inspected per request.',
    env: 'GUARD_DETECTION_MAX_SCAN_CHARS',
    parse: asNumber,
  })
  @IsInt()
  @Min(1024)
  @Max(10_485_760)
  maxChars = 524_288;

  @Option({ about: 'Depth of JSON that is inspected.', env: 'GUARD_DETECTION_MAX_JSON_DEPTH', parse: asNumber })
  @IsInt()
  @Min(1)
  @Max(1000)
  maxDepth = 64;

  @Option({
    about: 'Seconds to wait for the bytes of a body that the framework does not parse.',
    env: 'GUARD_BODY_READ_TIMEOUT',
    parse: asNumber,
  })
  @IsNumber()
  @Min(0.1)
  @Max(30)
  bodyTimeout = 3;

  @Option({ about: 'What is not inspected.', group: () => DetectionExcludeOptions })
  exclude = new DetectionExcludeOptions();
}
