import { type Finding, MAX_NAME, type Place } from '../../detection/index.js';
import { type Exchange } from '../../kernel/index.js';
import { type DetectionException } from './exceptions.js';

/** Segments of a suggested path, and characters of each: what is longer is no path that somebody would write down. */
const MAX_SEGMENTS = 20;
const MAX_SEGMENT = 64;

/**
 * The entry for `detection.exceptions` that lets this finding pass: on this path where a pattern can say it, in this
 * field, for this category.
 */
export function exceptionFor(exchange: Exchange, { category, place }: Finding): DetectionException {
  const { rawPath, path } = exchange;
  const pattern = path === undefined ? undefined : widened(rawPath, path);
  return {
    ...(pattern !== undefined && { path: pattern }),
    in: place.kind,
    field: fieldOf(place),
    categories: [category],
  };
}

/** The narrowest pattern that means a path too: what differs becomes `*`. Undefined where there is none. */
export function widened(pattern: string, path: string): string | undefined {
  const parts = pattern.split('/');
  const segments = path.split('/');
  if (parts[0] !== '' || parts.length !== segments.length || parts.length > MAX_SEGMENTS) return undefined;
  return parts.map((part, i) => (part === segments[i] && part.length <= MAX_SEGMENT ? part : '*')).join('/');
}

/** The same exception as the decorator of the route, whatever its path. Fit to be printed: it is all ASCII. */
export function decoratorFor({ in: place, field, categories }: DetectionException): string {
  return `@Detection({ fields: { ${place}: { ${keyOf(field)}: [${categories.map(literal).join(', ')}] } } })`;
}

/** Up to the last border of a path of names; `[]` is none. */
const CUT = /^(.*)(?:\.|\[(?!\]|$))/s;

/** A name that was cut stands for what it begins with; a path, and what has no name, for all of the place. */
function fieldOf({ kind, name }: Place): string {
  if (kind === 'path' || !name) return '*';
  if (name.length < MAX_NAME) return name;
  return CUT.exec(name)?.[1] || '*';
}

function keyOf(field: string): string {
  // In an object literal `__proto__` is a key only where it is computed.
  if (field === '__proto__') return `[${literal(field)}]`;
  return /^[a-z_$][\w$]*$/i.test(field) ? field : literal(field);
}

function literal(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${inner.replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
}
