/** Headers whose values never leave the process. */
export const SENSITIVE_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'] as const;

/** Names of query parameters and body fields whose values never leave the process. */
export const SENSITIVE_PARAMS = [
  'password',
  'secret',
  'token',
  'signature',
  'client_secret',
  'apikey',
  'api_key',
  'access_token',
  'refresh_token',
] as const;

export const REDACTED = '[REDACTED]';
export const TRUNCATED = '...[TRUNCATED]';

/** Names in the form in which they are compared: trimmed, in lower case. */
export class SensitiveNames {
  private readonly names: ReadonlySet<string>;

  constructor(names: Iterable<string>) {
    this.names = new Set([...names].map(normalise));
  }

  has(name: string): boolean {
    return this.names.has(normalise(name));
  }

  /** True where any of the names stands anywhere in the text. */
  occursIn(text: string): boolean {
    const lower = text.toLowerCase();
    for (const name of this.names) if (lower.includes(name)) return true;
    return false;
  }
}

function normalise(name: string): string {
  return name.trim().toLowerCase();
}
