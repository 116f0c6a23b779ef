import { describe, expect, it } from '@jest/globals';
import { type CustomEvent } from '../../../src/index.js';
import { harness } from './harness.js';

const test = harness();
type SupportCase = CustomEvent<'support_case', { ticket: string; urgent?: boolean }>;

describe('an event of your own', () => {
  it('is checked by the compiler, and arrives with its type and metadata', async () => {
    const { agent } = test.make();
    agent.record<SupportCase>({ type: 'support_case', reason: 'by phone', metadata: { ticket: 'T-1', urgent: true } });
    // @ts-expect-error: another type
    agent.record<SupportCase>({ type: 'support_cose', metadata: { ticket: 'T-2' } });
    // @ts-expect-error: the ticket is missing
    agent.record<SupportCase>({ type: 'support_case', metadata: {} });
    // @ts-expect-error: a key that no event has
    agent.record({ type: 'support_case', resaon: 'typing' });
    await agent.flush();
    expect(test.platform.batches()[0]?.events[0]).toMatchObject({
      event_type: 'support_case',
      reason: 'by phone',
      metadata: { ticket: 'T-1', urgent: true },
    });
    expect(agent.stats().events).toMatchObject({ delivered: 4 });
  });
});
