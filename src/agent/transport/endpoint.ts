/**
 * Reads the platform's address: http or https, a host, and at most a path. A trailing `/` and a trailing `/api/v1` are
 * cut, as the calls add the latter themselves.
 *
 * @returns the address, or a sentence that says what is wrong and never repeats the value
 */
export function parseEndpoint(value: unknown): URL | string {
  const url = typeof value === 'string' && URL.canParse(value.trim()) ? new URL(value.trim()) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') {
    return 'must be an http or https address';
  }
  if (url.username !== '' || url.password !== '') return 'must not contain a user name or password';
  if (url.search !== '' || url.hash !== '') return 'must not contain a query or fragment';
  const path = withoutSlashes(url.pathname);
  url.pathname = path.endsWith(API) ? path.slice(0, -API.length) : path;
  return url;
}

const API = '/api/v1';

function withoutSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

/** The path of a call below the endpoint's own path. */
export function callPath(endpoint: URL, call: string): string {
  return `${endpoint.pathname.replace(/\/$/, '')}/api/v1/${call}`;
}

/** True where what is sent can be read on its way: http to another machine. */
export function isCleartext(endpoint: URL): boolean {
  return endpoint.protocol === 'http:' && !/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(endpoint.hostname);
}
