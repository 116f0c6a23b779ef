import { describe, expect, it } from '@jest/globals';
import { validateSync } from 'class-validator';
import { addressBits, AgentOptions } from '../../../src/agent/index.js';
import { asAddressBits } from '../../../src/agent/options/address-bits.js';
import { type SecurityEvent } from '../../../src/kernel/index.js';
import { Redaction } from '../../../src/telemetry/redaction/index.js';
import { harness } from './harness.js';

const test = harness();

/** Records the events, flushes, and gives what arrived at the platform. */
async function sent(events: SecurityEvent[], dependencies: NonNullable<Parameters<typeof test.make>[1]>) {
  const { agent, log } = test.make({}, dependencies);
  for (const event of events) agent.record(event);
  const report = await agent.flush();
  return { arrived: test.platform.batches().flatMap((batch) => batch.events), agent, log, report };
}

describe('agent.beforeSend', () => {
  it('changes what is sent, and what it adds is redacted too', async () => {
    const { arrived } = await sent([{ type: 'ip_blocked', reason: 'r', metadata: { token: 'S3CR3T', kept: 1 } }], {
      beforeSend: (event) => ({ ...event, reason: 'changed', metadata: { ...event.metadata, password: 'S3CR3T' } }),
    });
    expect(arrived).toMatchObject([
      { reason: 'changed', metadata: { kept: 1, token: '[REDACTED]', password: '[REDACTED]' } },
    ]);
    expect(JSON.stringify(test.platform.calls)).not.toContain('S3CR3T');
  });

  it('sees a redacted copy: what was recorded is not changed by it', async () => {
    const seen: SecurityEvent[] = [];
    const recorded: SecurityEvent = { type: 'ip_blocked', metadata: { cookie: 'S3CR3T' } };
    await sent([recorded], {
      beforeSend: (event) => {
        seen.push(structuredClone(event));
        event.type = 'mine';
        return event;
      },
    });
    expect(seen[0]?.metadata).toEqual({ cookie: '[REDACTED]' });
    expect(recorded.type).toBe('ip_blocked');
    expect(test.platform.batches()[0]?.events).toMatchObject([{ event_type: 'mine' }]);
  });

  it.each([undefined, null])('drops an event for which it returns %p, and that is counted', async (nothing) => {
    const { arrived, agent, report, log } = await sent([{ type: 'a' }, { type: 'b' }, { type: 'a' }], {
      beforeSend: (event) => (event.type === 'a' ? nothing : event),
    });
    expect(arrived).toMatchObject([{ event_type: 'b' }]);
    expect(report).toEqual({ delivered: 1, rejected: 0, dropped: 2, pending: 0 });
    expect(agent.stats()).toMatchObject({ droppedBy: { before_send: 2, before_send_failed: 0, unencodable: 0 } });
    expect(log.matching(/2 before_send/)).toHaveLength(1);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('hook trouble');
      },
    ],
    ['is async', async (event: SecurityEvent) => event],
    ['returns no object', () => 'text'],
  ])('drops the events where it %s, counts them, and says so once', async (_name, hook) => {
    const { arrived, agent, log } = await sent([{ type: 'a' }, { type: 'b' }], { beforeSend: hook as never });
    expect(arrived).toEqual([]);
    expect(agent.stats()).toMatchObject({ events: { dropped: 2 }, droppedBy: { before_send_failed: 2 } });
    expect(agent.stats().lastError).toMatch(/beforeSend/);
    expect(log.matching(/^error .*hook fails/)).toHaveLength(1);
  });

  it('drops what it makes unfit for the platform', async () => {
    const { agent } = await sent([{ type: 'a' }], { beforeSend: () => ({}) as never });
    expect(agent.stats().droppedBy).toMatchObject({ unencodable: 1 });
  });

  it('runs once for each event, also where a batch is full and where it is sent again', async () => {
    let runs = 0;
    test.platform.script.push((_call, response) => response.writeHead(503).end());
    const { agent } = test.make(
      { maxQueue: 2_000, maxPayloadSize: 4_096 },
      { redactor: new Redaction({ maxText: 4_096 }), beforeSend: (event) => (++runs, event) },
    );
    for (let i = 0; i < 300; i++) agent.record({ type: 'a', reason: 'x'.repeat(4_000) });
    expect(await agent.flush()).toMatchObject({ delivered: 300 });
    expect(test.platform.batches().length).toBeGreaterThan(5);
    expect(runs).toBe(300);
  });
});

describe('agent.sensitiveFields', () => {
  it('hides fields of metadata, of JSON and of forms at any depth on their way to the platform', async () => {
    const redactor = new Redaction({ params: ['Tax_Id'] });
    const metadata = {
      nested: { list: [{ tax_id: 'S3CR3T' }] },
      json: JSON.stringify({ a: { b: [{ TAX_ID: 'S3CR3T' }] } }),
      form: 'name=x&user%5Btax_id%5D=S3CR3T&y=1',
    };
    const { arrived } = await sent([{ type: 'a', endpoint: '/p?tax_id=S3CR3T', metadata }], { redactor });
    expect(arrived).toHaveLength(1);
    expect(JSON.stringify(test.platform.calls)).not.toContain('S3CR3T');
    expect(JSON.stringify(arrived)).toContain('name=x');
  });
});

describe('agent.truncateAddresses', () => {
  it.each([
    ['true', { ipv4: 24, ipv6: 48 }],
    ['no', undefined],
    [' 16/32 ', { ipv4: 16, ipv6: 32 }],
  ])('is read from %j', (text, bits) => {
    expect(addressBits(asAddressBits(text))).toEqual(bits);
  });

  it.each([
    true,
    { ipv4: 0, ipv6: 128 },
    'x',
    1,
    null,
    { ipv4: 24 },
    { ipv4: 33, ipv6: 48 },
    { ipv4: 24, ipv6: -1 },
    { ipv4: 24, ipv6: 48, ipv5: 1 },
  ])('accepts true, false and bits only: %j', (truncateAddresses) => {
    const valid = truncateAddresses === true || JSON.stringify(truncateAddresses).includes('128');
    expect(validateSync(Object.assign(new AgentOptions(), { truncateAddresses })).length === 0).toBe(valid);
  });

  it('refuses text that says neither', () => {
    expect(() => asAddressBits('24')).toThrow(/24\/48/);
  });

  it('leaves no whole address in any field of what is sent', async () => {
    const redactor = new Redaction({ addresses: { ipv4: 24, ipv6: 48 } });
    const event: SecurityEvent = {
      type: 'ip_blocked',
      ip: '203.0.113.77',
      reason: '203.0.113.77 and 2001:db8:1:2::77 are denied',
      endpoint: '/hosts/203.0.113.77',
      metadata: { peers: { '203.0.113.77': ['2001:db8:1:2::77', '203.0.113.77:8080'] }, json: '{"ip":"203.0.113.77"}' },
    };
    const { agent } = test.make({}, { redactor });
    agent.record(event);
    agent.metric({ type: 'request_count', value: 1, endpoint: '/x', tags: { peer: '203.0.113.77' } });
    expect(await agent.flush()).toMatchObject({ delivered: 2 });
    expect(test.platform.batches()[0]?.events).toMatchObject([{ ip_address: '203.0.113.0' }]);
    expect(test.platform.batches('metrics')[0]?.metrics).toMatchObject([{ tags: { peer: '203.0.113.0' } }]);
    expect(JSON.stringify(test.platform.calls)).not.toMatch(/\.113\.77|::77/);
  });
});
