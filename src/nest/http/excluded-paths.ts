/**
 * Says whether a normalised path is left out: a prefix counts on segment borders only, so that `/health` leaves out
 * `/health/live` and not `/healthz`.
 */
export function excludedPaths(prefixes: readonly string[]): (path: string) => boolean {
  const plain = prefixes.map((prefix) => (prefix.endsWith('/') ? prefix.slice(0, -1) : prefix));
  return (path) =>
    plain.some((prefix) => path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/'));
}
