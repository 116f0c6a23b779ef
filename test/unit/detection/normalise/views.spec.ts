import fc from 'fast-check';
import {
  decodeBase64,
  decodedViews,
  decodeEntities,
  decodePercent,
} from '../../../../src/detection/normalise/index.js';

const tricky = fc.string({
  unit: fc.constantFrom(
    '%',
    '2',
    '5',
    'c',
    '0',
    'a',
    'e',
    'u',
    '\\',
    'x',
    '&',
    '#',
    ';',
    'l',
    't',
    '+',
    'A',
    'D',
    'w',
    '-',
    '\u0000',
    '\uff1c',
    'é',
    '🙂',
  ),
  maxLength: 60,
});

describe('decodedViews', () => {
  it('ends, in few steps, at a text that no step changes', () => {
    fc.assert(
      fc.property(fc.oneof(tricky, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        const views = decodedViews(text);
        expect(views.length).toBeLessThanOrEqual(8);
        const last = views.at(-1);
        if (last && views.length < 8) {
          const again = decodedViews(last.text).filter(({ steps }) => !steps.includes('base64'));
          expect(again).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('remembers each step, and never makes a text longer than base64 does', () => {
    fc.assert(
      fc.property(tricky, (text) => {
        let before: readonly string[] = [];
        for (const view of decodedViews(text)) {
          expect(view.steps.slice(0, before.length)).toEqual(before);
          expect(view.text.length).toBeLessThanOrEqual(text.length);
          before = view.steps;
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('opens layer after layer', () => {
    expect(decodedViews('%253Cscript%253E').at(-1)).toEqual({ text: '<script>', steps: ['percent', 'percent'] });
    expect(decodedViews('%26lt%3Bb%26gt%3B').at(-1)?.text).toBe('<b>');
    expect(decodedViews('\\u003cb\\x3e').at(-1)?.text).toBe('<b>');
    expect(decodedViews('\uff1cb\uff1e').at(-1)?.text).toBe('<b>');
    expect(decodedViews('<scr\u0000ipt>').at(-1)?.text).toBe('<script>');
    expect(decodedViews('PGI%2BeHh4PC9iPg%3D%3D').at(-1)).toEqual({ text: '<b>xxx</b>', steps: ['percent', 'base64'] });
    expect(decodedViews('plain text')).toEqual([]);
  });

  it('leaves the punctuation of Chinese and Japanese alone', () => {
    expect(decodedViews('请看；更多（例）：是吗？好！')).toEqual([]);
  });
});

describe('decodePercent', () => {
  it('reads what encodeURIComponent writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodePercent(encodeURIComponent(text))).toBe(text);
      }),
    );
  });

  it('folds overlong forms to the character that they stand for', () => {
    for (const form of ['%c0%ae', '%e0%80%ae', '%f0%80%80%ae', '%f8%80%80%80%ae', '%fc%80%80%80%80%ae', '%u002e']) {
      expect(decodePercent(form)).toBe('.');
    }
  });

  it('leaves what is no escape', () => {
    for (const text of ['100%', '%', '%zz', '%u12', '50% off', '%%']) expect(decodePercent(text)).toBe(text);
  });
});

describe('decodeEntities', () => {
  it('reads numbers with and without an end, and the names that have a bearing on syntax', () => {
    expect(decodeEntities('&#60;&#x3c;&#0000060&lt;&Tab;&colon;&eacute;&constructor;')).toBe(
      '<<<<\t:&eacute;&constructor;',
    );
  });
});

describe('decodeBase64', () => {
  it('opens text, padded or not, in both alphabets', () => {
    for (const text of ['<script>x</script>', "' or 1=1 -- ", 'a?b>c~d']) {
      const encoded = Buffer.from(text).toString('base64');
      expect(decodeBase64(encoded)).toBe(text);
      expect(decodeBase64(encoded.replace(/=+$/, ''))).toBe(text);
      expect(decodeBase64(Buffer.from(text).toString('base64url'))).toBe(text);
    }
  });

  it('leaves words, numbers, identifiers and binary alone', () => {
    for (const text of [
      'username',
      '12345678',
      '550e8400-e29b-41d4-a716-446655440000',
      'Administrator',
      'iVBORw0KGgoAAAANSUhEUg',
      '2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    ]) {
      expect(decodeBase64(text)).toBeUndefined();
    }
  });

  it('opens what the platform decodes to plain text, and nothing else', () => {
    const unit = fc.constantFrom(...'AZaz09+/-_=\n Q2xhdWRpYQ');
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 24 }), fc.base64String({ maxLength: 24 })), (text) => {
        const bytes = Buffer.from(text, 'base64');
        const alphabet = /^[\w+/-]*={0,2}$/.test(text) && text.replaceAll('=', '').length % 4 !== 1;
        const mixed = [/[A-Z]/, /[a-z]/, /\d/].filter((kind) => kind.test(text)).length > 1;
        const plain = bytes.every((byte) => byte < 127 && (byte > 31 || byte === 9 || byte === 10 || byte === 13));
        const expected = text.length > 7 && alphabet && mixed && plain ? bytes.toString('latin1') : undefined;
        expect(decodeBase64(text)).toBe(expected);
      }),
      { numRuns: 5000 },
    );
  });
});
