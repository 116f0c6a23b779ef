import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { path as room } from '../../../../src/detection/detectors/path/index.js';
import { Subject } from '../../../../src/detection/subject.js';
import { trials } from './trials.js';

const BASE = '/srv/app/public';
const leaves = (name: string): boolean =>
  !posix.join(BASE, name).startsWith(`${BASE}/`) && posix.join(BASE, name) !== BASE;
const leavesOnWindows = (name: string): boolean =>
  !win32.join('C:\\srv\\app', name).startsWith('C:\\srv\\app\\') && win32.join('C:\\srv\\app', name) !== 'C:\\srv\\app';
const found = (text: string) => room.detect(new Subject(text, 'value', 'file', 'query', true))?.category;

const SEGMENT = fc.constantFrom('..', '..', '.', 'a', 'images', 'b.png', '', 'c.d', '...x', 'x..');
const paths = (separator: string) =>
  fc
    .tuple(
      fc.constantFrom('', separator, `.${separator}`),
      fc.array(SEGMENT, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('z', 'z.txt'),
    )
    .map(([start, segments, end]) => `${start}${[...segments, end].join(separator)}`);

describe('Paths, beside node:path', () => {
  it('that leave the folder they are joined to are seen', () => {
    fc.assert(
      fc.property(paths('/'), (name) => {
        if (leaves(name)) expect([name, found(name)]).toEqual([name, 'path-traversal']);
      }),
      trials(3000),
    );
  });

  it('that do so with the separators of Windows are seen', () => {
    fc.assert(
      fc.property(paths('\\'), (name) => {
        if (leavesOnWindows(name)) expect([name, found(name)]).toEqual([name, 'path-traversal']);
      }),
      trials(3000),
    );
  });

  it('that stay without climbing are nothing', () => {
    const plain = fc.array(fc.constantFrom('.', 'a', 'images', 'b.png', 'c.d', 'x..', '1.2.3'), {
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(plain, (segments) => {
        const name = segments.join('/');
        expect([name, leaves(name), found(name)]).toEqual([name, false, undefined]);
      }),
    );
  });
});
