import { describe, expect, it } from '@jest/globals';
import { classify } from '../../../src/agent/transport/outcome.js';
import { retryAfterSeconds } from '../../../src/agent/transport/retry-after.js';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const judge = (status: number, body = '', complete = true, retryAfter?: string): string =>
  classify({ status, body, complete, retryAfter }, NOW).kind;

describe('the table of answers', () => {
  it.each([
    [200, '{"success":true}', 'accepted'],
    [200, '{}', 'accepted'],
    [200, '{"errors":[]}', 'accepted'],
    [200, '{"errors":{}}', 'accepted'],
    [200, '{"errors":null}', 'accepted'],
    [200, '{"success":null}', 'accepted'],
    [200, 'null', 'accepted'],
    [200, '[]', 'accepted'],
    [200, '"ok"', 'accepted'],
    [200, '{"success":false}', 'partial'],
    [200, '{"success":true,"errors":["x"]}', 'partial'],
    [200, '{"errors":{"0":"x"}}', 'partial'],
    [200, '{"errors":"x"}', 'partial'],
    [200, '<html>', 'failed'],
    [200, '', 'failed'],
    [200, '{"success":tr', 'failed'],
    [201, '', 'accepted'],
    [201, '<html>', 'accepted'],
    [413, '', 'too-large'],
    [400, 'no', 'rejected'],
    [404, '', 'rejected'],
    [422, '', 'rejected'],
    [401, '', 'credentials'],
    [403, '', 'credentials'],
    [429, '', 'throttled'],
    ...[500, 502, 503, 504, 599].map((status) => [status, '', 'failed'] as const),
    ...[202, 204, 301, 302, 307, 308, 405, 409, 418].map((status) => [status, '', 'failed'] as const),
  ])('%p %j is %s', (status, body, kind) => {
    expect(judge(status, body)).toBe(kind);
  });

  it('does not believe a JSON body that was cut', () => {
    expect(judge(200, '{}', false)).toBe('failed');
    expect(judge(201, '', false)).toBe('accepted');
    expect(judge(422, 'x', false)).toBe('rejected');
  });

  it('takes a call that got no answer for failed, and one that was broken off for nothing', () => {
    expect(classify({ failure: 'connect ECONNREFUSED' }, NOW)).toEqual({
      kind: 'failed',
      detail: 'connect ECONNREFUSED',
    });
    expect(classify({ aborted: true }, NOW)).toEqual({ kind: 'aborted' });
  });
});

describe('Retry-After', () => {
  it.each([
    [undefined, 60],
    ['', 60],
    ['soon', 60],
    ['7', 7],
    [' 7 ', 7],
    ['0', 1],
    ['100000', 300],
    ['99999999999999999999', 300],
    ['-5', 1],
    ['Fri, 02 Jan 2026 03:04:35 GMT', 30],
    ['Fri, 02 Jan 2026 03:00:00 GMT', 1],
    ['Sat, 03 Jan 2026 03:04:35 GMT', 300],
  ])('%j waits %p s', (header, seconds) => {
    expect(retryAfterSeconds(header, NOW)).toBe(seconds);
  });
});
