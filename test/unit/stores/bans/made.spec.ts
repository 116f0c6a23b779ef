import { MadeHere } from '../../../../src/stores/bans/made.js';

const ban = (target: string) => ({ target, reason: 'x', source: 'manual', createdAt: 0, expiresAt: 1 }) as const;
const targets = (made: MadeHere, since: number, now: number): string[] =>
  [...made.since(since, now)].map(({ target }) => target);

describe('bans that were made here a moment ago', () => {
  it('are those since a time, but for what was lifted and what is a minute old', () => {
    const made = new MadeHere();
    for (const [i, target] of ['192.0.2.1', '192.0.2.2', '192.0.2.3'].entries()) made.add(ban(target), i * 1000);
    made.remove('192.0.2.2');
    expect(targets(made, 0, 3000)).toEqual(['192.0.2.1', '192.0.2.3']);
    expect(targets(made, 1500, 3000)).toEqual(['192.0.2.3']);
    expect(targets(made, 0, 60_500)).toEqual(['192.0.2.3']);
  });

  it('are a thousand at most, the newest', () => {
    const made = new MadeHere();
    for (let i = 0; i < 1500; i++) made.add(ban(`10.0.${i >> 8}.${i & 255}`), 0);
    expect(targets(made, 0, 0)).toHaveLength(1000);
    expect(targets(made, 0, 0)[0]).toBe('10.0.1.244');
  });

  it('count from the last time that they were made', () => {
    const made = new MadeHere();
    made.add(ban('192.0.2.1'), 0);
    made.add(ban('192.0.2.2'), 1000);
    made.add(ban('192.0.2.1'), 59_000);
    expect(targets(made, 0, 70_000)).toEqual(['192.0.2.1']);
  });
});
