/** Freezes options and their groups and lists. Objects that belong to the user, such as a Redis client, stay as they are. */
export function freeze<T extends object>(options: T): T {
  for (const value of Object.values(options)) {
    if (Array.isArray(value) || isGroup(value)) freeze(value as object);
  }
  return Object.freeze(options);
}

function isGroup(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const type: unknown = value.constructor;
  return type === Object || (typeof type === 'function' && type.name.endsWith('Options'));
}
