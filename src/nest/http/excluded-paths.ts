/**
 * Says whether a request is left out: a prefix counts on segment borders only, so that `/health` leaves out
 * `/health/live` and not `/healthz`. Both the path as it was sent and its normalised form must lie under the prefix:
 * routers match what was sent, so `/items/..%2f..%2fhealth` is served by `/items/:id` and must not count as `/health`.
 */
export function excludedPaths(prefixes: readonly string[]): (rawPath: string, path: string) => boolean {
  const plain = prefixes.map((prefix) => (prefix.endsWith('/') ? prefix.slice(0, -1) : prefix));
  const forms = plain.map((prefix) => ({ prefix, sent: encodeURI(prefix) }));
  return (rawPath, path) =>
    forms.some(({ prefix, sent }) => under(path, prefix) && (under(rawPath, prefix) || under(rawPath, sent)));
}

function under(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}
