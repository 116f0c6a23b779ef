/** The type without its parameters, in lower case; empty where there is none. */
export function essence(type: string | undefined): string {
  if (type === undefined) return '';
  const semicolon = type.indexOf(';');
  return (semicolon < 0 ? type : type.slice(0, semicolon)).trim().toLowerCase();
}

/** A parameter of a header value such as `form-data; name="a"`, unquoted; undefined where it is not there. */
export function parameter(value: string | undefined, wanted: string): string | undefined {
  if (value === undefined) return undefined;
  let at = value.indexOf(';');
  while (at >= 0 && at < value.length) {
    const equals = value.indexOf('=', at);
    if (equals < 0) return undefined;
    const name = value
      .slice(at + 1, equals)
      .trim()
      .toLowerCase();
    const [text, end] = parameterValue(value, equals + 1);
    if (name === wanted) return text;
    at = value.indexOf(';', end);
  }
  return undefined;
}

/** The value that starts at `from`, and where it ends. */
function parameterValue(value: string, from: number): [text: string, end: number] {
  let start = from;
  while (value.charCodeAt(start) === 32) start++;
  if (value.charCodeAt(start) !== 34) {
    const semicolon = value.indexOf(';', start);
    const end = semicolon < 0 ? value.length : semicolon;
    return [value.slice(start, end).trim(), end];
  }
  let text = '';
  let i = start + 1;
  for (; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 34) break;
    // A browser escapes a quote by %22; older clients by a backslash. Windows paths keep theirs.
    if (code === 92 && value.charCodeAt(i + 1) === 34) i++;
    text += value[i]!;
  }
  return [text, i + 1];
}
