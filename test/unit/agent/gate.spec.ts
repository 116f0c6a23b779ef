import { beforeEach, describe, expect, it } from '@jest/globals';
import { Notices } from '../../../src/agent/notices.js';
import { Gate } from '../../../src/agent/transport/gate.js';
import { MemoryLog } from './build.js';
import { ManualClock } from './manual-clock.js';

let clock: ManualClock;
let log: MemoryLog;
let gate: Gate;

beforeEach(() => {
  clock = new ManualClock();
  log = new MemoryLog();
  gate = new Gate(clock, new Notices(log, () => []), () => 0);
});

const fail = (): void => gate.settle({ kind: 'failed', detail: 'x' });

describe('the circuit', () => {
  it('opens after five failures in a row, lets one probe through after 60 s, and closes when it succeeds', () => {
    for (let i = 0; i < 5; i++) {
      expect(gate.admit()).toBe(0);
      fail();
    }
    expect(gate.admit()).toBe(60_000);
    clock.advance(59_999);
    expect(gate.admit()).toBe(1);
    clock.advance(1);
    expect(gate.admit()).toBe(0);
    expect(gate.admit()).toBeGreaterThan(0);
    gate.settle({ kind: 'accepted' });
    expect(gate.admit()).toBe(0);
    expect(gate.circuit).toBe('closed');
  });

  it('opens again for 60 s when the probe fails', () => {
    for (let i = 0; i < 5; i++) fail();
    clock.advance(60_000);
    gate.admit();
    fail();
    expect(gate.admit()).toBe(60_000);
  });

  it.each(['too-large', 'rejected', 'partial'] as const)(
    'is not opened by %s answers, which end a row of failures',
    (kind) => {
      for (let i = 0; i < 4; i++) fail();
      gate.settle({ kind, detail: '' });
      for (let i = 0; i < 4; i++) fail();
      expect(gate.circuit).toBe('closed');
    },
  );

  it('is opened at once by refused credentials', () => {
    gate.settle({ kind: 'credentials', detail: '' });
    expect(gate.admit()).toBe(60_000);
    expect(gate.refused).toBe(true);
  });

  it('gives a probe back that was broken off', () => {
    for (let i = 0; i < 5; i++) fail();
    clock.advance(60_000);
    gate.admit();
    gate.settle({ kind: 'aborted' });
    expect(gate.admit()).toBe(0);
  });

  it('is passed once by force', () => {
    for (let i = 0; i < 5; i++) fail();
    expect(gate.admit(true)).toBe(0);
    fail();
    expect(gate.admit()).toBeGreaterThan(0);
  });

  it('says so once when it opens and once when it closes', () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) fail();
      clock.advance(60_000);
      gate.admit();
    }
    gate.settle({ kind: 'accepted' });
    expect(log.lines.map((line) => line.split(' ')[0])).toEqual(['warn', 'info']);
  });
});

describe('agents that must wait at the same time', () => {
  it('wait by up to a quarter longer, before the probe and where the platform asked for it', () => {
    const last = new Gate(clock, new Notices(log, () => []), () => 0.999_999);
    last.settle({ kind: 'credentials', detail: '' });
    expect(Math.round(last.wait)).toBe(75_000);
    clock.advance(75_000);
    last.settle({ kind: 'throttled', seconds: 60 });
    expect(Math.round(last.wait)).toBe(75_000);
  });
});

describe('throttling', () => {
  it('waits as long as the platform asked and is no failure of the circuit', () => {
    for (let i = 0; i < 10; i++) gate.settle({ kind: 'throttled', seconds: 7 });
    expect(gate.circuit).toBe('closed');
    expect(gate.admit()).toBe(7_000);
    expect(gate.admit(true)).toBe(7_000);
    clock.advance(7_000);
    expect(gate.admit()).toBe(0);
  });
});

describe('a probe that is throttled', () => {
  it('leaves the circuit open and another probe free after the wait', () => {
    for (let i = 0; i < 5; i++) fail();
    clock.advance(60_000);
    gate.admit();
    gate.settle({ kind: 'throttled', seconds: 7 });
    expect(gate.circuit).toBe('open');
    clock.advance(7_000);
    expect(gate.admit()).toBe(0);
  });
});

describe('the calls of a minute', () => {
  it('are at most 100 in any 60 seconds', () => {
    for (let i = 0; i < 100; i++) {
      expect(gate.admit()).toBe(0);
      clock.advance(100);
    }
    expect(gate.admit()).toBe(50_000);
    clock.advance(50_000);
    expect(gate.admit()).toBe(0);
    expect(gate.admit()).toBe(100);
  });
});
