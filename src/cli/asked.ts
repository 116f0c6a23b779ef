import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface Asked {
  /** `METHOD target`, a file, or `-`. */
  readonly request: string;
  readonly headers: readonly string[];
  /** The body itself, or `@file`. */
  readonly body: string | undefined;
  readonly json: boolean;
  /** A file with what `GuardModule.forRoot` takes. */
  readonly options: string | undefined;
  /** A file with entries for `detection.exceptions`. */
  readonly exceptions: string | undefined;
  /** What `@Detection` of the route takes, as JSON. */
  readonly decorator: string | undefined;
}

/** Something that the user has to put right. */
export class UsageError extends Error {}

export const USAGE = `Usage: nestjs-guard explain REQUEST [options]

Says what attack detection reads in a request, what it finds, and what it decides.

REQUEST is 'METHOD /path?query', a file with a raw HTTP request, or - for standard input.

  --header 'Name: value'  a header, any number of times (with 'METHOD /path' only)
  --body TEXT             the body, or @FILE (with 'METHOD /path' only)
  --options FILE          JSON of what GuardModule.forRoot takes; else the GUARD_* variables count
  --exceptions FILE       JSON of further entries for detection.exceptions
  --decorator JSON        what @Detection of the route takes
  --json                  the answer as JSON
  --help                  this text

Ends with 0 where the request is let through, 1 where it is blocked, 2 where it cannot be read or asked like this.
`;

/**
 * Reads the arguments after the program's name; undefined where only help is wanted.
 *
 * @throws UsageError
 */
export function readArguments(args: readonly string[]): Asked | undefined {
  const { values, positionals } = parsed(args);
  if (values.help || positionals.length === 0) return undefined;
  const [command, request, ...rest] = positionals;
  if (command !== 'explain') throw new UsageError(`no command: ${command}`);
  if (request === undefined) throw new UsageError('explain needs a request');
  if (rest.length > 0)
    throw new UsageError(`one request at a time; put it in quotes: '${[request, ...rest].join(' ')}'`);
  const { header: headers, json, ...files } = values;
  return { ...files, request, headers, json } as Asked;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        header: { type: 'string', multiple: true, default: [] },
        body: { type: 'string' },
        options: { type: 'string' },
        exceptions: { type: 'string' },
        decorator: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
