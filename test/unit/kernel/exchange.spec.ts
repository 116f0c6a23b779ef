import fc from 'fast-check';
import { Exchange, normalisePath } from '../../../src/kernel/index.js';

const exchange = (target: string, newId = (): string => 'id'): Exchange =>
  new Exchange('GET', target, {}, { text: '', bucket: '', source: 'peer' }, undefined, true, 0, newId);

describe('normalisePath', () => {
  it.each([
    ['/', '/'],
    ['/a/b', '/a/b'],
    ['/a/b/', '/a/b/'],
    ['//a///b', '/a/b'],
    ['/a/./b', '/a/b'],
    ['/a/../b', '/b'],
    ['/../../b', '/b'],
    ['/health/../admin', '/admin'],
    ['/health/%2e%2e/admin', '/admin'],
    ['/health%2f..%2fadmin', '/admin'],
    ['/health\\..\\admin', '/admin'],
    ['/caf%C3%A9', '/café'],
    ['/a..b/c', '/a..b/c'],
  ])('makes %s into %s', (raw, path) => expect(normalisePath(raw)).toBe(path));

  it.each(['/%', '/%zz', '/%c0%af', '/%ff'])('has no path for %s', (raw) => expect(normalisePath(raw)).toBeUndefined());

  it('never throws, and never leaves a dot segment or an empty one', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.string(), (path, rest) => {
        const found = normalisePath(`/${path}/${rest}`);
        if (found === undefined) return;
        const segments = found.split('/').slice(1);
        expect(segments.slice(0, -1)).not.toContain('');
        expect(segments).not.toContain('..');
        expect(segments).not.toContain('.');
      }),
    );
  });
});

describe('Exchange', () => {
  it.each([
    ['/a?b=/c', '/a'],
    ['/a', '/a'],
    ['http://host/a?b', '/a'],
    ['http://host', '/'],
    ['http://host?x', '/'],
    ['*', '*'],
  ])('finds the path of the target %s', (target, path) => expect(exchange(target).rawPath).toBe(path));

  it('makes its id once, when it is asked for', () => {
    let made = 0;
    const one = exchange('/', () => `id-${++made}`);
    expect(made).toBe(0);
    expect([one.id, one.id]).toEqual(['id-1', 'id-1']);
  });
});
