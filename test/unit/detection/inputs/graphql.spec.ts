import fc from 'fast-check';
import { type GraphqlLimits } from '../../../../src/detection/index.js';
import { excess } from '../../../../src/detection/inputs/graphql/measure.js';
import { engine, settings } from '../verdict.js';

const LIMITS: GraphqlLimits = {
  maxDepth: 4,
  maxAliases: 3,
  maxFields: 10,
  maxDirectives: 2,
  maxBatch: 2,
  introspection: 'block',
};
const what = (text: string, over: Partial<GraphqlLimits> = {}): string | undefined =>
  excess(text, { ...LIMITS, ...over })?.what;

describe('The size of a GraphQL document', () => {
  it.each([
    ['depth', '{a{b{c{d{e}}}}}'],
    ['depth', 'query A { a { ... on B { c { d { e } } } } }'],
    ['depth', 'query{a(b: [[[[[1]]]]])}'],
    ['depth', 'query A($a: B = {c: {d: {e: {f: {g: 1}}}}}) { a }'],
    ['depth', '\ufeff # a comment {\n,, {a{b{c{d{e}}}}}'],
    ['depth', '{a{b{...F}}} fragment F on T {c{d{e}}}'],
    ['depth', 'fragment F on T {c{d{e}}} query {a{b{...F}}}'],
    ['aliases', '{a:x b:x c:x d:x}'],
    ['aliases', '{a:x, b :x\nc#\n:x d : x}'],
    ['aliases', '{...F ...F} fragment F on T {a:x b:x}'],
    ['fields', '{a b c d e f g h i j k}'],
    ['fields', '{...F ...F ...F} fragment F on T {a b c d}'],
    ['fields', '{a{...F}} fragment F on T {...G ...G} fragment G on T {...H ...H} fragment H on T {a b c}'],
    ['directives', '{a @x b @y c @z}'],
    ['directives', 'query @x @y @z {a}'],
    ['introspection', '{__schema{types{name}}}'],
    ['introspection', '{a:__type(name:"B"){name}}'],
    ['introspection', 'query I { ...F } fragment F on Query { __schema { a } }'],
    ['fragment-cycle', '{...F} fragment F on T {a ...G} fragment G on T {b ...F}'],
    ['fragment-cycle', '{...F} fragment F on T {...F}'],
  ])('is over the limit of %s: %s', (limit, text) => {
    expect(what(text)).toBe(limit);
  });

  it.each([
    '{a{b{c{d}}}}',
    '{a b c d e f g h i j}',
    '{a:x b:x c:x}',
    '{a(b:1 c:2 d:3 e:4){f}}',
    '{a(b: {c: {d: [1, {e: "{{{{{{{{"}]}}) }',
    '{a(b: """ {{{{{{{{ \\""" {{{{ """) {c}}',
    '{a(b: "\\"{{{{{{{{") {c}}',
    '{a # {{{{{{{{\n}',
    'query A($a: Int, $b: Int, $c: Int, $d: Int) {a(b: $a)}',
    '{a{__typename}}',
    '{...F} fragment F on T {a} fragment G on T {b{c}}',
    '{...Missing}',
    '{... on A {b} ... @include(if: $c) {d}}',
    'subscription S { a }',
    '{a} {b} {c}',
  ])('is within them: %s', (text) => {
    expect(what(text)).toBeUndefined();
  });

  it.each(['select a {{{{{{{{', 'blue shoes', '', '{', '}}}}', '"query" {{{{{{{{', '{"a":{"b":{"c":{"d":{"e":1}}}}}}'])(
    'is not told of what is none, or is JSON within them: %s',
    (text) => {
      expect(what(text, { maxDepth: 30 })).toBeUndefined();
    },
  );

  it('counts selections as deep as they are nested, whatever stands between them', () => {
    const filler = fc.constantFrom(' ', ',', '\n', '#{{{\n', ' x ', ' y(a: "{{") ', ' @d ');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(filler, { maxLength: 8 }), (depth, between) => {
        const text = `{a${between.join('')}`.repeat(depth) + '}'.repeat(depth);
        const limits = { maxAliases: 1000, maxFields: 1000, maxDirectives: 1000 };
        expect(what(text, { ...limits, maxDepth: depth })).toBeUndefined();
        expect(what(text, { ...limits, maxDepth: depth - 1 || 1 })).toBe(depth > 1 ? 'depth' : undefined);
      }),
    );
  });

  it('is found in few steps where fragments would unfold to more fields than there are atoms', () => {
    const chain = Array.from({ length: 25 }, (_, i) => `fragment F${i} on T {...F${i + 1} ...F${i + 1}}`).join(' ');
    expect(what(`{...F0} ${chain} fragment F25 on T {a}`, { maxDepth: 100 })).toBe('fields');
    const long = Array.from({ length: 20_000 }, (_, i) => `fragment F${i} on T {...F${i + 1}}`).join(' ');
    expect(what(`{...F0} ${long}`, { maxDepth: 1000, maxFields: 1_000_000 })).toBe('depth');
  });
});

