import { optionsOf, type OptionsClass } from '../kernel/index.js';

/**
 * Freezes options with their groups, lists and tables. Objects that belong to the user, such as a Redis client, stay as
 * they are.
 */
export function freeze<T extends object>(options: T): T {
  for (const value of Object.values(options)) {
    if (isOurs(value)) freeze(value);
  }
  return Object.freeze(options);
}

/** A copy of a list or table in depth, so that what the user handed in is not frozen with the options. */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, copyOf(entry)]));
}

function isOurs(value: unknown): value is object {
  if (Array.isArray(value) || isPlain(value)) return true;
  return typeof value === 'object' && value !== null && optionsOf(value.constructor as OptionsClass).length > 0;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
