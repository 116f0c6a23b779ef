import { describe, expect, it } from '@jest/globals';
import { Watch } from '../../../../src/stores/spill/redis/watch.js';

describe('the watch over who lives', () => {
  it('takes whoever stands still for long enough for dead, but never itself', () => {
    const watch = new Watch(30);
    watch.see(['me', '1', 'still', '7', 'moving', '1'], 0);
    watch.see(['me', '1', 'still', '7', 'moving', '2'], 29);
    expect(watch.silent('me', 29)).toEqual([]);
    expect(watch.silent('me', 30)).toEqual(['still', '7']);
  });

  it('begins anew where a sign of life came, or who left has come back', () => {
    const watch = new Watch(30);
    watch.see(['a', '1', 'b', '1'], 0);
    watch.see(['a', '2'], 20);
    watch.see(['a', '2', 'b', '1'], 40);
    expect(watch.silent('me', 49)).toEqual([]);
    expect(watch.silent('me', 50)).toEqual(['a', '2']);
  });

  it('counts nothing from before a time in which nobody could give a sign', () => {
    const watch = new Watch(30);
    watch.see(['a', '1'], 0);
    watch.forget();
    watch.see(['a', '1'], 100);
    expect(watch.silent('me', 129)).toEqual([]);
    expect(watch.silent('me', 130)).toEqual(['a', '1']);
  });
});
