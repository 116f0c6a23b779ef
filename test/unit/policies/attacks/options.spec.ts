import { GuardOptions } from '../../../../src/config/index.js';
import { type GuardConfigurationError, GuardDecoratorError } from '../../../../src/kernel/index.js';
import { Detection, DetectionOptions, Findings, settingsOf } from '../../../../src/policies/attacks/index.js';
import { pathMatcher } from '../../../../src/policies/attacks/path-pattern.js';
import { HandClock } from '../../../support/clock.js';
import { exchangeOf } from '../../../support/exchange.js';

function problemsOf(detection: object): readonly string[] {
  try {
    GuardOptions.from({ detection });
    return [];
  } catch (error) {
    return (error as GuardConfigurationError).message.split('\n');
  }
}

describe('the options of detection', () => {
  it('stop the start with everything that is wrong', () => {
    const text = problemsOf({
      modes: { xss: 'warn', nothing: 'off' },
      thresholds: { sqli: 2 },
      exceptions: [
        { in: 'body', field: 'html', categories: ['xss'] },
        { path: 'posts', in: 'form', field: '', categories: ['x'] },
      ],
      onBudget: 'drop',
    }).join('\n');
    for (const part of [
      "detection.modes.xss (GUARD_DETECTION_MODES): must be 'block', 'flag' or 'off'",
      'detection.modes.nothing (GUARD_DETECTION_MODES): is no category',
      'detection.thresholds.sqli (GUARD_DETECTION_THRESHOLDS): must be a number from 0 to 1',
      'detection.exceptions.1 (GUARD_DETECTION_EXCEPTIONS): path must begin with /',
      'in must be one of path, query, header, cookie, body',
      'field must be a name',
      'no categories: "x"',
      'detection.onBudget',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('exceptions.0');
  });

  it.each([{ modes: [] }, { modes: 'off' }, { thresholds: null }, { exceptions: {} }, { exceptions: [null] }])(
    'are refused where they have another shape: %j',
    (detection) => expect(problemsOf(detection).join()).toContain('must be'),
  );

  it('lay modes over the list of categories, and those of a route over both', () => {
    const options = Object.assign(new DetectionOptions(), {
      categories: ['xss', 'sqli'],
      modes: { sqli: 'flag', ssrf: 'block' },
    });
    const general = settingsOf(options);
    expect([general.off.has('xss'), general.off.has('ssrf'), general.off.has('shell')]).toEqual([false, false, true]);
    expect([...general.flag]).toEqual(['sqli']);
    const route = settingsOf(options, { modes: { sqli: 'off', shell: 'flag' } });
    expect([route.off.has('sqli'), route.off.has('shell'), route.flag.has('shell')]).toEqual([true, false, true]);
  });
});

describe('@Detection', () => {
  it('says all that is wrong when it is written', () => {
    expect(() => Detection({ fields: { form: { a: ['xss'] } } as never, modes: { nothing: 'loud' as never } })).toThrow(
      GuardDecoratorError,
    );
    expect(() => Detection({ fields: { body: { html: ['css'] } } })).toThrow('fields.body.html: no categories: "css"');
    expect(() => Detection({ fields: { body: 'html' as never } })).toThrow('fields.body must be');
    expect(() => Detection({ modes: { xss: 'loud' as never } })).toThrow('modes.xss must be');
    expect(() => Detection({ fields: { body: { html: ['xss'] } }, modes: { ssrf: 'off' } })).not.toThrow();
  });
});

describe('the path of an exception', () => {
  it('means whole segments', () => {
    const matches = pathMatcher('/posts/:id/text');
    for (const path of ['/posts/1/text', '/posts/a-b/text']) expect(matches(path)).toBe(true);
    for (const path of ['/posts/1', '/posts/1/text/', '/posts/1/2/text', '/Posts/1/text', '/x/posts/1/text', '/']) {
      expect(matches(path)).toBe(false);
    }
    expect(pathMatcher('/*')('/anything')).toBe(true);
  });
});

describe('the report of findings', () => {
  const finding = (name: string, category = 'xss') =>
    ({
      category,
      detector: 'html:tag',
      place: { kind: 'body', name },
      confidence: 1,
      excerpt: '',
      offset: 0,
      steps: [],
    }) as const;

  it('counts by route, field and category, with the exception to paste, the most frequent first', () => {
    const clock = new HandClock();
    const findings = new Findings(clock);
    findings.add(exchangeOf({ target: '/once?x' }), finding('a'), true);
    const exchange = exchangeOf({ target: '/posts/1' });
    exchange.handler = 'Posts.edit';
    findings.add(exchange, finding('html'), false);
    clock.advance(5);
    const second = exchangeOf({ target: '/posts/2' });
    second.handler = 'Posts.edit';
    findings.add(second, finding('html'), true);
    const { lines, others } = findings.report();
    expect(others).toBe(0);
    expect(lines).toMatchObject([
      {
        handler: 'Posts.edit',
        path: '/posts/1',
        count: 2,
        blocked: 1,
        exception: { path: '/posts/*', in: 'body', field: 'html', categories: ['xss'] },
      },
      { path: '/once', count: 1, blocked: 1 },
    ]);
    expect((lines[0]?.lastAt ?? 0) - (lines[0]?.firstAt ?? 0)).toBe(5);
  });

  it('is bounded, whatever names clients make up', () => {
    const findings = new Findings(new HandClock());
    for (let i = 0; i < 1500; i++) findings.add(exchangeOf({ target: '/a' }), finding(`f${i}`), true);
    expect(findings.report()).toMatchObject({ others: 500 });
    expect(findings.report().lines).toHaveLength(1000);
  });
});
