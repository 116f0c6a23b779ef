import { Doubt } from '../../../../src/stores/bans/doubt.js';

describe('doubt about a subscription', () => {
  it('arises where a version that a look has found was not told by the next', () => {
    const doubt = new Doubt();
    expect([doubt.look(5, 1000), doubt.look(6, 2000), doubt.look(6, 3000)]).toEqual([false, false, true]);
  });

  it('does not arise where messages come, before the look or after it', () => {
    const doubt = new Doubt();
    doubt.look(5, 1000);
    doubt.hear(6);
    expect(doubt.look(6, 2000)).toBe(false);
    expect(doubt.look(7, 3000)).toBe(false);
    doubt.hear(7);
    expect(doubt.look(7, 4000)).toBe(false);
  });

  it('gives a message the time that it may be under way', () => {
    const doubt = new Doubt();
    doubt.look(5, 1000);
    expect([doubt.look(6, 2000), doubt.look(6, 2050), doubt.look(6, 2099), doubt.look(6, 2100)]).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('forgets what was published before a subscription began', () => {
    const doubt = new Doubt();
    doubt.look(5, 1000);
    doubt.look(6, 2000);
    doubt.begin();
    expect([doubt.look(7, 3000), doubt.look(7, 4000)]).toEqual([false, false]);
  });
});
