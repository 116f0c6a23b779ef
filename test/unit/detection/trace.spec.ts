import fc from 'fast-check';
import {
  createDetectionEngine,
  DEFAULT_DETECTION_SETTINGS,
  type DetectionSettings,
  type DetectionTrace,
} from '../../../src/detection/index.js';

const engine = createDetectionEngine();
const XSS = '<img src=x onerror=alert(1)>';

/** What a trace is told, as lines. */
function recorder(): { lines: string[]; trace: DetectionTrace } {
  const lines: string[] = [];
  const trace: DetectionTrace = {
    text: (text, role, { kind, name }) => lines.push(`${kind} ${name ?? '-'} ${role}: ${text}`),
    view: (text, steps) => lines.push(`> ${steps.join('+')}: ${text}`),
    match: ({ detector, confidence }, needed, fate) =>
      lines.push(`! ${detector.split(':')[0]} ${confidence >= needed ? 'enough' : 'less'} ${fate}`),
    unread: (reason) => lines.push(`? ${reason}`),
  };
  return { lines, trace };
}
const settings = (values: Partial<DetectionSettings>): DetectionSettings => ({
  ...DEFAULT_DETECTION_SETTINGS,
  ...values,
});
function told(body: unknown, values: Partial<DetectionSettings> = {}): string[] {
  const { lines, trace } = recorder();
  engine.inspectParsedBody(body, undefined, settings(values), trace);
  return lines;
}

describe('a trace', () => {
  it('is told every text with its place, and every further reading with its steps', () => {
    const { lines, trace } = recorder();
    const target = '/a?q=%253Cb%253E';
    engine.inspectHead({ method: 'GET', target, headers: { 'x-a': 'b' } }, DEFAULT_DETECTION_SETTINGS, trace);
    expect(lines).toEqual([
      'path - path: /a',
      'query q name: q',
      'query q value: %3Cb%3E',
      '> percent: <b>',
      'header x-a header: b',
    ]);
  });

  it.each([
    ['blocks', {}, '! html enough blocks'],
    ['flags', { flag: new Set(['xss']) }, '! html enough flags'],
    ['off', { off: new Set(['xss']) }, '! html enough off'],
    ['weak', { thresholds: new Map([['xss', 1]]) }, '! html less weak'],
    ['excepted', { exceptions: [{ in: 'body', field: 'a', categories: new Set(['xss']) }] }, '! html enough excepted'],
  ] as const)('is told of a match that is %s', (_fate, values, line) => {
    expect(told({ a: XSS }, values)).toContain(line);
  });

  it('is told what is not read', () => {
    expect(told({ a: { b: 'x' } }, { maxDepth: 1 })).toContain('? too-deep');
    expect(told({ a: '1', b: '2' }, { maxValues: 3 })).toContain('? too-many');
    expect(told({ a: 'x'.repeat(9) }, { maxChars: 5 })).toContain('? budget');
    const { lines, trace } = recorder();
    const bytes = Buffer.from([0, 1, 2, 3]);
    engine.inspectRawBody({ bytes, type: 'image/png', truncated: true }, DEFAULT_DETECTION_SETTINGS, trace);
    expect(lines).toEqual(['? too-large', '? unreadable']);
  });

  it('changes no verdict', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.constantFrom(XSS, "1' or '1'='1' --", '../../etc/passwd', 'abc')),
        (text) => {
          const plain = engine.inspectParsedBody({ text }, undefined, DEFAULT_DETECTION_SETTINGS);
          const traced = engine.inspectParsedBody({ text }, undefined, DEFAULT_DETECTION_SETTINGS, recorder().trace);
          expect(traced).toEqual(plain);
        },
      ),
    );
  });
});

describe('a parameter of a Referer', () => {
  const inReferer = (field: string): string | undefined =>
    engine.inspectHead(
      { method: 'GET', target: '/', headers: { referer: `https://h.example/?userId=${encodeURIComponent(XSS)}` } },
      settings({ exceptions: [{ in: 'header', field, categories: new Set(['xss']) }] }),
    )?.finding?.place.name;

  it('has a name of its own, that an exception can name', () => {
    expect(inReferer('other')).toBe('referer');
    expect(inReferer('referer')).toBeUndefined();
    expect(inReferer('referer.other')).toBe('referer');
  });
});
