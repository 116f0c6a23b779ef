import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type Dice } from './random.js';

type Send = (response: ServerResponse, request: IncomingMessage, dice: Dice, now: number) => void;

const bare =
  (...statuses: number[]): Send =>
  (response, _request, dice) =>
    void response.writeHead(dice.pick(statuses)).end();

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Send =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

/** What an answer says about the batch, where it says it for good. */
export type Verdict = 'accepted' | 'rejected' | 'too-large';

interface Answer {
  /** How often it is given, beside the others. */
  readonly weight: number;
  readonly verdict?: Verdict;
  readonly send: Send;
}

/** The whole table of answers of the protocol, and what networks do. */
export const ANSWERS = {
  ok: { weight: 40, verdict: 'accepted', send: json(200, { success: true }) },
  created: { weight: 5, verdict: 'accepted', send: bare(201) },
  'ok, late': {
    weight: 4,
    verdict: 'accepted',
    send: (response, _request, dice) => void setTimeout(() => response.end('{"errors":[]}'), dice.between(1, 20)),
  },
  'ok, byte by byte': {
    weight: 2,
    verdict: 'accepted',
    send: (response) => {
      response.write('{');
      setImmediate(() => response.end('}'));
    },
  },
  'success: false': { weight: 2, send: json(200, { success: false }) },
  errors: { weight: 2, send: json(200, { errors: ['no'] }) },
  'no JSON': { weight: 2, send: (response) => void response.end('<html>') },
  'a body without end': { weight: 1, send: (response) => void response.end('['.repeat(100_000)) },
  '400': { weight: 2, verdict: 'rejected', send: json(400, { detail: 'no' }) },
  '401, 403': { weight: 2, send: bare(401, 403) },
  '404, 422': { weight: 2, verdict: 'rejected', send: bare(404, 422) },
  '408': { weight: 2, send: bare(408) },
  '413': { weight: 5, verdict: 'too-large', send: bare(413) },
  '429, seconds': {
    weight: 2,
    send: (response, _request, dice) =>
      void response.writeHead(429, { 'retry-after': dice.pick(['0', '7', '1000']) }).end(),
  },
  '429, a date': { weight: 2, send: later },
  '429 alone': { weight: 1, send: bare(429) },
  '5xx': { weight: 6, send: bare(500, 502, 503, 504) },
  'neither nor': { weight: 2, send: bare(202, 204, 405, 409) },
  redirect: { weight: 2, send: redirect },
  reset: { weight: 4, send: (_response, request) => void request.socket.resetAndDestroy() },
  closed: { weight: 4, send: (_response, request) => void request.socket.destroy() },
  'cut in the body': {
    weight: 4,
    send: (response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"success":true', () => response.destroy());
    },
  },
  'cut in the head': {
    weight: 2,
    send: (_response, request) => void request.socket.write('HTTP/1.1 200 O', () => request.socket.destroy()),
  },
  silence: { weight: 0.3, send: () => undefined },
} as const satisfies Record<string, Answer>;

export type AnswerName = keyof typeof ANSWERS;

export const WEIGHTS = Object.fromEntries(
  Object.entries(ANSWERS).map(([name, { weight }]) => [name, weight]),
) as Record<AnswerName, number>;

export function verdictOf(name: AnswerName): Verdict | undefined {
  return (ANSWERS[name] as Answer).verdict;
}

function later(response: ServerResponse, _request: IncomingMessage, dice: Dice, now: number): void {
  const seconds = dice.pick([-10, 5, 120, 3_600]);
  response.writeHead(429, { 'retry-after': new Date(now + seconds * 1000).toUTCString() }).end();
}

/** To itself: who follows sends the batch, and the key, a second time. */
function redirect(response: ServerResponse, request: IncomingMessage, dice: Dice): void {
  response.writeHead(dice.pick([301, 302, 307, 308]), { location: `${request.url}?redirected` }).end();
}
