import { createDetectionEngine, DEFAULT_DETECTION_SETTINGS } from '../../../src/detection/index.js';
import { DETECTORS } from '../../../src/detection/detectors/index.js';
import { readHead } from '../../../src/detection/inputs/index.js';
import { Reader } from '../../../src/detection/reader.js';
import { recurring, RecurringTexts } from '../../../src/detection/recurring.js';
import { RuleSet } from '../../../src/detection/rules.js';
import { settings } from './verdict.js';

const head = (name: string, value: string, more: Record<string, string> = {}) => ({
  method: 'GET',
  target: '/',
  headers: { ...more, [name]: value },
});
/** An attack only where the header is flagged or on: seen, and perhaps not counted. */
const WEAK = '() { :; }; /bin/cat /tmp/x';

describe('Texts of heads that come again', () => {
  it('are found each time where they are attacks, also under settings that let them pass before', () => {
    const engine = createDetectionEngine();
    const ask = (off: readonly string[]) =>
      engine.inspectHead(head('user-agent', WEAK), settings({ off: new Set(off) }))?.finding?.category;
    expect([ask(['shell']), ask(['shell']), ask([]), ask([])]).toEqual([undefined, undefined, 'shell', 'shell']);
  });

  it('count as values and characters each time', () => {
    const engine = createDetectionEngine();
    const request = head('accept', 'text/html', { 'user-agent': 'curl/8', origin: 'https://a.example' });
    const ask = () => engine.inspectHead(request, settings({ maxValues: 3 }))?.unread;
    const chars = () => engine.inspectHead(request, settings({ maxChars: 20 }))?.unread;
    expect([ask(), ask(), chars(), chars()]).toEqual(['too-many', 'too-many', 'budget', 'budget']);
  });

  it('are not known for clean after only their beginning was read', () => {
    const engine = createDetectionEngine();
    const value = `${'a'.repeat(40)} ${WEAK}`;
    engine.inspectHead(head('user-agent', value), settings({ maxChars: 20 }));
    engine.inspectHead(head('user-agent', value), settings({ maxChars: 20 }));
    const full = engine.inspectHead(head('user-agent', value), DEFAULT_DETECTION_SETTINGS);
    expect(full).toEqual(createDetectionEngine().inspectHead(head('user-agent', value), DEFAULT_DETECTION_SETTINGS));
    expect(full?.finding?.category).toBe('shell');
  });

  it('are none where they are names without a value, or long ones', () => {
    const known = recurring();
    const reader = (target: string, cookie: string) =>
      readHead(
        new Reader(new RuleSet(DETECTORS), DEFAULT_DETECTION_SETTINGS, false),
        { ...head('cookie', cookie), target },
        known,
      );
    reader('/?page=1&S3CR3T&averylongname=1', 'sid=1; S3CR3T; averylongname=1; %61=1');
    for (const names of [known.parameters, known.cookies])
      expect(['S3CR3T', 'averylongname', 'a'].filter((name) => names.has(name))).toEqual([]);
    expect([known.parameters.has('page'), known.cookies.has('sid')]).toEqual([true, true]);
  });

  it('are found each time where they are names', () => {
    const engine = createDetectionEngine();
    const ask = (target: string) =>
      engine.inspectHead({ method: 'GET', target, headers: {} }, DEFAULT_DETECTION_SETTINGS)?.finding?.category;
    const targets = ['/?__proto__=1', '/?__proto__=1', '/?a=1', '/?a=x%27+or+%271%27%3D%271'];
    expect(targets.map(ask)).toEqual(['prototype-pollution', 'prototype-pollution', undefined, 'sqli']);
  });

  it('are not known for clean after they were turned away for want of steps', () => {
    const engine = createDetectionEngine();
    // Enough for the path, and for nothing after it.
    const few = settings({ maxSteps: 2100 });
    for (const request of [head('user-agent', WEAK), { ...head('accept', '*/*'), target: '/?__proto__=1' }]) {
      expect(engine.inspectHead(request, few)).toEqual({ unread: 'budget' });
      expect(engine.inspectHead(request, DEFAULT_DETECTION_SETTINGS)?.finding).toBeDefined();
    }
  });

  it('are told to a trace each time', () => {
    const engine = createDetectionEngine();
    const texts: string[] = [];
    const trace = { text: (text: string) => texts.push(text), view: () => {}, match: () => {}, unread: () => {} };
    for (let time = 0; time < 2; time++) engine.inspectHead(head('accept', '*/*'), DEFAULT_DETECTION_SETTINGS, trace);
    expect(texts.filter((text) => text === '*/*')).toHaveLength(2);
  });
});

describe('RecurringTexts', () => {
  it('keeps what is asked for, and a bounded number of values', () => {
    const values = new RecurringTexts('header', 300);
    values.add('often');
    for (let i = 0; i < 10_000; i++) {
      values.add(`once ${i}`);
      if (i % 100 === 0) expect(values.has('often')).toBe(true);
    }
    const kept = Array.from({ length: 10_000 }, (_, i) => `once ${i}`).filter((value) => values.has(value));
    expect(kept.length).toBeLessThan(300);
    expect(values.has('once 9999')).toBe(true);
  });

  it('keeps no long texts', () => {
    const values = new RecurringTexts('header', 300);
    values.add('x'.repeat(301));
    expect(values.has('x'.repeat(301))).toBe(false);
  });
});
