import { type Exchange, type SecurityEvent, type Verdict } from '../../kernel/index.js';

/**
 * The event of a refusal: the one place where a verdict becomes an event, so that one refusal is one event with one
 * id, the status that was answered (or would have been, in monitor mode) and the rule that applied.
 */
export function refusalEvent(exchange: Exchange, verdict: Verdict, enforced: boolean, seconds: number): SecurityEvent {
  const { check, category, evidence, retryAfter } = verdict;
  return {
    type: verdict.event,
    ip: exchange.client.text,
    action: enforced ? 'request_blocked' : 'logged_only',
    reason: verdict.reason,
    country: exchange.country,
    userAgent: exchange.headers['user-agent'],
    endpoint: exchange.rawPath,
    method: exchange.method,
    decorator: verdict.decorator,
    rule: verdict.rule,
    pattern: check === 'detection' ? verdict.rule : undefined,
    handler: exchange.handler,
    status: verdict.status,
    responseTime: seconds,
    metadata: {
      ...evidence,
      check,
      ...(category !== undefined && { category }),
      ...(retryAfter !== undefined && { retry_after: retryAfter }),
      client_source: exchange.client.source,
      request_id: exchange.id,
    },
  };
}
