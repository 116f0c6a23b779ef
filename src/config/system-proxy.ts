import { addressSetOf, parseAddress, parseNetwork } from '../net/index.js';

/** Reads one variable of the process or of a `ConfigService`. */
export type ReadPlain = (name: string) => string | undefined;

export const fromProcess: ReadPlain = (name) => process.env[name];

export interface SystemProxy {
  readonly address: string;
  readonly variable: string;
}

/**
 * The proxy that the environment names for an address, by the usual variables: HTTPS_PROXY or HTTP_PROXY, in lower case
 * first, then ALL_PROXY; NO_PROXY lists exceptions. This machine is never asked for through a proxy.
 */
export function systemProxy(target: URL, read: ReadPlain): SystemProxy | undefined {
  const host = target.hostname.replace(/^\[|\]$/g, '');
  if (isThisMachine(host) || isExcepted(host, target.port || standardPort(target), first(read, 'no_proxy')?.address)) {
    return undefined;
  }
  return first(read, target.protocol === 'https:' ? 'https_proxy' : 'http_proxy') ?? first(read, 'all_proxy');
}

function first(read: ReadPlain, name: string): SystemProxy | undefined {
  for (const variable of [name, name.toUpperCase()]) {
    const address = read(variable)?.trim();
    if (address) return { address, variable };
  }
  return undefined;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127(?:\.\d+){3}$/.test(host);
}

/** True where one of the exceptions is the host, a domain above it, a network around it, or `*`. */
function isExcepted(host: string, port: string, exceptions = ''): boolean {
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .some((exception) => {
      const [, name = exception, itsPort] = /^(\[.+\]|[^:]+):(\d+)$/.exec(exception) ?? [];
      if (itsPort !== undefined && itsPort !== port) return false;
      return matches(host, name.replace(/^\[|\]$/g, '').replace(/^\*?\./, ''));
    });
}

function matches(host: string, name: string): boolean {
  if (name === '') return false;
  if (name === '*' || name === host || host.endsWith(`.${name}`)) return true;
  const address = parseAddress(host);
  return address !== undefined && parseNetwork(name) !== undefined && addressSetOf([name]).has(address);
}

function standardPort({ protocol }: URL): string {
  return protocol === 'https:' ? '443' : '80';
}
