import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REDACTED, Redaction, TRUNCATED } from '../../../../src/telemetry/redaction/index.js';

const redaction = new Redaction();
const value = (input: unknown): unknown => JSON.parse(JSON.stringify(redaction.value(input)) ?? 'null');
const metadata = (input: Record<string, unknown>): unknown => redaction.event({ type: 'x', metadata: input }).metadata;

/** `{ k: { k: … leaf } }` with the leaf at the given depth. */
const nested = (depth: number, leaf: unknown): unknown => (depth === 0 ? leaf : { k: nested(depth - 1, leaf) });

describe('sensitive names', () => {
  it.each([
    'authorization',
    'Authorization',
    ' AUTHORIZATION ',
    'Cookie',
    'set-cookie',
    'X-API-Key',
    'password',
    'Access_Token',
  ])('%j is redacted at any depth to 10', (name) => {
    expect(value({ [name]: 'v', list: [{ [name]: { deep: 'v' } }] })).toEqual({
      [name]: REDACTED,
      list: [{ [name]: REDACTED }],
    });
  });

  it('are those that are configured, beside the built-in parameters', () => {
    const own = new Redaction({ headers: ['X-Tenant'], params: ['ssn'] });
    expect(own.value({ 'x-tenant': 1, ssn: 2, token: 3, cookie: 4 })).toMatchObject({
      'x-tenant': REDACTED,
      ssn: REDACTED,
      token: REDACTED,
      cookie: 4,
    });
  });

  it('never survive with their value, wherever they stand', () => {
    const secret = 'S3CR3T';
    const place = fc.letrec((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(
          { Authorization: secret },
          { password: [secret] },
          `{"a":{"token":"${secret}"}}`,
          `/login?password=${secret}&x=1`,
          `{"cut":{"api_key":"${secret}`,
        ),
        fc.record({ a: tie('tree'), 'content-type': tie('tree') }),
        fc.array(tie('tree'), { maxLength: 3 }),
        tie('tree').map((tree) => JSON.stringify(tree)),
      ),
    })).tree;
    fc.assert(fc.property(place, (tree) => expect(JSON.stringify(redaction.value(tree))).not.toContain(secret)));
  });
});

