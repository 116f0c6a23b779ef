import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { createDetectionEngine, type Finding } from '../../../../src/detection/index.js';
import { type Exchange } from '../../../../src/kernel/index.js';
import {
  AttacksCheck,
  decoratorFor,
  type DetectionException,
  type DetectionFields,
  DetectionOptions,
  exceptionFor,
  Findings,
} from '../../../../src/policies/attacks/index.js';
import { Detection, DETECTION } from '../../../../src/policies/attacks/decorators.js';
import { widened } from '../../../../src/policies/attacks/suggestion.js';
import { HandClock } from '../../../support/clock.js';
import { exchangeOf } from '../../../support/exchange.js';

const engine = createDetectionEngine();
const XSS = '<img src=x onerror=alert(1)>';

interface Given {
  readonly target: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

/** The findings that refuse a request, with the exceptions and the decorator that are there. */
function refusedFor(given: Given, exceptions: readonly DetectionException[], fields?: DetectionFields): Finding[] {
  const found: Finding[] = [];
  const options = Object.assign(new DetectionOptions(), { exceptions });
  expect(options.problems()).toEqual([]);
  const check = new AttacksCheck(
    options,
    engine,
    () => undefined,
    (_exchange, finding) => found.push(finding),
  );
  const exchange = requestOf(given);
  const decorated = fields && metadataOf(fields);
  const route = decorated && { name: 'A.b', read: <T>(key: string) => Reflect.getMetadata(key, decorated) as T };
  void check.head(route).run(exchange);
  exchange.body = given.body;
  void check.body(route)?.run(exchange);
  return found;
}

const requestOf = ({ target, headers }: Given): Exchange => exchangeOf({ method: 'POST', target, headers });

function metadataOf(fields: DetectionFields): object {
  class Route {}
  Detection({ fields })(Route);
  expect(Reflect.getMetadata(DETECTION, Route)).toEqual({ fields, modes: {} });
  return Route;
}

/** Runs the decorator's text as the code that it is. */
function fieldsOf(decorator: string): DetectionFields {
  expect(decorator).toMatch(/^@Detection\([\x20-\x7e]*\)$/);
  const fields = runInNewContext(
    `const Detection = ({ fields }) => JSON.stringify(fields); ${decorator.slice(1)}`,
  ) as string;
  return JSON.parse(fields) as DetectionFields;
}

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'grapheme-composite', minLength: 1, maxLength: 12 }),
  fc.string({ minLength: 90, maxLength: 300 }),
  fc.constantFrom(
    '__proto__',
    'post[html]',
    'tags[]',
    'a.b',
    "it's",
    '*',
    'constructor',
    `${'a'.repeat(60)}.${'b'.repeat(60)}`,
  ),
);
const segment = fc.oneof(name, fc.constantFrom(':id', '*', '..', '', 'a b', 'x'.repeat(100)));
const given: fc.Arbitrary<Given> = fc
  .record({ path: fc.array(segment, { maxLength: 25 }), raw: fc.boolean(), key: name, place: fc.nat(5) })
  .map(({ path, raw, key, place }) => {
    const parts = path.map((part) => (raw ? part.replace(/[^\w.:*%-]/g, '-') : encodeURIComponent(part)));
    const target = `/${parts.join('/')}`;
    const encoded = `${encodeURIComponent(key)}=${encodeURIComponent(XSS)}`;
    const kinds: Given[] = [
      { target: `${target}?${encoded}` },
      { target, headers: { referer: `https://shop.example/?${encoded}` } },
      { target, headers: { cookie: encoded } },
      { target, body: Object.defineProperty({}, key, { value: { [key]: XSS }, enumerable: true }) },
      { target, body: [XSS] },
      { target, headers: { 'x-text': XSS }, body: XSS },
    ];
    return kinds[place] as Given;
  });

describe('the suggested exception', () => {
  it('lets pass what it was made for, one finding after the other', () => {
    let found = 0;
    fc.assert(
      fc.property(given, (request) => {
        const exceptions: DetectionException[] = [];
        for (let finding: Finding | undefined; (finding = refusedFor(request, exceptions)[0]);) {
          found += 1;
          const suggested = exceptionFor(requestOf(request), finding);
          expect(exceptions).not.toContainEqual(suggested);
          exceptions.push(suggested);
        }
      }),
      { numRuns: 1000 },
    );
    expect(found).toBeGreaterThan(500);
  });

  it('does the same as a decorator, as it is printed', () => {
    fc.assert(
      fc.property(given, (request) => {
        const finding = refusedFor(request, [])[0];
        if (!finding) return;
        const exception = exceptionFor(requestOf(request), finding);
        const fields = fieldsOf(decoratorFor(exception));
        expect(Object.entries(fields[exception.in] ?? {})).toEqual([[exception.field, exception.categories]]);
        const left = refusedFor(request, [], fields);
        const { path: _, ...anywhere } = exception;
        expect(left).toEqual(refusedFor(request, [anywhere]));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['/posts/1', '/posts/1', '/posts/1'],
    ['/posts/1', '/posts/2', '/posts/*'],
    ['/posts/*', '/posts/3', '/posts/*'],
    ['/a%20b', '/a b', '/*'],
    ['/posts/1', '/posts/1/text', undefined],
    ['/static/../x', '/x', undefined],
    ['*', '*', undefined],
  ])('of %s and %s is for the path %s', (one, other, pattern) => expect(widened(one, other)).toBe(pattern));

  it('is the same for other paths, where no pattern says this one', () => {
    const exchange = exchangeOf({ target: '/static/..%2f..%2fetc/passwd' });
    const finding = engineFinding('/static/..%2f..%2fetc/passwd');
    expect(exceptionFor(exchange, finding)).toEqual({ in: 'path', field: '*', categories: [finding.category] });
  });

  const engineFinding = (target: string): Finding => refusedFor({ target }, [])[0] as Finding;
});

describe('the report', () => {
  it('has one exception for all paths of a line, and the decorator', () => {
    const findings = new Findings(new HandClock());
    const add = (target: string): void => {
      const exchange = exchangeOf({ target: `${target}?q=${encodeURIComponent(XSS)}` });
      exchange.handler = 'Posts.edit';
      findings.add(exchange, refusedFor({ target: exchange.target }, [])[0] as Finding, false);
    };
    ['/posts/1', '/posts/2', '/posts/3'].forEach(add);
    expect(findings.report().lines).toMatchObject([
      {
        handler: 'Posts.edit',
        path: '/posts/1',
        count: 3,
        exception: { path: '/posts/*', in: 'query', field: 'q', categories: ['xss'] },
        decorator: "@Detection({ fields: { query: { q: ['xss'] } } })",
      },
    ]);
    add('/drafts/1/2');
    expect(findings.report().lines[0]?.exception).toEqual({ in: 'query', field: 'q', categories: ['xss'] });
  });
});
