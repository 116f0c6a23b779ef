import { setTimeout as sleep } from 'node:timers/promises';
import { type Stores } from '../../src/stores/index.js';
import { startStores, twins } from './twins.js';

describe.each(twins)('counters in $name', (twin) => {
  let stores: Stores;
  beforeAll(twin.open, 60_000);
  afterAll(twin.close);
  beforeEach(async () => void (stores = await startStores(twin.options())));
  afterEach(() => stores.close());

  it('adds one to each key and answers in order', async () => {
    expect(await stores.counters.add('192.0.2.1', ['total', 'sqli'], 60)).toEqual([1, 1]);
    expect(await stores.counters.add('192.0.2.1', ['total', 'xss'], 60)).toEqual([2, 1]);
    expect(await stores.counters.add('192.0.2.1', ['sqli', 'total'], 60)).toEqual([2, 3]);
  });

  it('counts clients apart, and forgets one on reset', async () => {
    await stores.counters.add('192.0.2.1', ['total'], 60);
    await stores.counters.add('192.0.2.2', ['total'], 60);
    await stores.counters.reset('192.0.2.1');
    expect(await stores.counters.add('192.0.2.1', ['total'], 60)).toEqual([1]);
    expect(await stores.counters.add('192.0.2.2', ['total'], 60)).toEqual([2]);
  });

  it('starts again a window after the first increment, not after the last', async () => {
    await stores.counters.add('192.0.2.1', ['total'], 0.6);
    await sleep(400);
    await stores.counters.add('192.0.2.1', ['total'], 0.6);
    await sleep(300);
    expect(await stores.counters.add('192.0.2.1', ['total'], 0.6)).toEqual([1]);
  });

  it('ends each key by itself, whatever the window of another', async () => {
    await stores.counters.add('192.0.2.1', ['long'], 60);
    await stores.counters.add('192.0.2.1', ['short'], 0.2);
    await sleep(300);
    expect(await stores.counters.add('192.0.2.1', ['long', 'short'], 60)).toEqual([2, 1]);
  });

  it('loses no count of many that come at once', async () => {
    const counts = await Promise.all(Array.from({ length: 200 }, async () => stores.counters.add('a', ['total'], 60)));
    expect(counts.map(([count]) => count).sort((a = 0, b = 0) => a - b)).toEqual(
      Array.from({ length: 200 }, (_, i) => i + 1),
    );
  });

  it('takes any text for a key', async () => {
    for (const key of ['__proto__', 'category:x y', '\u0000', '']) {
      expect(await stores.counters.add('192.0.2.9', [key], 60)).toEqual([1]);
      expect(await stores.counters.add('192.0.2.9', [key], 60)).toEqual([2]);
    }
  });
});
