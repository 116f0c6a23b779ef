import { retryAfterSeconds } from './retry-after.js';

/** What came back from one call, before anyone judged it. */
export type Answer =
  | {
      readonly status: number;
      readonly retryAfter?: string;
      /** The first bytes of the body as text. */
      readonly body: string;
      /** False where the body was cut: too long, too slow, or the connection broke. */
      readonly complete: boolean;
    }
  | { readonly failure: string }
  | { readonly aborted: true };

/** What an answer means for the batch. */
export type Outcome =
  | { readonly kind: 'accepted'; readonly json?: unknown }
  | { readonly kind: 'partial'; readonly detail: string }
  | { readonly kind: 'too-large' }
  | {
      readonly kind: 'rejected';
      readonly detail: string;
      /** The platform cannot decrypt. */ readonly wrongPair?: true;
    }
  | { readonly kind: 'credentials'; readonly detail: string }
  | { readonly kind: 'throttled'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly detail: string }
  | { readonly kind: 'aborted' };

export type OutcomeKind = Outcome['kind'];

/** The table of answers of the agent protocol. `now` is in milliseconds since the epoch; `encrypted` where telemetry is. */
export function classify(answer: Answer, now: number, encrypted = false): Outcome {
  if ('aborted' in answer) return { kind: 'aborted' };
  if ('failure' in answer) return { kind: 'failed', detail: answer.failure };
  const { status, body } = answer;
  const detail = `HTTP ${status}${body === '' ? '' : `: ${body}`}`;
  switch (status) {
    case 200:
      return judgeBody(answer.complete ? body : undefined);
    case 201:
      return { kind: 'accepted' };
    case 413:
      return { kind: 'too-large' };
    case 400:
      return encrypted && /decrypt/i.test(body)
        ? { kind: 'rejected', detail, wrongPair: true }
        : { kind: 'rejected', detail };
    case 404:
    case 422:
      return { kind: 'rejected', detail };
    case 401:
    case 403:
      return { kind: 'credentials', detail };
    case 429:
      return { kind: 'throttled', seconds: retryAfterSeconds(answer.retryAfter, now) };
    default:
      return { kind: 'failed', detail };
  }
}

function judgeBody(body: string | undefined): Outcome {
  let json: unknown;
  try {
    json = JSON.parse(body ?? '');
  } catch {
    return { kind: 'failed', detail: 'HTTP 200 with a body that is not JSON' };
  }
  if (typeof json !== 'object' || json === null) return { kind: 'accepted', json };
  const { success, errors } = json as { success?: unknown; errors?: unknown };
  if (success === false || !isEmpty(errors)) {
    return { kind: 'partial', detail: `HTTP 200, accepted in part: ${body}` };
  }
  return { kind: 'accepted', json };
}

function isEmpty(errors: unknown): boolean {
  return typeof errors === 'object' && errors !== null ? Object.keys(errors).length === 0 : !errors;
}
