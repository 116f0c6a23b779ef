import { GuardError } from '../kernel/index.js';
import { type Asked, readArguments, USAGE, UsageError } from './asked.js';
import { asText, explain } from './explain/index.js';
import { complete, compose, receive } from './request/index.js';
import { bytesOf, optionsOf, routeOf } from './settings.js';

/** What a run of the program comes to. */
export interface Outcome {
  /** 0: let through; 1: blocked; 2: not readable, or asked wrongly. */
  readonly code: 0 | 1 | 2;
  readonly output: string;
  readonly problem: string;
}

/** Runs the program with the arguments after its name. `input` is asked for only where the request is `-`. */
export async function run(args: readonly string[], input: () => Promise<Buffer>): Promise<Outcome> {
  try {
    const asked = readArguments(args);
    if (!asked) return { code: args.includes('--help') ? 0 : 2, output: USAGE, problem: '' };
    const options = optionsOf(asked);
    const route = routeOf(asked.decorator);
    const explanation = await explain(await receive(await rawOf(asked, input)), options, route);
    const output = asked.json ? `${JSON.stringify(explanation, null, 2)}\n` : asText(explanation);
    return { code: explanation.decision.action === 'blocked' ? 1 : 0, output, problem: '' };
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof GuardError)) throw error;
    return { code: 2, output: '', problem: `nestjs-guard: ${error.message}\n` };
  }
}

async function rawOf({ request, headers, body }: Asked, input: () => Promise<Buffer>): Promise<Buffer> {
  if (/^[A-Z]+ /.test(request)) return compose(request, headers, body === undefined ? undefined : bodyBytes(body));
  if (headers.length > 0 || body !== undefined) {
    throw new UsageError("--header and --body go with 'METHOD /path', not with a file");
  }
  return complete(request === '-' ? await input() : bytesOf(request));
}

const bodyBytes = (body: string): Buffer => (body.startsWith('@') ? bytesOf(body.slice(1)) : Buffer.from(body));