describe('depth and size', () => {
  it('keeps what lies 10 levels deep and redacts what lies deeper', () => {
    expect(value(nested(10, 'leaf'))).toEqual(nested(10, 'leaf'));
    expect(value(nested(11, 'leaf'))).toEqual(nested(10, REDACTED));
  });

  it('cuts a text at the limit and says so', () => {
    expect(value('x'.repeat(1_024))).toBe('x'.repeat(1_024));
    expect(value('x'.repeat(1_025))).toBe(`${'x'.repeat(1_024)}${TRUNCATED}`);
    expect(new Redaction({ maxText: 16 }).event({ type: 'x', reason: 'r'.repeat(17) }).reason).toBe(
      `${'r'.repeat(16)}${TRUNCATED}`,
    );
  });

  it('redacts JSON texts of more than 8,192 characters whole', () => {
    expect(value(` {"a":"${'x'.repeat(8_200)}"}`)).toBe(REDACTED);
  });

  it('bounds what one event may hold, however much there is', () => {
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key${i}`, 'x'.repeat(1_000)]));
    const long = Array.from({ length: 100_000 }, () => 'x'.repeat(1_000));
    for (const input of [wide, long, { wide, long }]) {
      expect(JSON.stringify(redaction.value(input)).length).toBeLessThan(64_000);
    }
    expect(Object.keys(redaction.value({ ['k'.repeat(100_000)]: 1 }) as object)[0]?.length).toBeLessThan(300);
  });
});

describe('strange values', () => {
  it('survive and hide what they cannot show', () => {
    const cyclic: Record<string, unknown> = { a: 1 };
    cyclic.self = cyclic;
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    class Custom {
      field = 'internal';
    }
    expect(
      value({
        cyclic,
        proxy: revoked.proxy,
        get thrower(): never {
          throw new Error('x');
        },
        big: 12n,
        date: new Date(0),
        invalid: new Date(NaN),
        nan: NaN,
        nothing: null,
        map: new Map([['a', 1]]),
        bytes: Buffer.from('x'),
        custom: new Custom(),
        call: () => 1,
        symbol: Symbol('s'),
        bare: Object.assign(Object.create(null) as object, { ok: true }),
      }),
    ).toEqual({
      cyclic: { a: 1, self: REDACTED },
      proxy: REDACTED,
      thrower: REDACTED,
      big: '12',
      date: '1970-01-01T00:00:00.000Z',
      invalid: REDACTED,
      nan: null,
      nothing: null,
      map: REDACTED,
      bytes: REDACTED,
      custom: REDACTED,
      call: REDACTED,
      symbol: REDACTED,
      bare: { ok: true },
    });
  });

  it('cannot reach a prototype', () => {
    const copy = redaction.value(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'));
    expect(JSON.parse(JSON.stringify(copy))).toEqual(
      JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    );
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('do not make an event fail, whatever its fields are', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (input) => {
          const event = { type: input, ip: input, reason: input, status: input, metadata: input };
          expect(() => redaction.event(event as never)).not.toThrow();
          expect(() =>
            redaction.metric({ type: 'request_count', value: 1, tags: { a: input } as never }),
          ).not.toThrow();
        },
      ),
    );
  });
});

describe('JSON in a text', () => {
  it('is redacted like the rest and stays JSON', () => {
    expect(metadata({ body: '{"user":"a","Password":"b","list":[{"token":1}]}' })).toEqual({
      body: '{"user":"a","Password":"[REDACTED]","list":[{"token":"[REDACTED]"}]}',
    });
    expect(metadata({ body: String.raw`{"pass\u0077ord":"b"}` })).toEqual({ body: '{"password":"[REDACTED]"}' });
  });

  it('that is broken is redacted whole where a sensitive name occurs in it', () => {
    expect(metadata({ body: '{"password":"b' })).toEqual({ body: REDACTED });
    expect(metadata({ body: '{"name":"b' })).toEqual({ body: '{"name":"b' });
  });
});

describe('metrics', () => {
  it('have tags that are texts, redacted', () => {
    const tags = { method: 'GET', status: 200, cookie: 'c' } as unknown as Record<string, string>;
    expect(redaction.metric({ type: 'request_count', value: 1, tags }).tags).toEqual({
      method: 'GET',
      status: '200',
      cookie: REDACTED,
    });
  });
});

describe('query', () => {
  it.each([
    ['/a?token=x', '/a?token=[REDACTED]'],
    ['/a?b=1&Password=x&c=2', '/a?b=1&Password=[REDACTED]&c=2'],
    ['password=x', 'password=[REDACTED]'],
    ['/a?password=a?b/c=d&e=f', '/a?password=[REDACTED]&e=f'],
    ['/a?pass%77ord=x', '/a?pass%77ord=[REDACTED]'],
    ['/a?user[password]=x', '/a?user[password]=[REDACTED]'],
    ['/a?next=/b?token=x', '/a?next=/b?token=[REDACTED]'],
    ['/a#access_token=x', '/a#access_token=[REDACTED]'],
    ['sid=1; token=x; y=2', 'sid=1; token=[REDACTED]; y=2'],
    ['/a?token=', '/a?token=[REDACTED]'],
    ['/a?token', '/a?token'],
    ['/a?tokens=x', '/a?tokens=x'],
    ['/a?%=x&%zz=y&token=z', '/a?%=x&%zz=y&token=[REDACTED]'],
    ['nothing here', 'nothing here'],
    ['', ''],
  ])('%j becomes %j', (text, expected) => {
    expect(redaction.query(text)).toBe(expected);
  });

  it('takes time in proportion to the length', () => {
    for (const part of ['=', '&', 'a=', '&token=', '?a', '[', '%', 'token=&']) {
      const text = part.repeat(200_000);
      const long = redaction.query(text).length;
      expect(long).toBeGreaterThanOrEqual(text.length);
    }
  });
});

describe('a piece of a request', () => {
  it.each([
    ['body', 'password', REDACTED],
    ['body', 'user[password]', REDACTED],
    ['body', 'user.Token.value', REDACTED],
    ['query', 'access_token', REDACTED],
    ['header', 'authorization', REDACTED],
    ['header', 'referer.token', REDACTED],
    ['cookie', 'anything', REDACTED],
    ['body', 'passwords', 'x=1'],
    ['body', undefined, 'x=1'],
    ['header', 'x-cookie', 'x=1'],
  ])('in %s %s is %s, in events too', (place, name, shown) => {
    expect(redaction.excerpt(place, name, 'x=1')).toBe(shown);
    expect(metadata({ place, name, excerpt: 'x=1' })).toEqual({ place, name, excerpt: shown });
  });

  it('is redacted like any text', () => {
    expect(redaction.excerpt('body', 'note', 'see /a?token=x')).toBe('see /a?token=[REDACTED]');
  });
});
