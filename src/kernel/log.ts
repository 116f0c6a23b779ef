/** Where a room writes its few log lines. The module hands in Nest's `Logger`; nothing here knows Nest. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text from outside fit for one log line: control and direction characters become `\u{…}`, the rest is cut at
 * `max` characters. Without this a client writes its own log lines.
 */
export function printable(text: string, max = 200): string {
  const cut = text.length > max ? `${text.slice(0, max)}…` : text;
  return cut.replace(UNSAFE, (char) => `\\u{${char.charCodeAt(0).toString(16)}}`);
}
