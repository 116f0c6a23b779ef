/**
 * Whether a path is meant by a pattern such as `/posts/:id/text`, in which `*` and `:name` stand for one segment. Exactly:
 * with another case or a further slash it is not meant, and is inspected.
 */
export function pathMatcher(pattern: string): (path: string) => boolean {
  const parts = pattern.split('/');
  const wild = parts.map((part) => part === '*' || part.startsWith(':'));
  return (path) => {
    const segments = path.split('/');
    return segments.length === parts.length && segments.every((segment, i) => wild[i] || segment === parts[i]);
  };
}