describe('GraphQL in a request', () => {
  const DEEP = `${'{a'.repeat(40)}${'}'.repeat(40)}`;
  const found = (inspection: ReturnType<typeof engine.inspectHead>) =>
    inspection?.finding && [inspection.finding.category, inspection.finding.detector, inspection.finding.place.name];
  const parsed = (body: unknown, graphql: Partial<GraphqlLimits> = {}) =>
    found(
      engine.inspectParsedBody(body, 'application/json', settings({ graphql: { ...settings().graphql, ...graphql } })),
    );

  it('is measured in a field `query`, alone and in a batch, in a query string and as a body of its own', () => {
    const depth = (name?: string) => ['graphql', 'graphql:depth', name];
    expect(parsed({ query: DEEP })).toEqual(depth('query'));
    expect(parsed([{ query: '{a}' }, { query: DEEP }])).toEqual(depth('query'));
    const target = `/graphql?query=${encodeURIComponent(DEEP)}`;
    expect(found(engine.inspectHead({ method: 'GET', target, headers: {} }, settings()))).toEqual(depth('query'));
    const bytes = Buffer.from(DEEP);
    const raw = { bytes, type: 'application/graphql; charset=utf-8', truncated: false };
    expect(found(engine.inspectRawBody(raw, settings()))).toEqual(depth(undefined));
    expect(parsed({ note: DEEP })).toBeUndefined();
  });

  it('is told to a trace before what is seen in it', () => {
    const told: string[] = [];
    const trace = {
      text: (text: string) => told.push(text),
      view: (text: string) => told.push(`> ${text}`),
      match: ({ detector }: { detector: string }) => told.push(`! ${detector}`),
      unread: (reason: string) => told.push(`? ${reason}`),
    };
    engine.inspectParsedBody({ query: DEEP }, 'application/json', settings(), trace);
    expect(told).toEqual(['query', `> ${DEEP}`, '! graphql:depth']);
  });

  it('is counted in a batch, stored operations too', () => {
    const stored = { extensions: { persistedQuery: { version: 1, sha256Hash: 'ab' } } };
    const batch = (length: number) => Array.from({ length }, (_, i) => (i % 2 === 0 ? { query: '{a}' } : stored));
    expect(parsed(batch(20))).toBeUndefined();
    expect(parsed(batch(21))).toEqual(['graphql', 'graphql:batch', undefined]);
    expect(parsed(Array.from({ length: 50 }, () => ({ query: 'blue shoes' })))).toBeUndefined();
  });

  it('may ask for the schema, unless that is blocked', () => {
    const query = 'query I { __schema { queryType { name } types { name fields { name type { name kind } } } } }';
    expect(parsed({ query })).toBeUndefined();
    expect(parsed({ query }, { introspection: 'block' })).toEqual(['graphql', 'graphql:introspection', 'query']);
  });

  it('passes as the tools of developers write it', () => {
    const nested = Array.from({ length: 9 }, () => 'ofType { kind name').join(' ');
    const query = `query IntrospectionQuery { __schema { queryType { name } types { ...FullType } directives { name args { ...InputValue } } } }
      fragment FullType on __Type { kind name fields(includeDeprecated: true) { name args { ...InputValue } type { ...TypeRef } } }
      fragment InputValue on __InputValue { name type { ...TypeRef } defaultValue }
      fragment TypeRef on __Type { kind name ${nested} ${'}'.repeat(9)} }`;
    expect(parsed({ query })).toBeUndefined();
  });
});
