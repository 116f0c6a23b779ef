import { type FieldException, type Place } from './types.js';

/** Whether one of the exceptions says that this category is ordinary at this place. */
export function isExcepted(
  exceptions: readonly FieldException[],
  kind: Place['kind'],
  name: string | undefined,
  category: string,
): boolean {
  return exceptions.some(
    (exception) =>
      exception.in === kind &&
      exception.categories.has(category) &&
      // Header names know no case; so it is held for what stands in a header too.
      isUnder(segmentsOf(exception.field), kind === 'header' ? name?.toLowerCase() : name),
  );
}

function isUnder(pattern: readonly string[], name: string | undefined): boolean {
  if (pattern.length === 1 && pattern[0] === '*') return true;
  if (name === undefined) return false;
  const segments = segmentsOf(name);
  return pattern.length <= segments.length && pattern.every((part, i) => part === '*' || part === segments[i]);
}

/** `user[address][street]`, as forms have it, is `user.address.street`; `tags[]` is `tags`. */
function segmentsOf(name: string): readonly string[] {
  return name
    .replaceAll('[]', '')
    .split(/[.[]/)
    .map((part) => (part.endsWith(']') ? part.slice(0, -1) : part));
}
