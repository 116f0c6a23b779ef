import fc from 'fast-check';
import { Budget, endsOf } from '../../../src/detection/budget.js';
import { engine, settings } from './verdict.js';

const ATTACK = '<img src=x onerror=go()>';
const parsed = (body: unknown, maxSteps?: number) =>
  engine.inspectParsedBody(body, 'application/json', settings(maxSteps === undefined ? {} : { maxSteps }));

describe('Budget', () => {
  it('never gives more steps than it had, whatever is asked for', () => {
    const asked = fc.array(fc.tuple(fc.nat(10_000), fc.integer({ min: 1, max: 500 })), { maxLength: 60 });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 1_000_000 }), asked, (total, texts) => {
        const budget = new Budget(total);
        let spent = 0;
        for (const [length, cost] of texts) {
          const paid = budget.take(length, length * cost);
          expect(paid).toBeGreaterThanOrEqual(0);
          expect(paid).toBeLessThanOrEqual(length);
          spent += paid * cost;
        }
        expect(spent).toBeLessThanOrEqual(total);
      }),
    );
  });

  it('leaves something for what comes later', () => {
    const budget = new Budget(1000);
    expect(budget.take(500, 5000)).toBe(50);
    expect(budget.take(10, 100)).toBe(10);
  });
});

describe('endsOf', () => {
  it('gives the beginning and the end, as they stand in the text', () => {
    const text = Array.from({ length: 500 }, (_, i) => String.fromCharCode(200 + i)).join('');
    const [head, tail] = endsOf(text, 100);
    expect(head).toEqual({ text: text.slice(0, 50), start: 0 });
    expect(tail).toEqual({ text: text.slice(450), start: 450 });
    expect(endsOf(text, 20)).toEqual([]);
  });
});

describe('A request past its steps', () => {
  const filler = 'x (y) [z] {a} `b` "c" ; '.repeat(400);

  it('is marked, and an ordinary one is not', () => {
    expect(parsed({ text: filler }, 300_000)).toEqual({ unread: 'budget' });
    expect(parsed({ text: filler.slice(0, 300) })).toBeUndefined();
  });

  it('is still read at the beginning and at the end of its texts', () => {
    for (const text of [`${ATTACK}${filler}`, `${filler}${ATTACK}`]) {
      const inspection = parsed({ text }, 300_000);
      expect(inspection?.finding?.category).toBe('xss');
      expect(text.slice(inspection!.finding!.offset)).toMatch(/^<img/);
    }
    expect(parsed({ text: `${filler}${ATTACK}${filler}` }, 300_000)).toEqual({ unread: 'budget' });
  });

  it('is still read in the fields after a long one', () => {
    expect(parsed({ text: filler, other: ATTACK }, 500_000)?.finding?.place.name).toBe('other');
  });

  it('is read as far each time', () => {
    expect(parsed({ text: filler, other: ATTACK }, 200_000)).toEqual(parsed({ text: filler, other: ATTACK }, 200_000));
  });

  it('is marked too where it is the decoding that takes too many', () => {
    expect(parsed({ text: '%41'.repeat(5000) }, 300_000)?.unread).toBe('budget');
    const text = `${'%41'.repeat(5000)}%3Cimg%20src=x%20onerror=go()%3E`;
    expect(parsed({ text }, 400_000)).toMatchObject({ unread: 'budget', finding: { category: 'xss' } });
  });

  it('keeps no header value for clean of which only the ends were read', () => {
    const value = `${filler.slice(0, 140)}${'<i>'.repeat(4)}${filler.slice(0, 100)}`;
    const head = { method: 'GET', target: '/', headers: { 'user-agent': value } };
    expect(engine.inspectHead(head, settings({ maxSteps: 30_000 }))).toEqual({ unread: 'budget' });
    expect(engine.inspectHead(head, settings({ maxSteps: 30_000 }))).toEqual({ unread: 'budget' });
  });
});
