/** Lone surrogates, which no UTF-8 text can hold, and NUL, which databases refuse: both would spoil a whole batch. */
const UNSTORABLE = /[\p{Surrogate}\0]/gu;

/**
 * Compact JSON with the keys sorted at every level. `JSON.stringify` cannot do this: it puts keys that look like
 * integers first. For trees of plain data without cycles, such as redaction makes.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.replace(UNSTORABLE, '\ufffd'));
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object' || value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  return `{${Object.keys(value)
    .sort()
    .map((key) => `${canonicalJson(key)}:${canonicalJson((value as Record<string, unknown>)[key])}`)
    .join(',')}}`;
}
