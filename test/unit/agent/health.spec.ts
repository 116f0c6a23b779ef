import { beforeEach, describe, expect, it } from '@jest/globals';
import { Doctor, type Vitals } from '../../../src/agent/health.js';
import { Notices } from '../../../src/agent/notices.js';
import { type Balance } from '../../../src/agent/stats.js';
import { Gate } from '../../../src/agent/transport/gate.js';
import { MemoryLog } from './build.js';
import { ManualClock } from './manual-clock.js';

let clock: ManualClock;
let gate: Gate;
let doctor: Doctor;
const NONE: Balance = { recorded: 0, delivered: 0, rejected: 0, dropped: 0, pending: 0 };
const vitals = (events: Partial<Balance> = {}, metrics: Partial<Balance> = {}): Vitals => ({
  events: { ...NONE, ...events },
  metrics: { ...NONE, ...metrics },
});

beforeEach(() => {
  clock = new ManualClock();
  gate = new Gate(clock, new Notices(new MemoryLog(), () => []), () => 0);
  doctor = new Doctor({ bufferSize: 100 }, gate, clock);
});

describe('the health', () => {
  it('is good at rest', () => {
    expect(doctor.judge(vitals())).toBe('healthy');
  });

  it('is degraded from 90 % of the buffer on, events and metrics together', () => {
    expect(doctor.judge(vitals({ pending: 45 }, { pending: 44 }))).toBe('healthy');
    expect(doctor.judge(vitals({ pending: 45 }, { pending: 45 }))).toBe('degraded');
  });

  it.each(['rejected', 'dropped'] as const)('is degraded above 10 %% of %s items, until they were reported', (lost) => {
    expect(doctor.judge(vitals({ delivered: 90, [lost]: 10 }))).toBe('healthy');
    const bad = vitals({ delivered: 89 }, { [lost]: 11 });
    expect(doctor.judge(bad)).toBe('degraded');
    doctor.reported(bad);
    expect(doctor.judge(bad)).toBe('healthy');
    expect(doctor.judge(vitals({ delivered: 89 }, { [lost]: 12 }))).toBe('degraded');
  });

  it('is degraded while the circuit is not closed', () => {
    for (let i = 0; i < 5; i++) gate.settle({ kind: 'failed', detail: '' });
    expect(doctor.judge(vitals())).toBe('degraded');
    clock.advance(60_000);
    gate.admit();
    expect(doctor.judge(vitals())).toBe('degraded');
  });

  it('has failed where the platform refuses the credentials', () => {
    gate.settle({ kind: 'credentials', detail: '' });
    expect(doctor.judge(vitals())).toBe('failed');
  });

  it('is reported with the keys of the protocol', () => {
    clock.advance(1_500);
    const report = doctor.report({ ...vitals({ delivered: 3, rejected: 1, dropped: 2, pending: 4 }), lastFlush: 0 }, [
      'e',
    ]);
    expect(JSON.parse(report)).toEqual({
      timestamp: '2026-01-02T03:04:07.178Z',
      status: 'degraded',
      uptime: 1.5,
      events_sent: 3,
      events_failed: 3,
      buffer_size: 4,
      last_flush: '1970-01-01T00:00:00.000Z',
      errors: ['e'],
    });
    expect(JSON.parse(doctor.report(vitals(), []))).toMatchObject({ last_flush: null, errors: [] });
  });
});
