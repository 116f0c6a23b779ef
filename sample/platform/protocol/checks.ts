/** Looks at one value and adds a sentence to `problems` for everything that is wrong with it. */
export type Check = (value: unknown, path: string, problems: string[]) => void;

/** The fields of an object, each with its check. Every field must be there; others may be. */
export type Shape = Readonly<Record<string, Check>>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/;
const BATCH_ID = /^\d{1,16}-[0-9a-f]{8}$/;
const MAX_DEPTH = 64;

function where(expected: string, holds: (value: unknown) => boolean): Check {
  return (value, path, problems) => {
    if (!holds(value)) problems.push(`${path} must be ${expected}`);
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const text = where('a string', (value) => typeof value === 'string');
export const someText = where('a string that is not empty', (value) => typeof value === 'string' && value !== '');
export const uuid = where('a UUID', (value) => typeof value === 'string' && UUID.test(value));
export const number = where('a number', (value) => typeof value === 'number' && Number.isFinite(value));
export const count = where(
  'a whole number of at least 0',
  (value) => Number.isInteger(value) && (value as number) >= 0,
);
export const integer = where('a whole number', Number.isInteger);
export const seconds = where('a number of at least 0', (value) => typeof value === 'number' && value >= 0);
export const no = where('false', (value) => value === false);
export const batchId = where('<unix ms>-<8 hex digits>', (value) => typeof value === 'string' && BATCH_ID.test(value));

/** ISO 8601 with a time zone; a space in place of the T is Python's form. */
export const time = where('an ISO 8601 time with a time zone', (value) => {
  return typeof value === 'string' && TIME.test(value) && !Number.isNaN(Date.parse(value.replace(' ', 'T')));
});

/** Any object, nested at most 64 deep: what is deeper cannot be written out again. */
export const tree = where(`an object at most ${MAX_DEPTH} deep`, (value) => {
  if (!isObject(value)) return false;
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return false;
    level = level.flatMap((node) => (typeof node === 'object' && node !== null ? Object.values(node) : []));
  }
  return true;
});

export function oneOf(values: readonly string[]): Check {
  return where(`one of ${values.join(', ')}`, (value) => values.includes(value as string));
}

export function orNull(check: Check): Check {
  return (value, path, problems) => {
    if (value !== null) check(value, path, problems);
  };
}

export function listOf(check: Check): Check {
  return (value, path, problems) => {
    if (!Array.isArray(value)) problems.push(`${path} must be a list`);
    else value.forEach((item, index) => check(item, `${path}[${index}]`, problems));
  };
}

export function object(shape: Shape): Check {
  return (value, path, problems) => {
    if (!isObject(value)) {
      problems.push(`${path || 'the message'} must be an object`);
      return;
    }
    for (const [key, check] of Object.entries(shape)) {
      const at = path ? `${path}.${key}` : key;
      if (Object.hasOwn(value, key)) check(value[key], at, problems);
      else problems.push(`${at} is missing`);
    }
  };
}

export function mapOf(check: Check): Check {
  return (value, path, problems) => {
    if (!isObject(value)) problems.push(`${path} must be an object`);
    else for (const [key, item] of Object.entries(value)) check(item, `${path}.${key}`, problems);
  };
}
