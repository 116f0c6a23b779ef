import { DETECTION_CATEGORIES, type FieldException, PLACES } from '../../detection/index.js';

/** Where in a request an exception holds. */
export type DetectionPlace = (typeof PLACES)[number];

/** How findings of a category are taken: `block` refuses, `flag` tells the operator and lets pass, `off` does not look. */
export type DetectionMode = 'block' | 'flag' | 'off';

export const DETECTION_MODES: readonly DetectionMode[] = ['block', 'flag', 'off'];

/** An exception as an operator writes it: these categories are ordinary in this field, on these paths or on all. */
export interface DetectionException {
  /** A path, with `*` or `:name` for one segment: `/posts/:id`. All paths where absent. */
  readonly path?: string;
  readonly in: DetectionPlace;
  /** See `docs/detection.md`: `html`, `post.html`, `items.*`, `*`. */
  readonly field: string;
  readonly categories: readonly string[];
}

/** Exceptions as a decorator has them: by place and field. */
export type DetectionFields = Partial<Record<DetectionPlace, Readonly<Record<string, readonly string[]>>>>;

export function compileException({ in: place, field, categories }: DetectionException): FieldException {
  const name = place === 'header' ? field.toLowerCase() : field;
  return { in: place, field: name, categories: new Set(categories) };
}

export function exceptionsOf(fields: DetectionFields): DetectionException[] {
  return Object.entries(fields).flatMap(([place, byField]) =>
    Object.entries(byField).map(([field, categories]) => ({ in: place as DetectionPlace, field, categories })),
  );
}

/** What is wrong with an exception. */
export function exceptionProblems(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return ['must be { path?, in, field, categories }'];
  const { path, in: place, field, categories } = value as Partial<Record<keyof DetectionException, unknown>>;
  const problems: string[] = [];
  if (path !== undefined && !(typeof path === 'string' && path.startsWith('/')))
    problems.push('path must begin with /');
  if (!(PLACES as readonly unknown[]).includes(place)) problems.push(`in must be one of ${PLACES.join(', ')}`);
  if (typeof field !== 'string' || field === '') problems.push('field must be a name, a path of names, or *');
  problems.push(...categoryProblems(categories));
  return problems;
}

export function fieldsProblems(fields: unknown): string[] {
  if (typeof fields !== 'object' || fields === null) return ['fields must be { place: { field: [category] } }'];
  return Object.entries(fields).flatMap(([place, byField]) =>
    typeof byField === 'object' && byField !== null
      ? Object.entries(byField as Record<string, unknown>).flatMap(([field, categories]) =>
          exceptionProblems({ in: place, field, categories }).map((problem) => `fields.${place}.${field}: ${problem}`),
        )
      : [`fields.${place} must be { field: [category] }`],
  );
}

/** What is wrong with modes or thresholds by category. */
export function byCategoryProblems(
  table: unknown,
  isValue: (value: unknown) => boolean,
  what: string,
): { key: string; message: string }[] {
  if (typeof table !== 'object' || table === null || Array.isArray(table)) {
    return [{ key: '', message: `must be an object of ${what} by category` }];
  }
  return Object.entries(table as Record<string, unknown>).flatMap(([category, value]) => [
    ...(isCategory(category) ? [] : [{ key: category, message: 'is no category' }]),
    ...(isValue(value) ? [] : [{ key: category, message: `must be ${what}` }]),
  ]);
}

export const isMode = (value: unknown): boolean => (DETECTION_MODES as readonly unknown[]).includes(value);
export const MODES_ARE = "'block', 'flag' or 'off'";
export const isConfidence = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1;
export const CONFIDENCES_ARE = 'a number from 0 to 1';

function categoryProblems(categories: unknown): string[] {
  if (!Array.isArray(categories) || categories.length === 0) return ['categories must be a list of categories'];
  const wrong = (categories as unknown[]).filter((category) => !isCategory(category));
  return wrong.length === 0 ? [] : [`no categories: ${wrong.map((category) => JSON.stringify(category)).join(', ')}`];
}

function isCategory(value: unknown): boolean {
  return (DETECTION_CATEGORIES as readonly unknown[]).includes(value);
}
