import { IsArray, IsBoolean, IsIn, IsInt, IsNumber, IsString, Max, Min } from 'class-validator';
import {
  DEFAULT_DETECTION_SETTINGS,
  DETECTION_CATEGORIES,
  type GraphqlLimits,
  OPTIONAL_CATEGORIES,
} from '../../detection/index.js';
import { asBoolean, asJson, asList, asNumber, Option } from '../../kernel/index.js';
import {
  byCategoryProblems,
  CONFIDENCES_ARE,
  type DetectionException,
  type DetectionMode,
  exceptionProblems,
  isConfidence,
  isMode,
  MODES_ARE,
} from './exceptions.js';

/** What becomes of a request that could not be inspected in full. */
export const BUDGET_POLICIES = ['allow', 'flag', 'block'] as const;
export type BudgetPolicy = (typeof BUDGET_POLICIES)[number];

const OPTIONAL: readonly string[] = OPTIONAL_CATEGORIES;
const GRAPHQL = DEFAULT_DETECTION_SETTINGS.graphql;

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

export class DetectionGraphqlOptions implements GraphqlLimits {
  @Option({
    about: 'Nested selections of a GraphQL document, fragments put in; nested lists and objects of its values.',
    env: 'GUARD_DETECTION_GRAPHQL_MAX_DEPTH',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(1000)
  maxDepth = GRAPHQL.maxDepth;

  @Option({
    about: 'Aliases of a GraphQL operation, fragments put in.',
    env: 'GUARD_DETECTION_GRAPHQL_MAX_ALIASES',
    parse: asNumber,
  })
  @IsInt()
  @Min(0)
  @Max(100_000)
  maxAliases = GRAPHQL.maxAliases;

  @Option({
    about: 'Fields of a GraphQL operation, fragments put in.',
    env: 'GUARD_DETECTION_GRAPHQL_MAX_FIELDS',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxFields = GRAPHQL.maxFields;

  @Option({
    about: 'Directives in a GraphQL document.',
    env: 'GUARD_DETECTION_GRAPHQL_MAX_DIRECTIVES',
    parse: asNumber,
  })
  @IsInt()
  @Min(0)
  @Max(100_000)
  maxDirectives = GRAPHQL.maxDirectives;

  @Option({
    about: 'GraphQL operations of one batch.',
    env: 'GUARD_DETECTION_GRAPHQL_MAX_BATCH',
    parse: asNumber,
  })
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxBatch = GRAPHQL.maxBatch;

  @Option({
    about: 'Whether GraphQL documents may ask for the schema (`__schema`, `__type`): `allow` or `block`.',
    env: 'GUARD_DETECTION_GRAPHQL_INTROSPECTION',
  })
  @IsIn(['allow', 'block'])
  introspection: 'allow' | 'block' = GRAPHQL.introspection;
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

  @Option({
    about: 'Categories that are looked for; all but `prompt-injection` where nothing is said.',
    env: 'GUARD_ENABLED_DETECTION_CATEGORIES',
    parse: asList,
  })
  @IsArray()
  @IsIn(DETECTION_CATEGORIES, { each: true })
  categories: readonly string[] = DETECTION_CATEGORIES.filter((category) => !OPTIONAL.includes(category));

  @Option({
    about:
      'Modes by category: `{ "ssrf": "flag" }`. `block` refuses, `flag` tells and lets pass, `off` does not look. Over `categories`.',
    env: 'GUARD_DETECTION_MODES',
    parse: asJson,
  })
  modes: Readonly<Record<string, DetectionMode>> = {};

  @Option({
    about: 'The least confidence that counts, by category, 0 to 1: `{ "scanner": 0.9 }`.',
    env: 'GUARD_DETECTION_THRESHOLDS',
    parse: asJson,
  })
  thresholds: Readonly<Record<string, number>> = {};

  @Option({
    about:
      'What is ordinary where: `[{ "path": "/posts/:id", "in": "body", "field": "html", "categories": ["xss"] }]`.',
    env: 'GUARD_DETECTION_EXCEPTIONS',
    parse: asJson,
  })
  exceptions: readonly DetectionException[] = [];

  @Option({
    about:
      'A request of which a bound left something unread (too large, too deep, too many values, too many characters): `allow` counts it, `flag` tells the platform too, `block` answers 413.',
    env: 'GUARD_DETECTION_ON_BUDGET',
  })
  @IsIn(BUDGET_POLICIES)
  onBudget: BudgetPolicy = 'allow';

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
  maxValues = 32_768;

  @Option({
    about: 'Characters that are inspected per request.',
    env: 'GUARD_DETECTION_MAX_SCAN_CHARS',
    parse: asNumber,
  })
  @IsInt()
  @Min(1024)
  @Max(10_485_760)
  maxChars = 524_288;

  @Option({
    about:
      'Steps that detection takes per request, of about two nanoseconds: what costs more is read at its ends, and marked.',
    env: 'GUARD_DETECTION_MAX_STEPS',
    parse: asNumber,
  })
  @IsInt()
  @Min(100_000)
  @Max(1_000_000_000)
  maxSteps = 9_000_000;

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

  @Option({
    about:
      'Judge a text that is declared to be source code (a `language` beside it, a block of code, a field such as `source_code`) as source code, of which only what is nearly certain counts. Without it as any other: where no route takes code, for a client can declare what it likes.',
    env: 'GUARD_DETECTION_DECLARED_CODE',
    parse: asBoolean,
  })
  @IsBoolean()
  declaredCode = true;

  @Option({ about: 'What a GraphQL document may be.', group: () => DetectionGraphqlOptions })
  graphql = new DetectionGraphqlOptions();

  @Option({ about: 'What is not inspected.', group: () => DetectionExcludeOptions })
  exclude = new DetectionExcludeOptions();

  problems(): { path: string; message: string }[] {
    const tables = [
      ...byCategoryProblems(this.modes, isMode, MODES_ARE).map((problem) => ({ table: 'modes', ...problem })),
      ...byCategoryProblems(this.thresholds, isConfidence, CONFIDENCES_ARE).map((problem) => ({
        table: 'thresholds',
        ...problem,
      })),
    ];
    const found = tables.map(({ table, key, message }) => ({ path: key ? `${table}.${key}` : table, message }));
    if (!Array.isArray(this.exceptions)) return [...found, { path: 'exceptions', message: 'must be a list' }];
    const wrong = this.exceptions.flatMap((exception, i) =>
      exceptionProblems(exception).map((message) => ({ path: `exceptions.${i}`, message })),
    );
    return [...found, ...wrong];
  }
}
